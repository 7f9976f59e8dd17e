"""The page for pupils and parents; and what a session keeps when it is opened from a file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and add the columns; a session that was begun here has none of it."""
    op.create_table(
        "summary",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_summary_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_summary")),
        sqlite_with_rowid=False,
    )
    origin = sa.Column("origin", sa.String(length=64), nullable=False, server_default="")
    op.add_column("work_session", origin)
    op.add_column("work_session", sa.Column("came", sa.Integer(), nullable=True))
    for name in ("groups", "of"):
        op.add_column("theme", sa.Column(name, sa.Integer(), nullable=True))
