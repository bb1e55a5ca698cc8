"""The timetable: every line has its next moment, missed turns count as one."""

from datetime import UTC, datetime, time, timedelta
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app import clock
from app.config import settings
from app.db import reading
from app.timers import Timer
from jobs import schedule, timetable
from jobs.schedule import Line, next_due
from tests.conftest import MOMENT

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAILY = Line("x", print, "sync", at=time(3, 30))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-01T19:29:00Z", "2026-03-01T19:30:00Z"),  # 03:29 in Shanghai
        ("2026-03-01T19:30:00Z", "2026-03-02T19:30:00Z"),
        ("2026-12-31T20:00:00Z", "2027-01-01T19:30:00Z"),
    ],
)
def test_a_daily_line_keeps_the_corps_time(now: str, due: str):
    found = next_due(DAILY, datetime.fromisoformat(now), SHANGHAI)
    assert found.astimezone(UTC) == datetime.fromisoformat(due)


def test_a_daily_line_runs_once_on_the_day_that_has_the_hour_twice():
    berlin = ZoneInfo("Europe/Berlin")
    line = Line("x", print, "sync", at=time(2, 30))
    first = next_due(line, datetime(2026, 10, 24, 12, tzinfo=UTC), berlin)
    assert next_due(line, first, berlin) - first >= timedelta(hours=24)


def test_missed_turns_count_as_one(house: None, monkeypatch: pytest.MonkeyPatch):
    ran: list[int] = []
    line = Line("often", ran.append, "sync", every=timedelta(minutes=1))
    monkeypatch.setattr(timetable, "SCHEDULE", (line,))
    timetable.draw_up()
    timetable.draw_up()
    with reading() as session:
        timer = session.scalars(select(Timer)).one()
    timetable.keep(timer.id)
    assert ran == [], "not before it is due"
    with clock.held_at(MOMENT + timedelta(hours=5)):
        timetable.keep(timer.id)
        timetable.keep(timer.id)
        assert len(ran) == 1
        with reading() as session:
            assert session.scalars(select(Timer.due_at)).one() > clock.now()


def test_a_line_that_works_for_long_stays_with_its_worker(house: None, monkeypatch):
    leases: list[bool] = []

    def works_on(_corp_row_id: int) -> None:
        for _ in range(2):
            sleep(0.4)  # longer than a lease that nobody renews
            with reading() as session:
                ends = select(Timer.lease_until > func.clock_timestamp())
                leases.append(bool(session.scalars(ends).one()))

    monkeypatch.setenv("LEASE_FOR", "0.3")
    settings.cache_clear()
    monkeypatch.setattr(
        timetable, "SCHEDULE", (Line("long", works_on, "sync", every=timedelta(minutes=1)),)
    )
    timetable.draw_up()
    with clock.held_at(MOMENT + timedelta(minutes=1)):
        with reading() as session:
            timer_id = session.scalars(select(Timer.id)).one()
        timetable.keep(timer_id)
    settings.cache_clear()
    assert leases == [True, True]


def test_a_line_that_fails_keeps_its_rhythm_and_shows_its_error(house: None, monkeypatch):
    def fails(_corp_row_id: int) -> None:
        raise ValueError("no")

    line = Line("bad", fails, "sync", every=timedelta(minutes=1))
    monkeypatch.setattr(timetable, "SCHEDULE", (line,))
    timetable.draw_up()
    with clock.held_at(MOMENT + timedelta(minutes=1)):
        with reading() as session:
            timer_id = session.scalars(select(Timer.id)).one()
        timetable.keep(timer_id)
        with reading() as session:
            timer = session.get_one(Timer, timer_id)
        assert "ValueError" in (timer.error or "")
        assert timer.due_at > clock.now()


def test_the_real_timetable_names_each_line_once():
    names = [line.name for line in schedule.SCHEDULE]
    assert len(names) == len(set(names))
