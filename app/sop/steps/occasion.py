"""A step that has come due for one customer: what every kind of step speaks from."""

from dataclasses import dataclass
from typing import Any

from app.outbox.say import Because
from app.sop.models import Task


@dataclass(frozen=True)
class Occasion:
    """`customer` is a name for people; `agentid` the app through which we speak."""

    task: Task
    position: int
    customer: str
    agentid: int
    attachments: list[dict[str, Any]]
    because: Because

    @property
    def key(self) -> str:
        """The business key: this step is spoken about once for this enrollment."""
        return f"sop:{self.task.enrollment_id}:{self.position}"
