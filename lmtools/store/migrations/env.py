"""Alembic's entry: run the migrations on the connection that `lmtools.store.upgrade` holds open."""

from alembic import context

from lmtools.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: our connection has begun its own transaction
)
with context.begin_transaction():
    context.run_migrations()
