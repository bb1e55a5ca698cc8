"""What a member does with a task: done, not today, or no."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.errors import Unprocessable
from app.sop.enrolling import zone_of
from app.sop.models import Task
from app.sop.schedule import postponed_until


def act(session: Session, corp_id: str, task_id: int, deed: str) -> Task:
    """Do `deed` (done, postpone, reject) to an open task; a second tap changes nothing."""
    found = select(Task).where(Task.id == task_id, Task.corp_id == corp_id, Task.kind == "task")
    task = session.scalars(found.with_for_update()).one_or_none()
    if task is None or deed not in DEEDS:
        raise Unprocessable(_("没有这项任务，请返回列表刷新后再试。"))
    if task.state in ("open", "postponed"):
        DEEDS[deed](task, now(), zone_of(session, corp_id))
    elif task.state != ENDS.get(deed):
        raise Unprocessable(_("这项任务已经结束，请返回列表查看最新状态。"))
    return task


def postpone(task: Task, moment: datetime, zone: ZoneInfo) -> None:
    task.state, task.due_at = "postponed", postponed_until(task.due_at, moment, zone)


def end_as(state: str) -> Callable[[Task, datetime, ZoneInfo], None]:
    def end(task: Task, moment: datetime, zone: ZoneInfo) -> None:  # noqa: ARG001  as all deeds
        task.state, task.finished_at = state, moment

    return end


ENDS = {"done": "done", "reject": "rejected"}
DEEDS: Mapping[str, Callable[[Task, datetime, ZoneInfo], None]] = {
    "done": end_as("done"),
    "postpone": postpone,
    "reject": end_as("rejected"),
}
