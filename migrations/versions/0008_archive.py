"""The chat archive"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_cursor",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_cursor")),
        sa.UniqueConstraint("corp_id", "source", name=op.f("uq_archive_cursor_corp_id_source")),
    )
    op.create_index(op.f("ix_archive_cursor_corp_id"), "archive_cursor", ["corp_id"], unique=False)
    op.create_table(
        "archive_key",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_key")),
        sa.UniqueConstraint("corp_id", "version", name=op.f("uq_archive_key_corp_id_version")),
    )
    op.create_index(op.f("ix_archive_key_corp_id"), "archive_key", ["corp_id"], unique=False)
    op.create_table(
        "archive_raw",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("publickey_ver", sa.Integer(), nullable=False),
        sa.Column("encrypt_random_key", sa.Text(), nullable=False),
        sa.Column("encrypt_chat_msg", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_raw")),
        sa.UniqueConstraint("corp_id", "msgid", name=op.f("uq_archive_raw_corp_id_msgid")),
    )
    op.create_index(op.f("ix_archive_raw_corp_id"), "archive_raw", ["corp_id"], unique=False)
    op.create_index(
        "ix_archive_raw_pending",
        "archive_raw",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "chat_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=True),
        sa.Column("external_userid", sa.Text(), nullable=True),
        sa.Column("roomid", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("msgtype", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("grams", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("revokes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_message")),
        sa.UniqueConstraint("corp_id", "msgid", name=op.f("uq_chat_message_corp_id_msgid")),
    )
    op.create_index(op.f("ix_chat_message_corp_id"), "chat_message", ["corp_id"], unique=False)
    op.create_index(
        "ix_chat_message_grams", "chat_message", ["grams"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_chat_message_pair",
        "chat_message",
        ["corp_id", "external_userid", "sent_at"],
        unique=False,
    )
    op.create_index(
        "ix_chat_message_revokes",
        "chat_message",
        ["corp_id", "revokes"],
        unique=False,
        postgresql_where=sa.text("revokes is not null"),
    )
    op.create_index(
        "ix_chat_message_sent_at", "chat_message", ["corp_id", "sent_at", "id"], unique=False
    )
    op.create_table(
        "chat_talk",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("external_userid", sa.Text(), nullable=False),
        sa.Column("roomid", sa.Text(), nullable=False),
        sa.Column("last_message_id", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["last_message_id"],
            ["chat_message.id"],
            name=op.f("fk_chat_talk_last_message_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_talk")),
        sa.UniqueConstraint(
            "corp_id",
            "userid",
            "external_userid",
            "roomid",
            name=op.f("uq_chat_talk_corp_id_userid_external_userid_roomid"),
        ),
    )
    op.create_index(op.f("ix_chat_talk_corp_id"), "chat_talk", ["corp_id"], unique=False)
    op.create_index(
        op.f("ix_chat_talk_last_message_id"), "chat_talk", ["last_message_id"], unique=False
    )
    op.create_index("ix_chat_talk_last_at", "chat_talk", ["corp_id", "last_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_chat_talk_last_at", table_name="chat_talk")
    op.drop_index(op.f("ix_chat_talk_last_message_id"), table_name="chat_talk")
    op.drop_index(op.f("ix_chat_talk_corp_id"), table_name="chat_talk")
    op.drop_table("chat_talk")
    op.drop_index("ix_chat_message_sent_at", table_name="chat_message")
    op.drop_index(
        "ix_chat_message_revokes",
        table_name="chat_message",
        postgresql_where=sa.text("revokes is not null"),
    )
    op.drop_index("ix_chat_message_pair", table_name="chat_message")
    op.drop_index("ix_chat_message_grams", table_name="chat_message", postgresql_using="gin")
    op.drop_index(op.f("ix_chat_message_corp_id"), table_name="chat_message")
    op.drop_table("chat_message")
    op.drop_index(
        "ix_archive_raw_pending",
        table_name="archive_raw",
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index(op.f("ix_archive_raw_corp_id"), table_name="archive_raw")
    op.drop_table("archive_raw")
    op.drop_index(op.f("ix_archive_key_corp_id"), table_name="archive_key")
    op.drop_table("archive_key")
    op.drop_index(op.f("ix_archive_cursor_corp_id"), table_name="archive_cursor")
    op.drop_table("archive_cursor")
