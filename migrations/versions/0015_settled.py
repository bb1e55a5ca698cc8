"""What a person says of an unclear call"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXTS = ("settled_as", "settled_by", "settled_note")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("outbox_command", sa.Column(name, sa.Text(), nullable=True))
    settled_at = sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("outbox_command", settled_at)


def downgrade() -> None:
    for name in ("settled_at", *TEXTS):
        op.drop_column("outbox_command", name)
