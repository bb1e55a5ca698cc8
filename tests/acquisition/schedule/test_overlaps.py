"""Two rows that both say who receives at one moment are found, and no others."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.acquisition.schedule.overlaps import first_overlap
from app.acquisition.schedule.plan import A_DAY, Plan, Special, Window

FIRST = date(2026, 12, 28)
minutes = st.integers(0, 47).map(lambda half: half * 30)


@st.composite
def specials(draw) -> Special:
    first = FIRST + timedelta(days=draw(st.integers(0, 5)))
    last = first + timedelta(days=draw(st.integers(0, 3)))
    return Special(first, last, Window(draw(minutes), draw(minutes)), ("an",))


def painted(row: Special) -> set[int]:
    """Every half hour that a row speaks of."""
    days = range((row.last - row.first).days + 1)
    begins = [((row.first - FIRST).days + day) * A_DAY + row.window.start for day in days]
    return {minute for start in begins for minute in range(start, start + row.window.lasts, 30)}


@settings(max_examples=300, deadline=None)
@given(specials(), specials())
def test_special_rows_overlap_where_both_paint_a_minute(one: Special, other: Special):
    found = first_overlap(Plan(("an",), specials=(one, other)))
    assert (found is not None) == bool(painted(one) & painted(other))


def test_long_rows_cost_nothing():
    night = Window(22 * 60, 6 * 60)
    ranges = [
        (FIRST + timedelta(days=400 * n), FIRST + timedelta(days=400 * n + 366)) for n in range(60)
    ]
    rows = tuple(Special(first, last, night, ("an",)) for first, last in ranges)
    assert first_overlap(Plan(("an",), specials=rows)) is None
