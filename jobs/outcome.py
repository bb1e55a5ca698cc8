"""How a piece of work ended: done, again or parked; the error says which, by `temporary`."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.errors import ScrmError
from bots.errors import Throttled, WeComError

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12  # of an error that says it is temporary
MOST_SURPRISES = 3  # of an error that nobody expected


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt; `pause` is how long to wait before the next.

    `cost` is what it takes from the patience that we have: waiting for a window takes nothing.
    """

    state: str
    error: str | None = None
    pause: timedelta = timedelta(0)
    cost: int = 1


def attempt(work: Callable[[], object], attempts: int) -> Outcome:
    """Do `work` for the `attempts`-th time. The one place that catches everything."""
    try:
        work()
    except (ScrmError, WeComError) as error:
        return after(error, attempts)
    except Exception as error:
        log.exception("a bug stopped a piece of work")
        trace = "".join(traceback.format_exception(error))[-4000:]
        return _again(trace, attempts, MOST_SURPRISES)
    return Outcome("done")


def after(error: ScrmError | WeComError, attempts: int) -> Outcome:
    """The outcome of an error that we know."""
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, Throttled):
        return Outcome("again", told, timedelta(seconds=error.wait_for), cost=0)
    if error.temporary:
        return _again(told, attempts, MOST_ATTEMPTS)
    return Outcome("parked", told)


def _again(told: str, attempts: int, most: int) -> Outcome:
    if attempts >= most:
        return Outcome("parked", told)
    return Outcome("again", told, timedelta(seconds=min(2**attempts, 300)))
