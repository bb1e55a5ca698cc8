"""Job of the bulk lane: the tasks about lists of phone numbers whose moment has come."""

from app.acquisition.phones import waking


def wake(task_id: int) -> None:
    """Remind the member, or take back what is left."""
    waking.wake(task_id)
