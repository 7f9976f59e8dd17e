"""Alembic's migrations; `lmtools.store.upgrade` runs them when a store is opened."""
