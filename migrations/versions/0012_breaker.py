"""Breakers, and the commands that wait for them"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAITING = "state in ('pending', 'sending', 'again')"


INDEXES = {
    "ix_outbox_command_waiting": ["due_at"],
    "ix_outbox_command_lane": ["lane", "due_at", "id"],
}


def waiting_indexes(condition: str) -> None:
    for name, columns in INDEXES.items():
        op.drop_index(name, table_name="outbox_command")
        op.create_index(name, "outbox_command", columns, postgresql_where=sa.text(condition))


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
    waiting_indexes(f"{WAITING} and waits_for is null")


def downgrade() -> None:
    waiting_indexes(WAITING)
    op.drop_index(op.f("ix_outbox_command_waits_for"), table_name="outbox_command")
    op.drop_constraint(op.f("fk_outbox_command_waits_for"), "outbox_command", type_="foreignkey")
    op.drop_column("outbox_command", "waits_for")
    op.drop_index(op.f("ix_breaker_probe_at"), table_name="breaker")
    op.drop_index(op.f("ix_breaker_corp_id"), table_name="breaker")
    op.drop_table("breaker")
