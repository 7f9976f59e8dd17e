"""Which sessions are rehearsals: those that nobody was in, and that are deleted when they have ended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the flag; what is there already was no rehearsal."""
    flag = sa.Boolean()
    op.add_column("work_session", sa.Column("rehearsal", flag, nullable=False, server_default=sa.false()))
