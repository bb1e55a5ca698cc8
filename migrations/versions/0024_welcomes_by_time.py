"""Welcomes by member and by time, a library of materials, and welcomes of groups"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSONB = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.add_column("material", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.add_column("material", sa.Column("size", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("material", sa.Column("errcode", sa.Integer()))
    op.add_column("material", sa.Column("error", sa.Text()))
    op.execute("update material set name = filename, size = length(content)")
    op.add_column("welcome", sa.Column("userid", sa.Text()))
    op.add_column("welcome", sa.Column("windows", JSONB, nullable=False, server_default="[]"))
    op.drop_constraint(op.f("uq_welcome_corp_id_state"), "welcome", type_="unique")
    op.create_unique_constraint(
        op.f("uq_welcome_corp_id_state_userid"),
        "welcome",
        ["corp_id", "state", "userid"],
        postgresql_nulls_not_distinct=True,
    )
    make_group_welcome()


def make_group_welcome() -> None:
    op.create_table(
        "group_welcome",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", JSONB, nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("template_id", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pushed_version", sa.Integer(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_welcome")),
        sa.UniqueConstraint("corp_id", "form_key", name=op.f("uq_group_welcome_corp_id_form_key")),
    )
    op.create_index(op.f("ix_group_welcome_corp_id"), "group_welcome", ["corp_id"], unique=False)


def downgrade() -> None:
    op.drop_table("group_welcome")
    op.drop_constraint(op.f("uq_welcome_corp_id_state_userid"), "welcome", type_="unique")
    op.execute("delete from welcome where userid is not null")
    op.create_unique_constraint(
        op.f("uq_welcome_corp_id_state"),
        "welcome",
        ["corp_id", "state"],
        postgresql_nulls_not_distinct=True,
    )
    op.drop_column("welcome", "windows")
    op.drop_column("welcome", "userid")
    for name in ("error", "errcode", "size", "name"):
        op.drop_column("material", name)
