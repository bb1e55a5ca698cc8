"""Channels and live codes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("remark_template", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("corp_id", "state", name=op.f("uq_channel_corp_id_state")),
    )
    op.create_index(op.f("ix_channel_corp_id"), "channel", ["corp_id"], unique=False)
    op.create_table(
        "contact_way",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("config_id", sa.Text(), nullable=True),
        sa.Column("qr_code", sa.Text(), nullable=False),
        sa.Column("qr_type", sa.Text(), nullable=True),
        sa.Column("qr_image", sa.LargeBinary(), nullable=True),
        sa.Column("userids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("skip_verify", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pushed_version", sa.Integer(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_contact_way_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_way")),
        sa.UniqueConstraint("corp_id", "config_id", name=op.f("uq_contact_way_corp_id_config_id")),
    )
    op.create_index(op.f("ix_contact_way_channel_id"), "contact_way", ["channel_id"], unique=False)
    op.create_index(op.f("ix_contact_way_corp_id"), "contact_way", ["corp_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_contact_way_corp_id"), table_name="contact_way")
    op.drop_index(op.f("ix_contact_way_channel_id"), table_name="contact_way")
    op.drop_table("contact_way")
    op.drop_index(op.f("ix_channel_corp_id"), table_name="channel")
    op.drop_table("channel")
