"""What a person says of an unclear call"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = {
    "settled_as": sa.Text(),
    "settled_by": sa.Text(),
    "settled_at": sa.DateTime(timezone=True),
    "settled_note": sa.Text(),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("outbox_command", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("outbox_command", name)
