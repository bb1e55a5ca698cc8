"""Who receives by a live code and when, with counts of adds and members' own switches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_schedule",
        *_row(),
        sa.Column("way_id", sa.BigInteger(), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("serving", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("skips_verify", sa.Boolean(), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("next_change_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        *_of_way("code_schedule"),
        sa.UniqueConstraint("way_id", name=op.f("uq_code_schedule_way_id")),
    )
    op.create_index(op.f("ix_code_schedule_corp_id"), "code_schedule", ["corp_id"])
    op.create_index(op.f("ix_code_schedule_due_at"), "code_schedule", ["due_at"])
    op.create_table(
        "code_count",
        *_row(),
        sa.Column("way_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("adds", sa.Integer(), nullable=False),
        *_of_way("code_count"),
        sa.UniqueConstraint(
            "way_id", "day", "userid", name=op.f("uq_code_count_way_id_day_userid")
        ),
    )
    op.create_index(op.f("ix_code_count_corp_id"), "code_count", ["corp_id"])
    op.create_table(
        "counted_add",
        *_row(),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("way_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_of_way("counted_add"),
        sa.UniqueConstraint("corp_id", "event_id", name=op.f("uq_counted_add_corp_id_event_id")),
    )
    op.create_index(op.f("ix_counted_add_corp_id"), "counted_add", ["corp_id"])
    op.create_index("ix_counted_add_way_id_added_at", "counted_add", ["way_id", "added_at"])
    op.create_table(
        "recess",
        *_row(),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("way_id", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        *_of_way("recess"),
        sa.UniqueConstraint(
            "corp_id",
            "userid",
            "way_id",
            name=op.f("uq_recess_corp_id_userid_way_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_recess_corp_id"), "recess", ["corp_id"])
    op.create_index(op.f("ix_recess_way_id"), "recess", ["way_id"])
    # Codes that stand already are received as before, by those whom they name, at all hours.
    op.execute(
        """
        insert into code_schedule (corp_id, way_id, plan, serving, skips_verify, reason, due_at,
                                   attempts, created_at)
        select corp_id, id, jsonb_build_object('default', userids, 'skip_verify', skip_verify),
               userids, skip_verify,
               '{"source": "default", "because": "", "left_out": {}}'::jsonb,
               case when stopped_at is null then now() end, 0, now()
        from contact_way
        """
    )


def _row() -> tuple[sa.Column[int], sa.Column[str], sa.Column[object]]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _of_way(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["way_id"], ["contact_way.id"], name=op.f(f"fk_{table}_way_id_contact_way")
        ),
    )


def downgrade() -> None:
    for table in ("recess", "counted_add", "code_count", "code_schedule"):
        op.drop_table(table)
