"""SOPs, enrollments and tasks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sop",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("states", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("ends_on_reply", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop")),
    )
    op.create_index(op.f("ix_sop_corp_id"), "sop", ["corp_id"], unique=False)
    op.create_table(
        "sop_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("sop_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sop_id"], ["sop.id"], name=op.f("fk_sop_version_sop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_version")),
        sa.UniqueConstraint("sop_id", "number", name=op.f("uq_sop_version_sop_id_number")),
    )
    op.create_index(op.f("ix_sop_version_corp_id"), "sop_version", ["corp_id"], unique=False)
    op.create_table(
        "enrollment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("sop_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["inbox_event.id"], name=op.f("fk_enrollment_event_id")
        ),
        sa.ForeignKeyConstraint(["sop_id"], ["sop.id"], name=op.f("fk_enrollment_sop_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sop_version.id"], name=op.f("fk_enrollment_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint(
            "sop_id",
            "userid",
            "external_userid",
            name=op.f("uq_enrollment_sop_id_userid_external_userid"),
        ),
    )
    op.create_index(op.f("ix_enrollment_corp_id"), "enrollment", ["corp_id"], unique=False)
    op.create_index(
        "ix_enrollment_due",
        "enrollment",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        op.f("ix_enrollment_external_userid"), "enrollment", ["external_userid"], unique=False
    )
    op.create_index(op.f("ix_enrollment_event_id"), "enrollment", ["event_id"], unique=False)
    op.create_index(op.f("ix_enrollment_version_id"), "enrollment", ["version_id"], unique=False)
    op.create_table(
        "sop_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("after_minutes", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sop_version.id"], name=op.f("fk_sop_step_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_step")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_sop_step_version_id_position")),
    )
    op.create_index(op.f("ix_sop_step_corp_id"), "sop_step", ["corp_id"], unique=False)
    op.create_table(
        "sop_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("command_id", sa.BigInteger(), nullable=True),
        sa.Column("msgid", sa.Text(), nullable=True),
        sa.Column("poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["command_id"], ["outbox_command.id"], name=op.f("fk_sop_task_command_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_sop_task_enrollment_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["sop_step.id"], name=op.f("fk_sop_task_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_task")),
        sa.UniqueConstraint(
            "enrollment_id", "step_id", name=op.f("uq_sop_task_enrollment_id_step_id")
        ),
    )
    op.create_index(op.f("ix_sop_task_corp_id"), "sop_task", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_sop_task_external_userid"), "sop_task", ["external_userid"], unique=False
    )
    op.create_index(
        "ix_sop_task_poll",
        "sop_task",
        ["poll_at"],
        unique=False,
        postgresql_where=sa.text("poll_at is not null"),
    )
    op.create_index(op.f("ix_sop_task_userid"), "sop_task", ["userid"], unique=False)
    op.create_index(op.f("ix_sop_task_step_id"), "sop_task", ["step_id"], unique=False)
    op.create_index(op.f("ix_sop_task_command_id"), "sop_task", ["command_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sop_task_command_id"), table_name="sop_task")
    op.drop_index(op.f("ix_sop_task_step_id"), table_name="sop_task")
    op.drop_index(op.f("ix_sop_task_userid"), table_name="sop_task")
    op.drop_index(
        "ix_sop_task_poll", table_name="sop_task", postgresql_where=sa.text("poll_at is not null")
    )
    op.drop_index(op.f("ix_sop_task_external_userid"), table_name="sop_task")
    op.drop_index(op.f("ix_sop_task_corp_id"), table_name="sop_task")
    op.drop_table("sop_task")
    op.drop_index(op.f("ix_sop_step_corp_id"), table_name="sop_step")
    op.drop_table("sop_step")
    op.drop_index(op.f("ix_enrollment_version_id"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_event_id"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_external_userid"), table_name="enrollment")
    op.drop_index(
        "ix_enrollment_due", table_name="enrollment", postgresql_where=sa.text("state = 'running'")
    )
    op.drop_index(op.f("ix_enrollment_corp_id"), table_name="enrollment")
    op.drop_table("enrollment")
    op.drop_index(op.f("ix_sop_version_corp_id"), table_name="sop_version")
    op.drop_table("sop_version")
    op.drop_index(op.f("ix_sop_corp_id"), table_name="sop")
    op.drop_table("sop")
