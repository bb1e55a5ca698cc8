"""The mirror: staff, external contacts, follows and tags"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corp_tag",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("tag_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("order", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corp_tag")),
        sa.UniqueConstraint("corp_id", "tag_id", name=op.f("uq_corp_tag_corp_id_tag_id")),
    )
    op.create_index(op.f("ix_corp_tag_corp_id"), "corp_tag", ["corp_id"], unique=False)
    op.create_index(op.f("ix_corp_tag_group_id"), "corp_tag", ["group_id"], unique=False)
    op.create_table(
        "external_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("avatar", sa.Text(), nullable=False),
        sa.Column("gender", sa.Integer(), nullable=False),
        sa.Column("type", sa.Integer(), nullable=False),
        sa.Column("corp_name", sa.Text(), nullable=False),
        sa.Column("mirrored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_contact")),
        sa.UniqueConstraint(
            "corp_id", "external_userid", name=op.f("uq_external_contact_corp_id_external_userid")
        ),
    )
    op.create_index(
        op.f("ix_external_contact_corp_id"), "external_contact", ["corp_id"], unique=False
    )
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("add_way", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("mirrored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint(
            "corp_id",
            "userid",
            "external_userid",
            name=op.f("uq_follow_corp_id_userid_external_userid"),
        ),
    )
    op.create_index(op.f("ix_follow_corp_id"), "follow", ["corp_id"], unique=False)
    op.create_index(op.f("ix_follow_external_userid"), "follow", ["external_userid"], unique=False)
    op.create_index(op.f("ix_follow_state"), "follow", ["state"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("departments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("can_follow", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("corp_id", "userid", name=op.f("uq_staff_corp_id_userid")),
    )
    op.create_index(op.f("ix_staff_corp_id"), "staff", ["corp_id"], unique=False)
    op.create_table(
        "tag_group",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("order", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_group")),
        sa.UniqueConstraint("corp_id", "group_id", name=op.f("uq_tag_group_corp_id_group_id")),
    )
    op.create_index(op.f("ix_tag_group_corp_id"), "tag_group", ["corp_id"], unique=False)
    op.create_table(
        "follow_tag",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("follow_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=True),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("command_id", sa.BigInteger(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["command_id"], ["outbox_command.id"], name=op.f("fk_follow_tag_command_id")
        ),
        sa.ForeignKeyConstraint(["follow_id"], ["follow.id"], name=op.f("fk_follow_tag_follow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_tag")),
        sa.UniqueConstraint("follow_id", "tag_id", name=op.f("uq_follow_tag_follow_id_tag_id")),
    )
    op.create_index(op.f("ix_follow_tag_command_id"), "follow_tag", ["command_id"], unique=False)
    op.create_index(op.f("ix_follow_tag_corp_id"), "follow_tag", ["corp_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_follow_tag_corp_id"), table_name="follow_tag")
    op.drop_index(op.f("ix_follow_tag_command_id"), table_name="follow_tag")
    op.drop_table("follow_tag")
    op.drop_index(op.f("ix_tag_group_corp_id"), table_name="tag_group")
    op.drop_table("tag_group")
    op.drop_index(op.f("ix_staff_corp_id"), table_name="staff")
    op.drop_table("staff")
    op.drop_index(op.f("ix_follow_state"), table_name="follow")
    op.drop_index(op.f("ix_follow_external_userid"), table_name="follow")
    op.drop_index(op.f("ix_follow_corp_id"), table_name="follow")
    op.drop_table("follow")
    op.drop_index(op.f("ix_external_contact_corp_id"), table_name="external_contact")
    op.drop_table("external_contact")
    op.drop_index(op.f("ix_corp_tag_group_id"), table_name="corp_tag")
    op.drop_index(op.f("ix_corp_tag_corp_id"), table_name="corp_tag")
    op.drop_table("corp_tag")
