"""Jobs of the bulk lane: SOP steps that came due, and messages that wait for a member's tap."""

from app.sop import advance as stepping
from app.sop import answers


def advance(enrollment_id: int) -> None:
    """Take the step that is due."""
    stepping.advance(enrollment_id)


def poll_task(task_id: int) -> None:
    """Ask WeCom what became of a group message."""
    answers.poll_task(task_id)
