"""TABLE: a step's kind → the state its task begins in, and how we speak about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.sop.steps import group_message, task
from app.sop.steps.occasion import Occasion


@dataclass(frozen=True)
class StepKind:
    """One kind of step; `speak` returns the id of the command that it said."""

    begins: str
    speak: Callable[[Session, Occasion], int | None]


KINDS: Mapping[str, StepKind] = {
    "task": StepKind("open", task.tell_staff),
    "group_message": StepKind("waiting", group_message.ask_staff),
}
