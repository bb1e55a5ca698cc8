"""What must be said within 20 seconds is tried again soon; what may wait is not."""

from datetime import timedelta

import pytest

from app.clock import held_at
from app.outbox.models import OutboxCommand
from bots.commands import MarkTag, SendWelcome
from bots.errors import Throttled, Unavailable, WeComError
from bots.speech import Command
from jobs.speaking import failed
from tests.conftest import MOMENT

WELCOME = SendWelcome("code", text={"content": "您好"})
TAG = MarkTag("lina", "wmA", add_tag=["et1"])
CUT = Unavailable(errmsg="no answer: ProtocolError")
BUSY = Unavailable(-1, "system busy", told=True)


def waits(
    command: Command, attempts: int, error: WeComError, busy_answers: int = 0
) -> tuple[str, float]:
    """What becomes of the row, and how many seconds later it is tried again."""
    deadline = MOMENT + timedelta(seconds=20) if command is WELCOME else None
    row = OutboxCommand(attempts=attempts, busy_answers=busy_answers, deadline_at=deadline)
    with held_at(MOMENT):
        told = failed(row, command, error)
    return told["state"], (told.get("due_at", MOMENT) - MOMENT).total_seconds()


@pytest.mark.parametrize("error", [CUT, BUSY])
def test_a_welcome_is_tried_four_times_within_five_seconds(error: WeComError):
    pauses = [waits(WELCOME, tries + 1, error, busy_answers=tries) for tries in (0, 1, 2)]
    assert pauses == [("again", 0.3), ("again", 1), ("again", 3)]
    assert sum(pause for _, pause in pauses) < 5


def test_wecoms_busy_is_heard_four_times_and_no_more():
    assert waits(WELCOME, 4, BUSY, busy_answers=3) == ("failed", 0)
    assert waits(WELCOME, 4, CUT, busy_answers=3) == ("again", 6)


@pytest.mark.parametrize("command", [WELCOME, TAG])
def test_calls_that_were_cut_off_are_not_counted_as_wecoms_busy(command: Command):
    assert waits(command, 5, BUSY, busy_answers=0)[0] == "again"


def test_what_may_wait_waits_longer():
    pauses = [waits(TAG, answers + 1, BUSY, busy_answers=answers)[1] for answers in (0, 1, 2)]
    assert pauses == [2, 6, 300]


def test_a_window_is_waited_for_all_the_same():
    state, pause = waits(WELCOME, 1, Throttled(45009, "api freq out of limit"))
    assert (state, pause) == ("again", Throttled(45009).wait_for)
