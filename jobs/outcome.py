"""How a piece of work ended: done, again or parked; the error says which, by `temporary`.

The one place that catches everything.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

from app.errors import ScrmError
from app.outbox.breakers import PROBE_EVERY
from bots.errors import Forbidden, Throttled, Unavailable, WeComError

log = logging.getLogger(__name__)
Result = TypeVar("Result")

MOST_ATTEMPTS = 12  # of an error that says it is temporary
MOST_SURPRISES = 3  # of an error that nobody expected
# WeCom allows few retries of its own -1: two that a welcome can still wait for, one much later.
BROKEN_PAUSES = (2, 6, 300)
HURRIED_PAUSES = (0.3, 1, 3, 6)  # of what must be said within 20 seconds


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt; `pause` is how long to wait before the next.

    `cost` is what it takes from the patience that we have: waiting for a window takes nothing.
    """

    state: str
    error: str | None = None
    pause: timedelta = timedelta(0)
    cost: int = 1
    cause: ScrmError | WeComError | None = None  # an error that we know


DONE = Outcome("done")


def whole(work: Callable[[], Result]) -> Result | None:
    """What `work` on a whole batch gives; None when it failed, so that its parts are to be tried
    one by one and each fails for itself."""
    try:
        return work()
    except Exception:
        log.warning("a batch is taken one by one", exc_info=True)
        return None


def attempt(work: Callable[[], object], attempts: int, surprises: int = MOST_SURPRISES) -> Outcome:
    """Do `work` for the `attempts`-th time; whatever it raises is an outcome."""
    try:
        work()
    except (ScrmError, WeComError) as error:
        return after(error, attempts)
    except (OperationalError, InterfaceError) as error:  # the database is away, or too busy
        log.warning("the database stopped a piece of work", exc_info=True)
        return _again(f"{type(error).__name__}: {error.orig}", attempts, MOST_ATTEMPTS)
    except Exception as error:
        log.exception("a bug stopped a piece of work")
        trace = "".join(traceback.format_exception(error))[-4000:]
        return _again(trace, attempts, surprises)
    return DONE


def after(error: ScrmError | WeComError, attempts: int, busy_answers: int | None = None) -> Outcome:
    """The outcome of an error that we know.

    `busy_answers` is how many of the attempts WeCom has answered -1; None where nobody counts
    them apart, and each attempt is taken for one.
    """
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, Throttled):
        return Outcome("again", told, timedelta(seconds=error.wait_for), cost=0)
    if is_refused(error):
        return Outcome("again", told, PROBE_EVERY, cost=0, cause=error)
    if isinstance(error, Unavailable) and error.tries is not None:
        return _few_times(told, attempts if busy_answers is None else busy_answers, error.tries)
    if error.temporary:
        return replace(_again(told, attempts, MOST_ATTEMPTS), cause=error)
    return Outcome("parked", told)


def in_a_hurry(ending: Outcome, attempts: int) -> Outcome:
    """The same, for what cannot wait long; a window that must be waited for is waited for."""
    quick = timedelta(seconds=HURRIED_PAUSES[min(attempts, len(HURRIED_PAUSES)) - 1])
    return replace(ending, pause=min(ending.pause, quick)) if ending.cost else ending


def is_refused(error: ScrmError | WeComError) -> bool:
    """Whether WeCom will not have this app or this API until somebody acts."""
    return isinstance(error, Forbidden) and error.stops != "one"


def is_busy(error: ScrmError | WeComError) -> bool:
    """Whether WeCom itself has answered its -1, of which it allows a few retries only."""
    return isinstance(error, Unavailable) and error.tries is not None


def _few_times(told: str, answers: int, most: int) -> Outcome:
    if answers >= most:
        return Outcome("parked", told)
    pause = BROKEN_PAUSES[min(answers, len(BROKEN_PAUSES)) - 1]
    return Outcome("again", told, timedelta(seconds=pause))


def _again(told: str, attempts: int, most: int) -> Outcome:
    if attempts >= most:
        return Outcome("parked", told)
    return Outcome("again", told, timedelta(seconds=min(2**attempts, 300)))
