"""Corps and their apps"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corp",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corp")),
        sa.UniqueConstraint("corp_id", name=op.f("uq_corp_corp_id")),
    )
    op.create_index(op.f("ix_corp_corp_id"), "corp", ["corp_id"], unique=False)
    op.create_table(
        "corp_app",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("agentid", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("encoding_aes_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corp_app")),
        sa.UniqueConstraint("corp_id", "agentid", name=op.f("uq_corp_app_corp_id_agentid")),
    )
    op.create_index(op.f("ix_corp_app_corp_id"), "corp_app", ["corp_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_corp_app_corp_id"), table_name="corp_app")
    op.drop_table("corp_app")
    op.drop_index(op.f("ix_corp_corp_id"), table_name="corp")
    op.drop_table("corp")
