"""Breakers, and the commands that wait for them"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITING = "state in ('pending', 'sending', 'again')"


def waiting_index(condition: str) -> None:
    op.drop_index("ix_outbox_command_waiting", table_name="outbox_command")
    op.create_index(
        "ix_outbox_command_waiting",
        "outbox_command",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text(condition),
    )


def upgrade() -> None:
    op.create_table(
        "breaker",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("agentid", sa.Integer(), nullable=False),
        sa.Column("api", sa.Text(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=False),
        sa.Column("errmsg", sa.Text(), nullable=False),
        sa.Column("from_ip", sa.Text(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("probe_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("probe_id", sa.BigInteger(), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaker")),
        sa.UniqueConstraint(
            "corp_id", "agentid", "api", name=op.f("uq_breaker_corp_id_agentid_api")
        ),
    )
    op.create_index(op.f("ix_breaker_corp_id"), "breaker", ["corp_id"], unique=False)
    op.create_index(op.f("ix_breaker_probe_at"), "breaker", ["probe_at"], unique=False)
    op.add_column("outbox_command", sa.Column("waits_for", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_outbox_command_waits_for"),
        "outbox_command",
        "breaker",
        ["waits_for"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(
        op.f("ix_outbox_command_waits_for"), "outbox_command", ["waits_for"], unique=False
    )
    waiting_index(f"{WAITING} and waits_for is null")


def downgrade() -> None:
    waiting_index(WAITING)
    op.drop_index(op.f("ix_outbox_command_waits_for"), table_name="outbox_command")
    op.drop_constraint(op.f("fk_outbox_command_waits_for"), "outbox_command", type_="foreignkey")
    op.drop_column("outbox_command", "waits_for")
    op.drop_index(op.f("ix_breaker_probe_at"), table_name="breaker")
    op.drop_index(op.f("ix_breaker_corp_id"), table_name="breaker")
    op.drop_table("breaker")
