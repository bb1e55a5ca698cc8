"""The demo's staff do their sidebar tasks some time after they fall due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.clock import now
from app.db import reading, transaction
from app.sop.models import Task

PATIENCE = timedelta(minutes=4)  # after this a simulated member ticks a task off


def next_tick() -> datetime | None:
    """When the next open task will be ticked off."""
    with reading() as session:
        due = session.scalar(select(func.min(Task.due_at)).where(Task.state == "open"))
    return due + PATIENCE if due else None


def tick_off() -> Sequence[int]:
    """Tick off what has been open for long enough; returns the tasks' ids."""
    with transaction() as session:
        tasks = session.scalars(
            select(Task).where(Task.state == "open", Task.due_at <= now() - PATIENCE)
        ).all()
        for task in tasks:
            task.state, task.finished_at = "done", now()
        return [task.id for task in tasks]
