"""Members hear of their numbers by day, once in a slot."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.phones.slots import SLOT, awake, is_night, next_reminder, next_slot, slot_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(f"2026-03-{text}+08:00")


@pytest.mark.parametrize(
    ("given_at", "told_at"),
    [
        ("02T09:31:00", "02T09:40:00"),
        ("02T09:40:00", "02T09:40:00"),
        ("02T21:49:00", "02T21:50:00"),
        ("02T21:55:00", "03T08:00:00"),
        ("02T22:00:00", "03T08:00:00"),
        ("03T03:00:00", "03T08:00:00"),
        ("03T07:59:59", "03T08:00:00"),
    ],
)
def test_the_next_slot_is_never_at_night(given_at, told_at):
    assert next_slot(at(given_at), SHANGHAI) == at(told_at)


def test_reminders_come_in_the_morning_of_the_corps_day():
    assert next_reminder(at("02T23:30:00"), SHANGHAI) == at("03T10:00:00")
    assert next_reminder(at("03T00:30:00"), SHANGHAI) == at("04T10:00:00")


MOMENTS = st.integers(1_767_225_600, 1_798_761_600)  # all of 2026
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")


@given(MOMENTS, st.sampled_from(ZONES))
def test_any_moment_in_any_zone(seconds, zone_name):
    moment, zone = datetime.fromtimestamp(seconds, UTC), ZoneInfo(zone_name)
    told = next_slot(moment, zone)
    assert told >= moment
    assert not is_night(told, zone)
    assert awake(told, zone) == told
    assert is_night(moment, zone) or told - moment < SLOT or is_night(moment + SLOT, zone)
    assert slot_of(moment) <= moment < slot_of(moment) + SLOT
