"""The nights on which the clocks are put forward or back: windows that an hour leaps or repeats."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.acquisition.schedule.effective_staff import Code, Counters, effective_staff
from app.acquisition.schedule.next_change import HORIZON, next_change
from app.acquisition.schedule.plan import Period, Plan, Window
from tests.acquisition.schedule.oracle import receives

NIGHTS = [
    ("America/New_York", datetime(2026, 3, 7, 20, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 10, 31, 20, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 6, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 3, 7, 20, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 10, 31, 20, tzinfo=UTC)),
]
WINDOWS = [(75, 105), (30, 105), (105, 135), (130, 150), (100, 160), (1380, 90), (0, 30), (110, 20)]


@pytest.mark.parametrize(("zone", "start"), NIGHTS)
@pytest.mark.parametrize("window", WINDOWS)
def test_a_change_in_a_strange_hour_is_told_at_its_minute(zone, start, window):
    plan = Plan(("an",), (Period(tuple(range(7)), Window(*window), ("bo",)),))
    code = Code(plan, ZoneInfo(zone))
    look_at, told = start, set()
    for passed in range(36 * 60):
        moment = start + timedelta(minutes=passed)
        if moment >= look_at:
            told = set(effective_staff(code, moment, Counters()).userids)
            look_at = next_change(code, moment, Counters()) or moment + HORIZON
        assert receives(code, moment, Counters())[0] == told, moment
