"""A fortnight in short: `make schedules` lives all of it, in every scene."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.acquisition.schedule.effective_staff import Calendar
from tests.acquisition.fortnight.idle import idle
from tests.acquisition.fortnight.living import fortnight
from tests.acquisition.fortnight.scenes import SCENES

DAYS = 2
# From half an hour before the clocks leap, and a holiday begins, until half an hour into the year.
TURN = replace(SCENES[1], start=datetime(2007, 12, 30, 2, 30, tzinfo=UTC))


def test_wecom_has_whom_the_oracle_says_at_every_minute_over_a_leap_and_a_year_s_end(services):
    assert TURN.leaps(DAYS)
    tally = fortnight(TURN, seed=1, days=DAYS)
    assert tally.wrong == []
    assert tally.minutes == DAYS * 1440
    assert tally.calls == tally.changes > 30, "one call for each change, and no other"
    assert tally.adds > 10
    assert tally.latest <= timedelta(seconds=5)


def test_a_house_that_knows_no_holidays_is_found_out(services, monkeypatch):
    monkeypatch.setattr("app.acquisition.schedule.facts._calendar_for", lambda *_: Calendar())
    assert fortnight(TURN, seed=1, days=1).wrong


def test_idle_codes_cause_no_call_in_a_day(services, capsys):
    seen = idle(60, every=timedelta(hours=2))
    with capsys.disabled():
        print(f"\n{seen}")
    assert (seen.published, seen.telling, seen.for_codes) == (60, 0, 0)
    assert seen.by_the_timetable > 0, "the timetable was kept"
