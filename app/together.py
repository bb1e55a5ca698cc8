"""Work on many events at once: what an event meets stands beside it and holds up no other.

The form for a single event is the batch of one, so that the two can never differ.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.errors import ScrmError
from app.events.base import Event
from bots.errors import WeComError

E = TypeVar("E", bound=Event)
Trouble = ScrmError | WeComError
Troubles = dict[int, Trouble]  # event_id → why nothing was done about it (yet)

Many = Callable[[Sequence[Any]], Troubles]  # takes events of one corp, no two of one customer


def alone(many: Callable[[Sequence[E]], Troubles], event: E) -> None:
    """The batch of one: what the event meets is raised."""
    for trouble in many([event]).values():
        raise trouble
