"""Unfinished calls are found by the pair that they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outbox_command_turn",
        "outbox_command",
        ["external_userid", "userid", "kind", "corp_id", "id"],
        postgresql_where=sa.text("state in ('pending', 'sending', 'again')"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_command_turn", "outbox_command")
