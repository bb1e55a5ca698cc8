"""What the page of a code shows of its schedule: who receives now, until when, and the counts."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import ContactWay
from app.acquisition.schedule.effective_staff import Code, Counters, counted, effective_staff
from app.acquisition.schedule.facts import counters_of, facts_of
from app.acquisition.schedule.forecast import runs_out_at
from app.acquisition.schedule.models import CodeSchedule, CountedAdd
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.console.filters import in_corp_zone


@dataclass(frozen=True)
class Tally:
    """One member's adds; `over` are those beyond the day's cap, in flight when it was reached."""

    userid: str
    today: int
    total: int
    over: int
    is_spare: bool


@dataclass(frozen=True)
class Reception:
    """The schedule of a code as it stands."""

    row: CodeSchedule
    plan: Plan
    tallies: list[Tally]
    runs_out_at: datetime | None
    is_without_spares: bool

    @property
    def runs_out(self) -> str:
        """The time of day at which it runs out, on the corp's clock."""
        return f"{in_corp_zone(self.runs_out_at):%H:%M}" if self.runs_out_at else ""

    @property
    def today(self) -> int:
        """Adds of today that count against the code's cap."""
        return sum(tally.today for tally in self.tallies if not tally.is_spare)

    @property
    def over(self) -> int:
        """How many adds of today went beyond the day's caps."""
        most = self.plan.caps.code_day
        own = max(0, self.today - most) if most is not None else 0
        return max(own, sum(tally.over for tally in self.tallies))


def reception_of(session: Session, way: ContactWay, row: CodeSchedule) -> Reception:
    """What the page shows of a code that somebody has arranged."""
    moment = now()
    code, _capped = facts_of(session, [row], moment)[way.id]
    counters = all_counters(session, way, code, moment)
    plan = code.plan
    return Reception(
        row=row,
        plan=plan,
        tallies=[_tally(code, userid, counters) for userid in sorted(counters.total)],
        runs_out_at=forecast(session, way, code, counters, moment),
        is_without_spares=not plan.spares and (plan.is_paused or plan.caps.is_any()),
    )


def all_counters(session: Session, way: ContactWay, code: Code, moment: datetime) -> Counters:
    """The counts of a code, be it capped or not."""
    today = moment.astimezone(code.zone).date()
    return counters_of(session, way.corp_id, [way.id], today).get(way.id, Counters(today))


def _tally(code: Code, userid: str, counters: Counters) -> Tally:
    today, is_spare = counters.today.get(userid, 0), userid in code.people(code.plan.spares)
    most = code.plan.caps.staff_day
    over = 0 if most is None or is_spare else max(0, today - most)
    return Tally(userid, today, counters.total[userid], over, is_spare)


def forecast(
    session: Session, way: ContactWay, code: Code, counters: Counters, moment: datetime
) -> datetime | None:
    """When the day's free places run out at the day's pace; None where there is no end to see."""
    room = room_today(code, counters, moment)
    if room is None:
        return None
    day = moment.astimezone(code.zone).date()
    midnight = datetime.combine(day, time(), code.zone)
    added = session.scalars(
        select(CountedAdd.added_at).where(
            CountedAdd.way_id == way.id, CountedAdd.added_at >= midnight
        )
    ).all()
    until = datetime.combine(day + timedelta(days=1), time(), code.zone)
    return runs_out_at(room, added, min(added, default=moment), moment, until)


def room_today(code: Code, counters: Counters, moment: datetime) -> int | None:
    """How many more adds the day's caps take, with those who receive now; None: no cap."""
    caps, own = code.plan.caps, effective_staff(code, moment, counters)
    if own.source in ("fallback", "last_resort"):
        return None
    rooms = []
    if caps.code_day is not None:
        rooms.append(caps.code_day - counted(code, counters.today))
    if caps.staff_day is not None:
        rooms.append(
            sum(
                max(0, caps.staff_day - counters.today.get(one, 0))
                for one in code.people(own.receivers)
            )
        )
    return min(rooms, default=None)
