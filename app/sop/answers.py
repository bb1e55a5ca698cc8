"""What became of a group message: created at WeCom, confirmed by the member, received or not."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.outbox.models import OutboxCommand
from app.outbox.say import Because
from app.sentences import Errcode, Sentence
from app.sop.exits import cancel, withdraw
from app.sop.models import Task
from app.sop.schedule import FIRST_POLL_AFTER, next_poll
from bots.errors import Gone, Refused, WeComError
from bots.questions import GetGroupMsgSendResult

log = logging.getLogger(__name__)

# WeCom's status of one customer's part; 0 (or no part yet) waits for the member (page 93338).
Heard = tuple[str, Sentence]  # the task's final state, and what to tell of it
OUTCOMES: Mapping[int, Heard] = {
    1: ("done", Sentence("成员已确认，消息已发送")),
    2: ("failed", Sentence("未发送：客户已不是好友")),
    3: ("failed", Sentence("未发送：客户接收的群发已达上限")),
}
SETTLED = Sentence("有人确认群发任务已创建，是否送达请在企业微信里查看")
UNCONFIRMED = Sentence("成员 7 天内未确认，已撤回")


def group_message_answered(session: Session, command: OutboxCommand) -> None:
    """WeCom's final answer to creating the group message of a task."""
    task = session.scalars(
        select(Task).where(Task.command_id == command.id).with_for_update()
    ).one_or_none()
    if task is None:
        return
    answer = command.answer or {}
    task.msgid = answer.get("msgid")
    if task.state == "cancelled":
        if task.msgid is not None:
            withdraw(session, task, why(task, task.result or ""))
    elif command.state != "done":
        finish(task, "failed", refusal(command))
    elif task.external_userid in answer.get("fail_list", []):
        finish(task, *OUTCOMES[2])
    elif task.msgid is None:  # a person said so: there is nothing to ask WeCom by
        finish(task, "done", SETTLED)
    else:
        task.state, task.poll_at, task.rung_at = "waiting", now() + FIRST_POLL_AFTER, None


def refusal(command: OutboxCommand) -> Sentence:
    """Why WeCom did not create the group message, for people."""
    if command.errcode is None:
        return Sentence("未发送：%(errmsg)s", {"errmsg": command.errmsg or ""})
    code = command.errcode
    return Sentence("未发送（%(errcode)s）：%(why)s", {"errcode": code, "why": Errcode(code)})


def poll_task(task_id: int) -> None:
    """Ask WeCom whether the member has confirmed the group message, and what came of it."""
    due = select(Task).where(
        Task.id == task_id, Task.state == "waiting", Task.msgid.is_not(None), Task.poll_at <= now()
    )
    with reading() as session:
        about = session.execute(
            due.with_only_columns(Task.corp_id, Task.msgid, Task.userid, Task.external_userid)
        ).one_or_none()
    if about is None:
        return
    heard = ask(about.corp_id, about.msgid, about.userid, about.external_userid)
    with transaction() as session:
        task = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
        if task is not None:
            hear(session, task, heard, now())


def ask(corp_id: str, msgid: str, userid: str, external_userid: str) -> Heard | None:
    """The task's final state and result, or None while nobody knows.

    Only an answer about this very message is final: an outage or a missing permission says
    nothing about what the member did.
    """
    try:
        answer = wecom(corp_id).ask(GetGroupMsgSendResult(msgid=msgid, userid=userid))
    except (Gone, Refused) as error:
        code = error.errcode
        told = Sentence("查询失败（%(errcode)s）：%(why)s", {"errcode": code, "why": Errcode(code)})
        return "failed", told
    except WeComError as error:
        log.warning("a group message's result is not known yet", extra={"errcode": error.errcode})
        return None
    return outcome(answer, external_userid)


def outcome(answer: Mapping[str, Any], external_userid: str) -> Heard | None:
    """What WeCom's list says of this customer; None while the member has not confirmed."""
    for sent in answer.get("send_list", []):
        if sent.get("external_userid") == external_userid:
            return OUTCOMES.get(sent.get("status", 0))
    return None


def hear(session: Session, task: Task, heard: Heard | None, moment: datetime) -> None:
    """Write down what we heard, or when to ask again; after a week the message is withdrawn."""
    if heard is not None:
        finish(task, *heard)
        return
    task.poll_at, task.rung_at = next_poll(task.created_at, moment), None
    if task.poll_at is None:
        cancel(session, task, why(task, UNCONFIRMED), moment)
        task.state = "failed"


def finish(task: Task, state: str, result: Sentence) -> None:
    task.state, task.result = state, result
    task.finished_at, task.poll_at = now(), None


def why(task: Task, reason: Sentence | str) -> Because:
    """The reason for taking a group message back."""
    return Because(
        reaction="app.sop.answers.poll_task",
        reason=reason,
        rule=f"SOP {task.enrollment.sop.name}",
        event_id=task.enrollment.event_id,
    )
