"""A lead that cannot be written is parked"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "score", sa.Column("sync_attempts", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "score", sa.Column("sync_due_at", MOMENT, nullable=False, server_default="2000-01-01Z")
    )
    op.add_column("score", sa.Column("sync_error", sa.Text(), nullable=True))
    op.add_column("score", sa.Column("parked_at", MOMENT, nullable=True))
    op.create_index(
        "ix_score_parked",
        "score",
        ["corp_id", "parked_at"],
        unique=False,
        postgresql_where=sa.text("parked_at is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_score_parked", "score", postgresql_where=sa.text("parked_at is not null"))
    for name in ("parked_at", "sync_error", "sync_due_at", "sync_attempts"):
        op.drop_column("score", name)
