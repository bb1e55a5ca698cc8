"""How customers are scored, their scores with reasons, and the CRM's leads and follow-ups."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now
from app.db import Row


class Qualification(Row):
    """The rules by which a customer becomes a lead; the highest `version` is in force.

    rules: [{"kind": "keyword"|"replied"|"channel"|"tag"|…, "label", "points", …its condition}].
    """

    __tablename__ = "qualification"
    __table_args__ = (UniqueConstraint("corp_id", "version"),)

    version: Mapped[int]
    threshold: Mapped[int]
    rules: Mapped[list[dict[str, Any]]]


class Score(Row):
    """What a customer scores now; `contributions` sum to `total`, whether it qualifies or not.

    contributions: [{"label", "points", "reason", "at", "event_id"?}].
    `mirrored_version` follows `version` when the CRM tables have it. What cannot be written there
    is tried again at `sync_due_at`, and after some attempts parked until a person says so.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("corp_id", "external_userid"),
        Index(
            "ix_score_parked",
            "corp_id",
            "parked_at",
            postgresql_where=text("parked_at is not null"),
        ),
    )

    external_userid: Mapped[str]
    userid: Mapped[str]  # who looks after the customer
    state: Mapped[str] = mapped_column(default="")  # first touch: never changed afterwards
    total: Mapped[int]
    threshold: Mapped[int]
    contributions: Mapped[list[dict[str, Any]]]
    qualified_at: Mapped[datetime | None]  # the first time; a lead once is a lead for good
    follow_ended_at: Mapped[datetime | None]  # when the last tie to the customer ended
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    mirrored_version: Mapped[int] = mapped_column(BigInteger, default=0)
    rung_at: Mapped[datetime | None]
    sync_attempts: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # that failed, running
    sync_due_at: Mapped[datetime] = mapped_column(default=now, server_default="2000-01-01Z")
    sync_error: Mapped[str | None]
    parked_at: Mapped[datetime | None]


class Lead(Row):
    """A qualified lead (商机) in the CRM.

    stage: new → contacted → negotiating → won | lost. `source_state` and `source` are locked at
    first touch. `changed` counts real changes: syncing the same facts again leaves it alone.
    """

    __tablename__ = "lead"
    __table_args__ = (UniqueConstraint("corp_id", "external_userid"),)

    external_userid: Mapped[str]
    owner: Mapped[str]  # a userid
    is_owner_chosen: Mapped[bool] = mapped_column(default=False)  # by a person: kept by the sync
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    source_state: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="new")
    score: Mapped[int]
    contributions: Mapped[list[dict[str, Any]]]
    qualified_at: Mapped[datetime]
    follow_ended_at: Mapped[datetime | None]  # tombstone: the relation behind it is gone
    changed: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    follow_ups: Mapped[list["FollowUp"]] = relationship(
        back_populates="lead", order_by="FollowUp.at.desc()"
    )


class FollowUp(Row):
    """A note of what was done about a lead (跟进记录)."""

    __tablename__ = "follow_up"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    userid: Mapped[str]
    kind: Mapped[str]  # note | call | visit | stage | owner
    text: Mapped[str]  # of a stage or an owner: "before>after"
    at: Mapped[datetime]

    lead: Mapped[Lead] = relationship(back_populates="follow_ups")
