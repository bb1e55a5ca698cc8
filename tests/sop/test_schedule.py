"""When steps fall due: corp days, short hours, changes of clocks, and what is skipped."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.sop.schedule import (
    Timing,
    due_at,
    first_step,
    next_poll,
    next_step,
    plan,
    postponed_until,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
ADDED = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def there(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_a_day_is_the_corps_day_and_not_utcs():
    late_evening_in_utc = datetime(2026, 1, 4, 17, 0, tzinfo=UTC)  # already the 5th in Shanghai
    due = due_at(late_evening_in_utc, Timing(0, day=1, at="09:30"), SHANGHAI)
    assert due == datetime(2026, 1, 6, 1, 30, tzinfo=UTC)


def test_two_hours_later_is_the_same_day():
    assert due_at(ADDED, Timing(0, after_minutes=120), SHANGHAI) == there("2026-03-02 11:00")


def test_minutes_run_across_midnight():
    added = there("2026-03-02 23:30")
    assert due_at(added, Timing(0, after_minutes=60), SHANGHAI) == there("2026-03-03 00:30")


def test_days_run_across_the_years_end():
    added = there("2025-12-31 23:59")
    assert due_at(added, Timing(0, day=1, at="00:00"), SHANGHAI) == there("2026-01-01 00:00")


def test_a_leap_day_counts():
    assert due_at(there("2028-02-28 10:00"), Timing(0, day=1, at="10:00"), SHANGHAI) == there(
        "2028-02-29 10:00"
    )


def test_a_customer_added_just_after_midnight_is_on_day_0_of_the_new_day():
    added = there("2026-03-03 00:00")
    assert due_at(added, Timing(0, day=0, at="09:00"), SHANGHAI) == there("2026-03-03 09:00")


def test_the_wall_clock_holds_across_a_change_of_clocks():
    added = there("2026-03-28 12:00", BERLIN)
    due = due_at(added, Timing(0, day=1, at="09:00"), BERLIN)
    assert due == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)  # 09:00 in summer time


def test_an_hour_that_is_left_out_moves_on():
    due = due_at(there("2026-03-28 12:00", BERLIN), Timing(0, day=1, at="02:30"), BERLIN)
    assert due.astimezone(BERLIN).strftime("%H:%M") == "03:30"


def test_an_hour_that_comes_twice_means_the_first():
    due = due_at(there("2026-10-24 12:00", BERLIN), Timing(0, day=1, at="02:30"), BERLIN)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_minutes_are_real_minutes_across_a_change_of_clocks():
    added = there("2026-03-29 01:30", BERLIN)
    assert due_at(added, Timing(0, after_minutes=60), BERLIN) - added == timedelta(minutes=60)


def test_a_step_without_a_time_is_refused():
    with pytest.raises(ValueError, match="time of day"):
        due_at(ADDED, Timing(0, day=1), SHANGHAI)


def test_a_time_gone_when_the_customer_came_is_skipped_with_a_reason():
    planned = plan(
        there("2026-03-02 20:00"), [Timing(0, at="09:30"), Timing(1, 1, "09:30")], SHANGHAI
    )
    assert str(planned[0].skipped_because) == "添加客户时已过当天 09:30，此步骤跳过"
    first = first_step(planned)
    assert first is not None
    assert first.position == 1


def test_a_step_at_the_very_moment_of_adding_is_taken():
    assert plan(ADDED, [Timing(0, at="09:00")], SHANGHAI)[0].skipped_because is None


def test_a_plan_of_gone_times_has_no_first_step():
    assert first_step(plan(there("2026-03-02 23:00"), [Timing(0, at="09:30")], SHANGHAI)) is None


@pytest.mark.parametrize(
    ("added", "order"), [("2026-03-02 10:00", [1, 0]), ("2026-03-02 17:00", [0, 1])]
)
def test_the_order_is_the_customers_own(added: str, order: list[int]):
    steps = [Timing(0, at="18:00"), Timing(1, after_minutes=120)]
    assert [one.position for one in plan(there(added), steps, SHANGHAI)] == order


def test_steps_of_one_moment_keep_the_order_of_the_form():
    steps = [Timing(0, 1, "09:00"), Timing(1, 1, "09:00"), Timing(2, 1, "09:00")]
    assert [one.position for one in plan(ADDED, steps, SHANGHAI)] == [0, 1, 2]


def test_walking_the_plan_meets_every_step_that_is_not_skipped_once():
    steps = [
        Timing(0, 3, "09:00"),
        Timing(1, 0, "08:00"),
        Timing(2, after_minutes=5),
        Timing(3, 1, "00:10"),
    ]
    planned = plan(ADDED, steps, SHANGHAI)
    walked, at = [], first_step(planned)
    while at is not None:
        walked.append(at.position)
        at = next_step(planned, at.position)
    assert walked == [2, 3, 0]


def test_pauses_between_polls_grow_to_six_hours_and_end_after_a_week():
    asked, moment, pauses = ADDED, ADDED, []
    while (then := next_poll(asked, moment)) is not None:
        pauses.append(then - moment)
        moment = then
    assert pauses[:4] == [timedelta(minutes=m) for m in (10, 10, 20, 40)]
    assert pauses == sorted(pauses)
    assert max(pauses) == timedelta(hours=6)
    assert timedelta(days=7) <= moment - asked < timedelta(days=7, hours=6)


def test_postponing_is_until_tomorrow_at_the_same_time_and_twice_is_once():
    due, now = there("2026-03-02 23:30"), there("2026-03-03 00:10")
    once = postponed_until(due, now, SHANGHAI)
    assert once == there("2026-03-04 23:30")
    assert postponed_until(once, now, SHANGHAI) == once
