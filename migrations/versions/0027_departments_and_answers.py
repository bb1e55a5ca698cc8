"""Departments that receive by a live code, and answers of landing pages that are forgotten"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

EMPTY = sa.text("'[]'::jsonb")


def upgrade() -> None:
    numbers = postgresql.JSONB(astext_type=sa.Text())
    op.add_column(
        "staff", sa.Column("department_ids", numbers, server_default=EMPTY, nullable=False)
    )
    op.add_column(
        "department",
        sa.Column("parent_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "code_schedule",
        sa.Column("serving_parties", numbers, server_default=EMPTY, nullable=False),
    )
    op.add_column(
        "landing_submission", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_landing_submission_kept",
        "landing_submission",
        ["corp_id", "created_at"],
        postgresql_where=sa.text("erased_at is null"),
    )
    # A code's departments received always, whatever was planned; now when no window says else.
    op.execute(
        """
        update code_schedule
        set serving_parties = way.parties,
            plan = code_schedule.plan || jsonb_build_object('parties', way.parties)
        from contact_way as way
        where way.id = code_schedule.way_id and way.parties <> '[]'::jsonb
        """
    )


def downgrade() -> None:
    op.drop_index("ix_landing_submission_kept", "landing_submission")
    op.drop_column("landing_submission", "erased_at")
    op.drop_column("code_schedule", "serving_parties")
    op.drop_column("department", "parent_id")
    op.drop_column("staff", "department_ids")
