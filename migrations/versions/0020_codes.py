"""Live codes: folders, departments, taking back a removal, strays and batches"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
MOMENT = sa.DateTime(timezone=True)
TABLES: dict[str, list[SchemaItem]] = {
    "department": [
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.UniqueConstraint("corp_id", "department_id"),
    ],
    "code_removal": [
        sa.Column("way_id", sa.BigInteger(), sa.ForeignKey("contact_way.id"), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False, index=True),
        sa.Column("rung_at", MOMENT),
        sa.UniqueConstraint("way_id"),
    ],
    "stray_way": [
        sa.Column("config_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("scene", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("userids", JSON, nullable=False),
        sa.Column("parties", JSON, nullable=False),
        sa.Column("skip_verify", sa.Boolean(), nullable=False),
        sa.Column("is_exclusive", sa.Boolean(), nullable=False),
        sa.Column("qr_code", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.UniqueConstraint("corp_id", "config_id"),
    ],
    "code_batch": [
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, index=True),
        sa.Column("lease_until", MOMENT),
        sa.Column("rung_at", MOMENT),
    ],
    "code_batch_line": [
        sa.Column("batch_id", sa.BigInteger(), sa.ForeignKey("code_batch.id"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("errors", JSON, nullable=False),
        sa.Column("way_id", sa.BigInteger(), sa.ForeignKey("contact_way.id"), index=True),
        sa.UniqueConstraint("batch_id", "line"),
    ],
}
# table → new column; the old code may still write rows without it
COLUMNS: tuple[tuple[str, sa.Column[Any]], ...] = (
    ("channel", sa.Column("description", sa.Text(), nullable=False, server_default="")),
    ("channel", sa.Column("folder", sa.Text(), nullable=False, server_default="")),
    ("contact_way", sa.Column("adopted_at", MOMENT)),
    ("contact_way", sa.Column("kind", sa.Integer(), nullable=False, server_default=sa.text("2"))),
    (
        "contact_way",
        sa.Column("parties", JSON, nullable=False, server_default=sa.text("'[]'::jsonb")),
    ),
    (
        "contact_way",
        sa.Column("is_exclusive", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    ),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, column)
    for table, columns in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
            sa.Column("corp_id", sa.Text(), nullable=False, index=True),
            *columns,
            sa.Column("created_at", MOMENT, nullable=False),
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column.name)
