"""Each time that a customer added a member, and which welcomes were said"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("half_event_id", sa.BigInteger(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint(
            "corp_id",
            "external_userid",
            "userid",
            "added_at",
            name=op.f("uq_arrival_corp_id_external_userid_userid_added_at"),
        ),
    )
    op.create_index(op.f("ix_arrival_corp_id"), "arrival", ["corp_id"])
    op.create_index("ix_arrival_added_on", "arrival", ["corp_id", "added_on", "state"])
    op.create_index("ix_arrival_state", "arrival", ["corp_id", "state", "added_on"])
    op.create_index(
        "ix_arrival_ended_on",
        "arrival",
        ["corp_id", "ended_on"],
        postgresql_where=sa.text("ended_on is not null"),
    )
    op.create_index(
        "ix_outbox_command_welcomed",
        "outbox_command",
        ["event_id"],
        postgresql_where=sa.text("kind = 'SendWelcome' and state = 'done'"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_command_welcomed", "outbox_command")
    op.drop_table("arrival")
