"""Each lane finds its own waiting commands, however many wait in the others"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITS = "state in ('pending', 'sending', 'again')"


def upgrade() -> None:
    op.create_index(
        "ix_outbox_command_lane",
        "outbox_command",
        ["lane", "due_at", "id"],
        postgresql_where=sa.text(WAITS),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_command_lane", table_name="outbox_command")
