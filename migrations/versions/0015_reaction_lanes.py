"""Welcomes are found apart from all other events and reactions, however many of those wait"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WAITS = "state in ('pending', 'running', 'again')"


def upgrade() -> None:
    op.add_column(
        "inbox_reaction", sa.Column("lane", sa.Text(), server_default="events", nullable=False)
    )
    op.create_index(
        "ix_inbox_reaction_lane",
        "inbox_reaction",
        ["lane", "event_id"],
        postgresql_where=sa.text(WAITS),
    )
    op.create_index(
        "ix_inbox_event_named",
        "inbox_event",
        ["name", "id"],
        postgresql_where=sa.text("state = 'new'"),
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_event_named", table_name="inbox_event")
    op.drop_index("ix_inbox_reaction_lane", table_name="inbox_reaction")
    op.drop_column("inbox_reaction", "lane")
