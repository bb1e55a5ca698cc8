"""Plans, zones and counts as hypothesis draws them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.acquisition.schedule.effective_staff import Calendar, Code, Counters
from app.acquisition.schedule.overlaps import first_overlap
from app.acquisition.schedule.plan import Caps, Period, Plan, Special, Window

PEOPLE = ("an", "bo", "cai", "dan", "er")
# A day on which the clocks change, or the year ends, lies within 14 days of each.
STARTS = {
    "Asia/Shanghai": (date(2026, 12, 24), date(2026, 2, 10), date(2026, 9, 25)),
    "America/New_York": (date(2026, 3, 2), date(2026, 10, 25), date(2026, 12, 24)),
    "Asia/Kolkata": (date(2026, 12, 24),),
    "Australia/Lord_Howe": (date(2026, 3, 30), date(2026, 9, 27), date(2026, 12, 24)),
    "America/Havana": (date(2026, 3, 1), date(2026, 10, 26)),
    "Pacific/Apia": (date(2026, 12, 24),),
}
CALENDAR = Calendar(
    frozenset(date(2027, 1, 1) + timedelta(days=day) for day in range(3))
    | {date(2026, 3, 8), date(2026, 10, 1), date(2026, 2, 17)},
    frozenset({date(2026, 12, 27), date(2026, 3, 14), date(2026, 10, 10), date(2026, 2, 14)}),
)
MEMBERS = {2: ("an", "bo"), 3: ("cai", "dan", "er"), 4: ("bo",), 5: ()}  # 4 lies in 2; 5 is empty
departments = st.just(()) | st.lists(st.sampled_from([2, 3, 4, 5]), max_size=2, unique=True).map(
    tuple
)
people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple)
maybe_people = people | st.just(())
minutes = st.integers(0, 95).map(lambda quarter: quarter * 15) | st.integers(0, 1439)
windows = st.builds(Window, minutes, minutes) | st.just(Window(22 * 60, 6 * 60))
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
periods = st.builds(Period, weekdays, windows, people, departments) | st.builds(
    Period, weekdays, windows, st.just(()), st.sampled_from(((2,), (3,), (2, 4)))
)
few = st.none() | st.integers(1, 4)
caps = st.builds(Caps, few, few, few, few) | st.just(Caps())


Who = tuple[tuple[str, ...], tuple[int, ...]]


def specials_from(start: date) -> st.SearchStrategy[Special]:
    def made(first: int, days: int, window: Window, who: Who) -> Special:
        begins = start + timedelta(days=first)
        return Special(begins, begins + timedelta(days=days), window, *who)

    who = st.tuples(people, departments)
    return st.builds(made, st.integers(-1, 13), st.integers(0, 3), windows, who)


def apart(rows: list[Period]) -> tuple[Period, ...]:
    """Without those that overlap an earlier one: such a plan cannot be saved."""
    kept: list[Period] = []
    for row in rows:
        if first_overlap(Plan(("an",), periods=(*kept, row))) is None:
            kept.append(row)
    return tuple(kept)


def specials_apart(rows: list[Special]) -> tuple[Special, ...]:
    kept: list[Special] = []
    for row in rows:
        if first_overlap(Plan(("an",), specials=(*kept, row))) is None:
            kept.append(row)
    return tuple(kept)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Code, datetime, Counters]:
    """A code, the moment from which it is watched, and its counts."""
    name = draw(st.sampled_from(sorted(STARTS)))
    start = draw(st.sampled_from(STARTS[name]))
    zone = ZoneInfo(name)
    minute = draw(st.integers(0, 1439))
    moment = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(minutes=minute)
    away = draw(st.dictionaries(st.sampled_from(PEOPLE), st.integers(-60, 3000), max_size=2))
    plan = Plan(
        default=draw(people),
        periods=apart(draw(st.lists(periods, max_size=4))),
        specials=specials_apart(draw(st.lists(specials_from(start), max_size=2))),
        holiday=draw(maybe_people),
        makeup_as=draw(st.none() | st.integers(0, 4)),
        fallback=draw(maybe_people),
        caps=draw(caps),
        skip_verify=draw(st.booleans()),
        verify_window=draw(st.none() | windows),
        is_paused=draw(st.sampled_from((False, False, False, True))),
        parties=draw(departments),
        holiday_parties=draw(departments),
        fallback_parties=draw(departments),
    )
    code = Code(
        plan,
        zone,
        CALENDAR,
        draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
        {userid: moment + timedelta(minutes=after) for userid, after in away.items()},
        MEMBERS,
    )
    counts = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 5), max_size=4)
    today = draw(counts)
    total = draw(counts)
    both = {userid: total.get(userid, 0) + today.get(userid, 0) for userid in {*today, *total}}
    return code, moment, Counters(moment.astimezone(zone).date(), today, both)
