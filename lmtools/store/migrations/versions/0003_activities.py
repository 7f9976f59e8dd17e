"""Boxes on notes, points and drafts; ratings, commitments and tasks in a group; shared phones and breaks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BOXED = ("note", "point", "theme")
_FLAGS = (("participant", "phone"), ("participant", "trial"), ("work_session", "recess"))


def upgrade() -> None:
    """Add the columns and tables; what is there already lies in the box without a name."""
    for table in _BOXED:
        op.add_column(table, sa.Column("box", sa.String(length=64), nullable=False, server_default=""))
    for table, flag in _FLAGS:
        op.add_column(table, sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    _let_drafts_have_a_box()
    _make(
        "rating",
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        key=("step", "participant"),
    )
    _make(
        "commitment",
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=64), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=64), nullable=False),
        key=("step", "participant"),
    )
    _make(
        "duty_taken",
        sa.Column("group", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        key=("group", "duty"),
    )


def _let_drafts_have_a_box() -> None:
    """The box is part of a draft's key, and SQLite cannot change a key: the table is made anew."""
    names = ("session", "participant", "step", "text")
    old = sa.table("draft", *(sa.column(name) for name in names))
    kept = [dict(row) for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("draft")
    _make(
        "draft",
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("box", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        key=("participant", "step", "box"),
    )
    new = sa.table("draft", *(sa.column(name) for name in (*names, "box")))
    op.bulk_insert(new, [{**row, "box": ""} for row in kept])


def _make(name: str, *columns: sa.schema.SchemaItem, key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("session", sa.String(length=64), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f(f"fk_{name}_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", *key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
