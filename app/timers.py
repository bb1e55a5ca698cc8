"""When the next run of each line of the timetable is due: times are rows."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row

TICKER_LOCK = 6012  # the advisory lock that makes a ticker the ticker


class Timer(Row):
    """The next due moment of one line of jobs/schedule.py for one corp; runs under a lease."""

    __tablename__ = "timer"
    __table_args__ = (UniqueConstraint("corp_id", "name"),)

    name: Mapped[str]
    lane: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None]
    error: Mapped[str | None]  # of the last run
