"""How the groups of a session are made."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the way; in the sessions that are there already the groups were dealt by lot."""
    way = sa.Column("grouping", sa.String(length=64), nullable=False, server_default="dealt")
    op.add_column("work_session", way)
