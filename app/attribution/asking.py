"""What an address of the statistics asks for, and the addresses that ask for a little else."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attribution.metrics import SHOWN
from app.attribution.periods import Period, period
from app.attribution.statistics import NO_STATE, Asked
from app.clock import now
from app.config import settings
from app.console.person import current_corp_id
from app.corps.models import Corp

NAMES = tuple(metric.name for metric in SHOWN)
SORTS = ("net", *NAMES)


@dataclass(frozen=True)
class View:
    """The whole question of a page; all of it stands in the address."""

    asked: Asked
    words: str = ""
    sort: str = "adds"
    is_compared: bool = False

    @property
    def period(self) -> Period:
        """The days meant."""
        return self.asked.period

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out that is not a day."""
        return bool(self.words or self.asked.userid)

    def address(self, **changed: Any) -> dict[str, Any]:
        """The question as the values of an address, a few of them changed; None drops one."""
        asked = {
            "range": self.period.name,
            "from": self.period.begins.isoformat() if self.period.name == "custom" else None,
            "to": self.period.ends.isoformat() if self.period.name == "custom" else None,
            "q": self.words or None,
            "userid": self.asked.userid or None,
            "sort": self.sort if self.sort != "adds" else None,
            "compare": "1" if self.is_compared else None,
            **changed,
        }
        return {name: value for name, value in asked.items() if value not in (None, "")}

    def rows_of(self, metric: str, state: str | None = None, userid: str = "") -> str:
        """Where the rows behind a number are listed."""
        state = self.asked.state if state is None else state
        shown = None if state is None else state or NO_STATE
        kept = self.address(q=None, sort=None, compare=None, userid=userid or self.asked.userid)
        return url_for("attribution.rows", **kept, metric=metric, state=shown)

    def of_day(self, told: str) -> "View":
        """The same question about one day, 2026-03-02."""
        day = date.fromisoformat(told)
        one_day = Period("custom", day, day)
        return replace(self, asked=replace(self.asked, period=one_day))


def view(session: Session, state: str | None = None) -> View:
    """What this request asks; `state` when its path names a code."""
    corp_id = current_corp_id()
    zone = session.scalar(select(Corp.zone).where(Corp.corp_id == corp_id))
    today = now().astimezone(ZoneInfo(zone or settings().corp_zone)).date()
    told = request.args
    sort = told.get("sort", "")
    return View(
        asked=Asked(
            corp_id=corp_id,
            period=period(told, today),
            today=today,
            state=state_of(state if state is not None else told.get("state")),
            userid=told.get("userid", "").strip(),
        ),
        words=told.get("q", "").strip(),
        sort=sort if sort in SORTS else "adds",
        is_compared=told.get("compare") == "1",
    )


def state_of(shown: str | None) -> str | None:
    """A state as an address spells it; None asks for all."""
    if not shown:
        return None
    return "" if shown == NO_STATE else shown


def metric_asked() -> str:
    """The number whose rows are asked for."""
    name = request.args.get("metric", "adds")
    return name if name in NAMES else "adds"
