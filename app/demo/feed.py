"""The live feed: one line for each thing that happened, with its effects as chips. Pure folding."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.console.said import said
from app.contacts.models import FollowTag
from app.demo.happenings import Happenings
from app.inbox.models import InboxEvent
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task

MOST = 40  # lines
WAITING = ("pending", "sending", "again")
TASK_STATES = {
    "open": (_l("待办"), "warn"),
    "waiting": (_l("等成员确认"), "warn"),
    "done": (_l("已完成"), "good"),
    "postponed": (_l("已推迟"), "neutral"),
    "rejected": (_l("已拒绝"), "bad"),
    "failed": (_l("未送达"), "bad"),
    "cancelled": (_l("已取消"), "neutral"),
}
ENDINGS = {
    "reply": _l("客户已回复"),
    "lost": _l("客户已流失"),
    "removed": _l("成员已删除客户"),
    "stopped": _l("已停止"),
}


@dataclass(frozen=True)
class Chip:
    """An effect; `why` is shown on hover and told to screen readers by the page behind `href`."""

    text: str
    tone: str
    icon: str = ""
    href: str = ""
    why: str = ""


@dataclass(frozen=True)
class Line:
    """Something that happened. `key` names it, so that the browser can keep it in place."""

    at: datetime
    order: tuple[int, int]  # within one moment: what comes of something stands above it
    key: str
    icon: str
    tone: str
    text: str
    href: str
    chips: tuple[Chip, ...]


def lines(found: Happenings) -> list[Line]:
    """The newest first."""
    told = [
        *(_event(event, found) for event in found.events),
        *(_task(task, found) for task in found.tasks),
        *(_lead(lead, found) for lead in found.leads),
        *(_end(one, found) for one in found.ended),
    ]
    return sorted(told, key=lambda line: (line.at, line.order), reverse=True)[:MOST]


def _event(event: InboxEvent, found: Happenings) -> Line:
    words, icon, tone = EVENTS[event.name]
    return Line(
        event.happened_at,
        (0, event.id),
        f"event-{event.id}",
        icon,
        tone,
        words(event, found),
        _page_of(event.external_userid),
        tuple(_effects(event, found)),
    )


def _effects(event: InboxEvent, found: Happenings) -> Iterator[Chip]:
    for command in found.commands.get(event.id, []):
        if command.kind == "SendWelcome":
            yield _welcome(command)
        elif command.kind == "Remark" and command.body.get("remark"):
            yield _remark(command)
    for tag in found.tags.get(event.id, []):
        yield _tag(tag, event, found)
    for one in found.enrollments.get(event.id, []):
        yield Chip(
            _("进入 SOP「%(name)s」", name=one.sop.name),
            "accent",
            "calendar-event",
            url_for("sop.show", sop_id=one.sop_id),
        )


def _welcome(command: OutboxCommand) -> Chip:
    """WeCom's real answer to the welcome."""
    href = _page_of(command.external_userid)
    if command.state == "done":
        why = _("企业微信回答：%(errmsg)s", errmsg=command.errmsg or "ok")
        return Chip(_("欢迎语已送达"), "good", "send", href, why)
    if command.state in WAITING:
        return Chip(_("欢迎语发送中"), "neutral", "send", href)
    return Chip(_("欢迎语未送达"), "bad", "send", href, f"{command.errcode} {command.errmsg}")


def _remark(command: OutboxCommand) -> Chip:
    tone = "good" if command.state == "done" else "neutral" if command.state in WAITING else "bad"
    return Chip(_("备注「%(remark)s」", remark=command.body["remark"]), tone, "edit")


def _tag(tag: FollowTag, event: InboxEvent, found: Happenings) -> Chip:
    """Green when WeCom has agreed to the tag."""
    return Chip(
        found.names.tags.get(tag.tag_id, tag.tag_id),
        "good" if tag.marked_at else "neutral",
        "tag",
        _page_of(event.external_userid),
        said(tag.reason),
    )


def _task(task: Task, found: Happenings) -> Line:
    customer, staff = _names(task.external_userid, task.userid, found)
    state, tone = TASK_STATES[task.state]
    words = {"title": task.title, "customer": customer, "staff": staff}
    text = (
        _("SOP 任务「%(title)s」：请%(staff)s跟进%(customer)s", **words)
        if task.kind == "task"
        else _("SOP 群发「%(title)s」：%(staff)s 发给 %(customer)s", **words)
    )
    return Line(
        task.due_at,
        (2, task.id),
        f"task-{task.id}",
        "list-check",
        "accent",
        text,
        _page_of(task.external_userid),
        (Chip(str(state), tone, why=said(task.result)),),
    )


def _lead(lead: Lead, found: Happenings) -> Line:
    name = found.names.customers.get(lead.external_userid) or lead.name
    reasons = tuple(
        Chip(f"{one['label']} {one['points']:+d}", "neutral", why=said(one.get("reason")))
        for one in lead.contributions
    )
    href = url_for("leads.lead", lead_id=lead.id)
    return Line(
        lead.qualified_at,
        (3, lead.id),
        f"lead-{lead.id}",
        "target",
        "warn",
        _("%(name)s 成为商机：%(score)s 分", name=name, score=lead.score),
        href,
        (*reasons, Chip(_("看商机"), "warn", "target", href)),
    )


def _end(one: Enrollment, found: Happenings) -> Line:
    assert one.ended_at is not None
    customer, _staff = _names(one.external_userid, one.userid, found)
    why = ENDINGS.get(one.ended_because or "")
    return Line(
        one.ended_at,
        (1, one.id),
        f"end-{one.id}",
        "flag",
        "neutral",
        _("%(customer)s 的 SOP「%(name)s」结束", customer=customer, name=one.sop.name),
        _page_of(one.external_userid),
        (Chip(str(why), "neutral"),) if why else (),
    )


def _names(external_userid: str | None, userid: str | None, found: Happenings) -> tuple[str, str]:
    """The customer's and the member's name; ids where the mirror has not caught up yet."""
    customer, staff = external_userid or "", userid or ""
    return (
        found.names.customers.get(customer) or _("新客户"),
        found.names.staff.get(staff) or staff,
    )


def _page_of(external_userid: str | None) -> str:
    if not external_userid:
        return ""
    return url_for("insight.customer", external_userid=external_userid)


def _added(event: InboxEvent, found: Happenings) -> str:
    customer, staff = _names(event.external_userid, event.userid, found)
    door = found.names.channels.get(event.fields.get("state", ""))
    if door is None:
        return _("%(customer)s 添加了 %(staff)s", customer=customer, staff=staff)
    return _("%(customer)s 扫「%(door)s」添加 %(staff)s", customer=customer, door=door, staff=staff)


def _edited(event: InboxEvent, found: Happenings) -> str:
    customer, staff = _names(event.external_userid, event.userid, found)
    return _("%(staff)s 改了 %(customer)s 的备注或标签", customer=customer, staff=staff)


def _removed(event: InboxEvent, found: Happenings) -> str:
    customer, staff = _names(event.external_userid, event.userid, found)
    return _("%(staff)s 删除了客户 %(customer)s", customer=customer, staff=staff)


def _lost(event: InboxEvent, found: Happenings) -> str:
    customer, staff = _names(event.external_userid, event.userid, found)
    return _("%(customer)s 删除了 %(staff)s", customer=customer, staff=staff)


def _customer_spoke(event: InboxEvent, found: Happenings) -> str:
    customer, _staff = _names(event.external_userid, event.userid, found)
    return _("%(who)s：%(words)s", who=customer, words=_said(event, found))


def _staff_spoke(event: InboxEvent, found: Happenings) -> str:
    customer, staff = _names(event.external_userid, event.userid, found)
    words = _said(event, found)
    return _("%(who)s 回复 %(customer)s：%(words)s", who=staff, customer=customer, words=words)


def _said(event: InboxEvent, found: Happenings) -> str:
    return found.words.get(event.fields["message_id"], "")


# TABLE: event → its words, icon and tone
EVENTS: dict[str, tuple[Callable[[InboxEvent, Happenings], str], str, str]] = {
    "FollowAdded": (_added, "user-plus", "good"),
    "FollowHalfAdded": (_added, "user-plus", "neutral"),
    "FollowEdited": (_edited, "edit", "neutral"),
    "FollowRemoved": (_removed, "user-minus", "bad"),
    "FollowLost": (_lost, "user-minus", "bad"),
    "CustomerSpoke": (_customer_spoke, "message-2", "accent"),
    "StaffSpoke": (_staff_spoke, "message-2", "neutral"),
}
