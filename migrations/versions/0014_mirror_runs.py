"""Reconciling in slices that are rows, and follows that WeCom does not list"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def whole(name: str, **more: object) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, **more)  # type: ignore[arg-type]


def moment(name: str, *, nullable: bool = True, default: object = None) -> sa.Column[object]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=nullable,
        server_default=default,  # type: ignore[arg-type]
    )


def upgrade() -> None:
    op.create_table(
        "mirror_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        whole("staff"),
        whole("tags"),
        sa.Column("missing", sa.Integer(), nullable=True),
        whole("ended"),
        whole("attempts"),
        sa.Column("error", sa.Text(), nullable=True),
        moment("due_at", nullable=False),
        moment("lease_until"),
        moment("rung_at", default=sa.text("clock_timestamp()")),
        moment("finished_at"),
        moment("created_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirror_run")),
    )
    op.create_index(op.f("ix_mirror_run_corp_id"), "mirror_run", ["corp_id"])
    op.create_index(
        "uq_mirror_run_unfinished",
        "mirror_run",
        ["corp_id"],
        unique=True,
        postgresql_where=sa.text("state in ('pending', 'running', 'again')"),
    )
    op.create_table(
        "mirror_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("corp_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("userid", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        whole("seen"),
        whole("changed"),
        sa.Column("error", sa.Text(), nullable=True),
        moment("created_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["mirror_run.id"],
            name=op.f("fk_mirror_member_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirror_member")),
        sa.UniqueConstraint("run_id", "userid", name=op.f("uq_mirror_member_run_id_userid")),
    )
    op.create_index(op.f("ix_mirror_member_corp_id"), "mirror_member", ["corp_id"])
    op.add_column("follow", whole("absences", server_default=sa.text("0")))
    op.add_column("follow", moment("absent_at"))
    op.add_column("follow", sa.Column("absent_in", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_follow_absent",
        "follow",
        ["corp_id", "userid"],
        postgresql_where=sa.text("absent_at is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_follow_absent", table_name="follow")
    op.drop_column("follow", "absent_in")
    op.drop_column("follow", "absent_at")
    op.drop_column("follow", "absences")
    op.drop_table("mirror_member")
    op.drop_table("mirror_run")
