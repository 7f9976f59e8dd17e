"""What has been shown of votes and guesses; and the group that a shared note was read in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the ledger, and let notes that are shared already stay in their writers' groups."""
    op.create_table(
        "shown",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_shown_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "step", "number", name=op.f("pk_shown")),
        sqlite_with_rowid=False,
    )
    op.add_column("note", sa.Column("group", sa.Integer(), nullable=True))
    note = sa.table("note", sa.column("participant"), sa.column("shared"), sa.column("group"))
    person = sa.table("participant", sa.column("id"), sa.column("group"))
    theirs = sa.select(person.c.group).where(person.c.id == note.c.participant).scalar_subquery()
    op.execute(note.update().where(note.c.shared.is_(sa.true())).values(group=theirs))
