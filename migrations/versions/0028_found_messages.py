"""Which command WeCom answered with a group message"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outbox_command_msgid",
        "outbox_command",
        [sa.text("(answer ->> 'msgid')")],
        postgresql_where=sa.text("kind = 'AddMsgTemplate' and state = 'done'"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_command_msgid", "outbox_command")
