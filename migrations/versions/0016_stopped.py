"""Finding at once what waits for a person, and what may be forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# index → table, columns, for which rows
INDEXES = {
    "ix_inbox_reaction_parked": ("inbox_reaction", ["corp_id", "id"], "state = 'parked'"),
    "ix_inbox_event_unknown": ("inbox_event", ["corp_id", "id"], "state = 'unknown'"),
    "ix_outbox_command_stopped": (
        "outbox_command",
        ["corp_id", "id"],
        "state in ('failed', 'unknown')",
    ),
    "ix_inbox_event_sealed": (
        "inbox_event",
        ["corp_id", "created_at"],
        "envelope <> ''::bytea",
    ),
}


def upgrade() -> None:
    for name, (table, columns, rows) in INDEXES.items():
        op.create_index(name, table, columns, postgresql_where=sa.text(rows))


def downgrade() -> None:
    for name, (table, _, _) in reversed(INDEXES.items()):
        op.drop_index(name, table_name=table)
