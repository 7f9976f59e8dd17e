"""What happens to a plan after the day: its history, its reviews, and more fields of goals and actions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the fields, empty in the plans that are there already, and make the tables."""
    for name in ("process_sign", "balancing_sign", "needs"):
        op.add_column("action", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("since", sa.String(length=64), nullable=True))
    for name in ("sources", "roots"):
        op.add_column("goal", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("goal", sa.Column("indicator", sa.Text(), nullable=False, server_default=""))
    _make("goal_review", "goal", "verdict", "learned", "questioned")
    _make("action_review", "action", "outcome", "why")
    op.create_table(
        "plan_version",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        _owner("plan_version"),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_plan_version")),
        sqlite_with_rowid=False,
    )


def _make(table: str, about: str, judged: str, *texts: str) -> None:
    op.create_table(
        table,
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column(about, sa.String(length=64), nullable=False),
        sa.Column(judged, sa.String(length=64), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("revision", sa.Integer(), nullable=False),
        _owner(table),
        sa.PrimaryKeyConstraint("session", about, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session"], ["work_session.id"], name=op.f(f"fk_{table}_session"), ondelete="CASCADE"
    )
