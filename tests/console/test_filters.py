"""Moments are told as people tell them, in the corp's zone."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app import clock
from app.console.filters import ago, localtime

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def told(app: Flask, moment: datetime | None) -> str:
    with clock.held_at(NOON), app.test_request_context():
        return str(ago(moment))


def test_a_moment_is_shown_in_the_corps_zone():
    late_in_utc = datetime(2026, 11, 21, 17, 5, 9, tzinfo=UTC)  # the next day in Shanghai
    shown = localtime(late_in_utc)
    assert ">2026-11-22 01:05<" in shown
    assert 'title="2026-11-22 01:05:09 +0800"' in shown


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=4), "刚刚"),
        (timedelta(minutes=3), "3分钟前"),
        (timedelta(hours=2), "今天 10:00"),
        (timedelta(hours=13), "昨天 23:00"),
        (timedelta(hours=-2), "今天 14:00"),
        (timedelta(minutes=-20), "20分钟后"),
        (timedelta(hours=-20), "明天 08:00"),
        (timedelta(days=3), "2026-11-18 12:00"),
    ],
)
def test_nearness_has_words(app: Flask, before: timedelta, words: str):
    assert f">{words}<" in told(app, NOON - before)


def test_no_moment_is_a_dash(app: Flask):
    assert told(app, None) == "—"
    assert localtime(None) == "—"
