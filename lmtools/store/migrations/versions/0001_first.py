"""The first tables: a work session, who is in it, what they write, and the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "work_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("workbook", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("school_key", sa.String(length=64), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(length=64), nullable=False),
        sa.Column("ends_on", sa.String(length=64), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("now_step", sa.String(length=64), nullable=False),
        sa.Column("now_phase", sa.String(length=64), nullable=False),
        sa.Column("phase_ends_at", sa.String(length=64), nullable=True),
        sa.Column("paused_left", sa.Integer(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_session")),
        sa.UniqueConstraint("code", name=op.f("uq_work_session_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("goal", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("when", sa.Text(), nullable=False),
        sa.Column("success_sign", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_action_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_action")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "activity",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kept", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_activity_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "step", name=op.f("pk_activity")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "command",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_command_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "actor", "id", name=op.f("pk_command")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_draft_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "participant", "step", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "facilitator_key",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_facilitator_key_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_facilitator_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "goal",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_goal_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_goal")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "guess",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_guess_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "step", "participant", name=op.f("pk_guess")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "move",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_move_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_move")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "note",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_note_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_note_session_step"), "note", ["session", "step"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_participant_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("session", "browser_hash", name=op.f("uq_participant_session_browser_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plan",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("participation", sa.Text(), nullable=False),
        sa.Column("support_leader", sa.Text(), nullable=False),
        sa.Column("support_owner", sa.Text(), nullable=False),
        sa.Column("support_ppt", sa.Text(), nullable=False),
        sa.Column("evaluate_on", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_plan_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_plan")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "point",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_point_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_point")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_point_session_step"), "point", ["session", "step"], unique=False)
    op.create_table(
        "ready",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("moment", sa.String(length=64), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_ready_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "step", "moment", "participant", name=op.f("pk_ready")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "theme",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_theme_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_theme")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_theme_session_step"), "theme", ["session", "step"], unique=False)
    op.create_table(
        "vote",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["work_session.id"], name=op.f("fk_vote_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "step", "round", "participant", "option", name=op.f("pk_vote")),
        sqlite_with_rowid=False,
    )
