"""Doors beside live codes: acquisition links, group codes, landing pages and stores"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acquisition_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("userids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("department_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("skip_verify", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pushed_version", sa.Integer(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquisition_link")),
        sa.UniqueConstraint(
            "corp_id", "form_key", name=op.f("uq_acquisition_link_corp_id_form_key")
        ),
        sa.UniqueConstraint("corp_id", "link_id", name=op.f("uq_acquisition_link_corp_id_link_id")),
    )
    op.create_index(
        op.f("ix_acquisition_link_corp_id"), "acquisition_link", ["corp_id"], unique=False
    )
    op.create_table(
        "acquisition_quota",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("expires_many", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquisition_quota")),
        sa.UniqueConstraint("corp_id", name=op.f("uq_acquisition_quota_corp_id")),
    )
    op.create_index(
        op.f("ix_acquisition_quota_corp_id"), "acquisition_quota", ["corp_id"], unique=False
    )
    op.create_table(
        "group_chat",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("member_version", sa.Text(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mirrored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chat")),
        sa.UniqueConstraint("corp_id", "chat_id", name=op.f("uq_group_chat_corp_id_chat_id")),
    )
    op.create_index(op.f("ix_group_chat_corp_id"), "group_chat", ["corp_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("join_scene", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "corp_id",
            "chat_id",
            "external_userid",
            name=op.f("uq_group_member_corp_id_chat_id_external_userid"),
        ),
    )
    op.create_index(op.f("ix_group_member_corp_id"), "group_member", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_group_member_external_userid"), "group_member", ["external_userid"], unique=False
    )
    op.create_index(op.f("ix_group_member_state"), "group_member", ["state"], unique=False)
    op.create_table(
        "landing_page",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("image_type", sa.Text(), nullable=True),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("asks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landing_page")),
        sa.UniqueConstraint("corp_id", "slug", name=op.f("uq_landing_page_corp_id_slug")),
    )
    op.create_index(op.f("ix_landing_page_corp_id"), "landing_page", ["corp_id"], unique=False)
    op.create_index("ix_landing_page_slug", "landing_page", ["slug"], unique=False)
    op.create_table(
        "store",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
    )
    op.create_index(op.f("ix_store_corp_id"), "store", ["corp_id"], unique=False)
    op.create_table(
        "acquisition_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("link_row_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "text", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_row_id"], ["acquisition_link.id"], name=op.f("fk_acquisition_notice_link_row_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquisition_notice")),
        sa.UniqueConstraint(
            "corp_id", "event_id", name=op.f("uq_acquisition_notice_corp_id_event_id")
        ),
    )
    op.create_index(
        op.f("ix_acquisition_notice_corp_id"), "acquisition_notice", ["corp_id"], unique=False
    )
    op.create_index(
        op.f("ix_acquisition_notice_link_row_id"),
        "acquisition_notice",
        ["link_row_id"],
        unique=False,
    )
    op.create_table(
        "group_code",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("pool", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chat_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("switch_at", sa.Integer(), nullable=False),
        sa.Column("auto_create", sa.Boolean(), nullable=False),
        sa.Column("room_base_name", sa.Text(), nullable=False),
        sa.Column("room_base_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("config_id", sa.Text(), nullable=True),
        sa.Column("qr_code", sa.Text(), nullable=False),
        sa.Column("qr_type", sa.Text(), nullable=True),
        sa.Column("qr_image", sa.LargeBinary(), nullable=True),
        sa.Column("maybe_made", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pushed_version", sa.Integer(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_group_code_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_code")),
        sa.UniqueConstraint("corp_id", "channel_id", name=op.f("uq_group_code_corp_id_channel_id")),
        sa.UniqueConstraint("corp_id", "config_id", name=op.f("uq_group_code_corp_id_config_id")),
    )
    op.create_index(op.f("ix_group_code_channel_id"), "group_code", ["channel_id"], unique=False)
    op.create_index(op.f("ix_group_code_corp_id"), "group_code", ["corp_id"], unique=False)
    op.create_table(
        "landing_submission",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("page_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("store_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("phone_mark", sa.Text(), nullable=True),
        sa.Column("visitor_mark", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=True),
        sa.Column("userid", sa.Text(), nullable=True),
        sa.Column("matched_by", sa.Text(), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["landing_page.id"], name=op.f("fk_landing_submission_page_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_landing_submission_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landing_submission")),
        sa.UniqueConstraint("corp_id", "code", name=op.f("uq_landing_submission_corp_id_code")),
    )
    op.create_index(
        op.f("ix_landing_submission_corp_id"), "landing_submission", ["corp_id"], unique=False
    )
    op.create_index(
        op.f("ix_landing_submission_external_userid"),
        "landing_submission",
        ["external_userid"],
        unique=False,
    )
    op.create_index(
        op.f("ix_landing_submission_phone_mark"), "landing_submission", ["phone_mark"], unique=False
    )
    op.create_index(
        op.f("ix_landing_submission_store_id"), "landing_submission", ["store_id"], unique=False
    )
    op.create_index(
        "ix_landing_submission_visitor",
        "landing_submission",
        ["page_id", "visitor_mark", "created_at"],
        unique=False,
    )
    op.create_table(
        "landing_visit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("page_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["landing_page.id"], name=op.f("fk_landing_visit_page_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landing_visit")),
        sa.UniqueConstraint(
            "corp_id",
            "page_id",
            "day",
            "source",
            name=op.f("uq_landing_visit_corp_id_page_id_day_source"),
        ),
    )
    op.create_index(op.f("ix_landing_visit_corp_id"), "landing_visit", ["corp_id"], unique=False)
    op.create_index(op.f("ix_landing_visit_page_id"), "landing_visit", ["page_id"], unique=False)
    op.create_table(
        "link_placement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_link_placement_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["acquisition_link.id"], name=op.f("fk_link_placement_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_placement")),
        sa.UniqueConstraint(
            "corp_id", "channel_id", name=op.f("uq_link_placement_corp_id_channel_id")
        ),
    )
    op.create_index(
        op.f("ix_link_placement_channel_id"), "link_placement", ["channel_id"], unique=False
    )
    op.create_index(op.f("ix_link_placement_corp_id"), "link_placement", ["corp_id"], unique=False)
    op.create_index(op.f("ix_link_placement_link_id"), "link_placement", ["link_id"], unique=False)


def downgrade() -> None:
    op.drop_table("link_placement")
    op.drop_table("landing_visit")
    op.drop_table("landing_submission")
    op.drop_table("group_code")
    op.drop_table("acquisition_notice")
    op.drop_table("store")
    op.drop_table("landing_page")
    op.drop_table("group_member")
    op.drop_table("group_chat")
    op.drop_table("acquisition_quota")
    op.drop_table("acquisition_link")
