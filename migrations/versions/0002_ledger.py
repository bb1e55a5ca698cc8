"""The ledger: inbox, reactions, outbox, and the timetable"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("agentid", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=True),
        sa.Column("external_userid", sa.Text(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "rung_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_event")),
        sa.UniqueConstraint(
            "corp_id", "fingerprint", name=op.f("uq_inbox_event_corp_id_fingerprint")
        ),
    )
    op.create_index(op.f("ix_inbox_event_corp_id"), "inbox_event", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_inbox_event_external_userid"), "inbox_event", ["external_userid"], unique=False
    )
    op.create_index(
        "ix_inbox_event_waiting",
        "inbox_event",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("corp_id", "name", name=op.f("uq_timer_corp_id_name")),
    )
    op.create_index(op.f("ix_timer_corp_id"), "timer", ["corp_id"], unique=False)
    op.create_index(op.f("ix_timer_due_at"), "timer", ["due_at"], unique=False)
    op.create_table(
        "inbox_reaction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "rung_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=True,
        ),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["inbox_event.id"], name=op.f("fk_inbox_reaction_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_reaction")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_inbox_reaction_event_id_name")),
    )
    op.create_index(op.f("ix_inbox_reaction_corp_id"), "inbox_reaction", ["corp_id"], unique=False)
    op.create_index(
        "ix_inbox_reaction_waiting",
        "inbox_reaction",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state in ('pending', 'running', 'again')"),
    )
    op.create_table(
        "outbox_command",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=True),
        sa.Column("external_userid", sa.Text(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("because", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("maybe_said", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "rung_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=True,
        ),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("errmsg", sa.Text(), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["inbox_event.id"], name=op.f("fk_outbox_command_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_command")),
        sa.UniqueConstraint("corp_id", "key", name=op.f("uq_outbox_command_corp_id_key")),
    )
    op.create_index(
        op.f("ix_outbox_command_event_id"), "outbox_command", ["event_id"], unique=False
    )
    op.create_index(op.f("ix_outbox_command_corp_id"), "outbox_command", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_outbox_command_external_userid"),
        "outbox_command",
        ["external_userid"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_command_waiting",
        "outbox_command",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state in ('pending', 'sending', 'again')"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_outbox_command_waiting",
        table_name="outbox_command",
        postgresql_where=sa.text("state in ('pending', 'sending', 'again')"),
    )
    op.drop_index(op.f("ix_outbox_command_external_userid"), table_name="outbox_command")
    op.drop_index(op.f("ix_outbox_command_corp_id"), table_name="outbox_command")
    op.drop_index(op.f("ix_outbox_command_event_id"), table_name="outbox_command")
    op.drop_table("outbox_command")
    op.drop_index(
        "ix_inbox_reaction_waiting",
        table_name="inbox_reaction",
        postgresql_where=sa.text("state in ('pending', 'running', 'again')"),
    )
    op.drop_index(op.f("ix_inbox_reaction_corp_id"), table_name="inbox_reaction")
    op.drop_table("inbox_reaction")
    op.drop_index(op.f("ix_timer_due_at"), table_name="timer")
    op.drop_index(op.f("ix_timer_corp_id"), table_name="timer")
    op.drop_table("timer")
    op.drop_index(
        "ix_inbox_event_waiting",
        table_name="inbox_event",
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index(op.f("ix_inbox_event_external_userid"), table_name="inbox_event")
    op.drop_index(op.f("ix_inbox_event_corp_id"), table_name="inbox_event")
    op.drop_table("inbox_event")
