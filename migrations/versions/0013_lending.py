"""A file is lent to WeCom by one process at a time"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("material", sa.Column("lending_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("material", "lending_until")
