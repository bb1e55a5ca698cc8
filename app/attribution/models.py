"""Each time that a customer added a member, kept for good: a follow forgets its beginnings."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class Arrival(Row):
    """A tie of one customer and one member, from its beginning to its end (到来).

    It is folded from the inbox alone (app/attribution/fold.py) and can be folded again. `state`
    is that of its own beginning. Days are the corp's. `is_first`: the customer's first in this
    corp, which carries the lead. `ended_by` is staff, customer, or unheard: WeCom never said.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("corp_id", "external_userid", "userid", "added_at"),
        Index("ix_arrival_added_on", "corp_id", "added_on", "state"),
        Index(
            "ix_arrival_ended_on",
            "corp_id",
            "ended_on",
            postgresql_where=text("ended_on is not null"),
        ),
        Index("ix_arrival_state", "corp_id", "state", "added_on"),
    )

    userid: Mapped[str]
    external_userid: Mapped[str]
    state: Mapped[str] = mapped_column(default="")
    event_id: Mapped[int] = mapped_column(BigInteger)  # in the inbox: what it began with
    half_event_id: Mapped[int | None] = mapped_column(BigInteger)  # the half of it before that
    added_at: Mapped[datetime]
    added_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]
    replied_at: Mapped[datetime | None]  # the customer's first message to this member in it
    is_first: Mapped[bool] = mapped_column(default=False)
