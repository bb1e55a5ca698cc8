"""The feed's tables agree with each other."""

from app.demo.feed import EVENTS, TASK_STATES
from app.demo.happenings import SHOWN
from app.events.table import EVENTS as ALL_EVENTS


def test_every_event_that_is_read_has_words():
    assert set(SHOWN) == set(EVENTS) <= set(ALL_EVENTS)


def test_every_state_of_a_task_has_words():
    told = ("open", "waiting", "done", "postponed", "rejected", "failed", "cancelled")
    assert set(TASK_STATES) == set(told)
