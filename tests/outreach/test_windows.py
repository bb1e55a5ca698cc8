"""Windows of the week and of dates: which is open, which two nobody could tell apart."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outreach.windows import Window, clash, is_open, minutes_of, open_at

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WORKDAYS = frozenset({1, 2, 3, 4, 5})
EVENING = Window(18 * 60, 22 * 60, WORKDAYS)
NIGHT = Window(22 * 60, 6 * 60, frozenset({7}))
HOLIDAY = Window(0, 0, first=date(2026, 3, 3), last=date(2026, 3, 4))


def at(days: int, clock: str) -> datetime:
    return MONDAY + timedelta(days=days, minutes=minutes_of(clock))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(0, "17:59"), False),
        (at(0, "18:00"), True),
        (at(0, "21:59"), True),
        (at(0, "22:00"), False),
    ],
)
def test_it_opens_with_its_first_minute_and_is_closed_with_its_end(moment, expected):
    assert is_open(EVENING, moment) is expected


def test_a_night_belongs_to_the_day_on_which_it_begins():
    assert is_open(NIGHT, at(6, "23:00"))  # Sunday
    assert is_open(NIGHT, at(7, "05:59"))  # Monday morning
    assert not is_open(NIGHT, at(7, "06:00"))
    assert not is_open(NIGHT, at(6, "05:00"))  # Saturday's night, not ours


def test_seconds_do_not_matter():
    assert is_open(EVENING, at(0, "21:59") + timedelta(seconds=59))


def test_dates_come_before_weekdays():
    all_day = Window(0, 0, frozenset(range(1, 8)))
    assert open_at([all_day, HOLIDAY], at(1, "12:00")) == 1
    assert open_at([all_day, HOLIDAY], at(3, "12:00")) == 0
    assert open_at([HOLIDAY], at(3, "12:00")) is None


def test_a_day_without_a_last_date_is_one_day():
    one = Window(0, 0, first=date(2026, 3, 3))
    assert is_open(one, at(1, "23:59"))
    assert not is_open(one, at(2, "00:00"))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Window(21 * 60, 23 * 60, WORKDAYS), (0, 1)),
        (Window(22 * 60, 23 * 60, WORKDAYS), None),  # begins where the first ends
        (Window(18 * 60, 22 * 60, frozenset({6, 7})), None),
        (Window(20 * 60, 19 * 60, frozenset({7})), (0, 1)),  # Sunday's night into Monday evening
    ],
)
def test_two_that_are_open_at_once_are_found(other, expected):
    assert clash([EVENING, other]) == expected


def test_dates_clash_with_dates_only():
    assert clash([EVENING, HOLIDAY]) is None
    night_before = Window(23 * 60, 60, first=date(2026, 3, 2))
    assert clash([HOLIDAY, EVENING, night_before]) == (0, 2)


@pytest.mark.parametrize("clock", ["", "24:00", "7:00", "07:60", "07-00", "ab:cd", "07:00:00"])
def test_what_is_no_time_of_day_is_refused(clock):
    with pytest.raises(ValueError, match=r".*"):
        minutes_of(clock)


minutes = st.integers(0, 1439)
dates = st.dates(date(2026, 2, 27), date(2026, 3, 14))
weekly = st.builds(Window, minutes, minutes, st.frozensets(st.integers(1, 7), min_size=1))
special = st.builds(
    lambda one, two, a, b: Window(one, two, first=min(a, b), last=max(a, b)),
    minutes,
    minutes,
    dates,
    dates,
)


@given(st.lists(st.one_of(weekly, special), min_size=2, max_size=4), st.data())
def test_where_nothing_clashes_never_two_of_a_kind_are_open(windows, data):
    if clash(windows) is not None:
        return
    minute = data.draw(st.integers(0, 14 * 1440))
    moment = MONDAY + timedelta(minutes=minute)
    found = [window for window in windows if is_open(window, moment)]
    assert len([window for window in found if window.is_special]) <= 1
    assert len([window for window in found if not window.is_special]) <= 1


@given(st.lists(weekly, min_size=2, max_size=3))
def test_two_weekly_windows_clash_exactly_where_some_minute_opens_both(windows):
    edges = {(w.start + shift) % 1440 for w in windows for shift in (0, w.lasts - 1)}
    moments = [MONDAY + timedelta(days=day, minutes=edge) for day in range(7) for edge in edges]
    both = any(sum(is_open(window, moment) for window in windows) > 1 for moment in moments)
    assert (clash(windows) is not None) is both
