"""Lists of phone numbers, and the numbers that members note on their customers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_block",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_block")),
        sa.UniqueConstraint("corp_id", "phone", name=op.f("uq_phone_block_corp_id_phone")),
    )
    op.create_index(op.f("ix_phone_block_corp_id"), "phone_block", ["corp_id"], unique=False)
    op.create_table(
        "phone_draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("has_head", sa.Boolean(), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_draft")),
    )
    op.create_index(op.f("ix_phone_draft_corp_id"), "phone_draft", ["corp_id"], unique=False)
    op.create_table(
        "phone_list",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("remark_template", sa.Text(), nullable=False),
        sa.Column("tag_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reclaim_days", sa.Integer(), nullable=False),
        sa.Column("reclaim_to", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_list")),
    )
    op.create_index(op.f("ix_phone_list_corp_id"), "phone_list", ["corp_id"], unique=False)
    op.create_table(
        "phone_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reclaim_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["phone_list.id"], name=op.f("fk_phone_task_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_task")),
    )
    op.create_index(op.f("ix_phone_task_corp_id"), "phone_task", ["corp_id"], unique=False)
    op.create_index(
        "ix_phone_task_due",
        "phone_task",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(op.f("ix_phone_task_list_id"), "phone_task", ["list_id"], unique=False)
    op.create_index(op.f("ix_phone_task_userid"), "phone_task", ["userid"], unique=False)
    op.create_table(
        "phone_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["phone_list.id"], name=op.f("fk_phone_item_list_id")),
        sa.ForeignKeyConstraint(["task_id"], ["phone_task.id"], name=op.f("fk_phone_item_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_item")),
        sa.UniqueConstraint("list_id", "place", name=op.f("uq_phone_item_list_id_place")),
    )
    op.create_index(op.f("ix_phone_item_corp_id"), "phone_item", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_phone_item_external_userid"), "phone_item", ["external_userid"], unique=False
    )
    op.create_index("ix_phone_item_phone", "phone_item", ["corp_id", "phone"], unique=False)
    op.create_index(op.f("ix_phone_item_task_id"), "phone_item", ["task_id"], unique=False)
    op.create_index(
        "ix_phone_item_userid", "phone_item", ["corp_id", "userid", "state"], unique=False
    )
    op.create_table(
        "phone_look",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=True),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["phone_item.id"], name=op.f("fk_phone_look_item_id")),
        sa.ForeignKeyConstraint(["list_id"], ["phone_list.id"], name=op.f("fk_phone_look_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_look")),
    )
    op.create_index(op.f("ix_phone_look_corp_id"), "phone_look", ["corp_id"], unique=False)
    op.create_index(op.f("ix_phone_look_item_id"), "phone_look", ["item_id"], unique=False)
    op.create_index(op.f("ix_phone_look_list_id"), "phone_look", ["list_id"], unique=False)
    op.create_table(
        "phone_turn",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["phone_item.id"], name=op.f("fk_phone_turn_item_id")),
        sa.ForeignKeyConstraint(["list_id"], ["phone_list.id"], name=op.f("fk_phone_turn_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_turn")),
    )
    op.create_index(op.f("ix_phone_turn_corp_id"), "phone_turn", ["corp_id"], unique=False)
    op.create_index(op.f("ix_phone_turn_item_id"), "phone_turn", ["item_id"], unique=False)
    op.create_index("ix_phone_turn_list", "phone_turn", ["list_id", "userid"], unique=False)
    op.add_column("follow", sa.Column("mobiles", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("follow", "mobiles")
    op.drop_table("phone_turn")
    op.drop_table("phone_look")
    op.drop_table("phone_item")
    op.drop_table("phone_task")
    op.drop_table("phone_list")
    op.drop_table("phone_draft")
    op.drop_table("phone_block")
