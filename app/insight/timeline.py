"""What happened with a customer and why, folded out of rows. Pure: rows in, entries out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.archive.models import ChatMessage
from app.console.said import said
from app.inbox.models import InboxEvent, InboxReaction
from app.insight.words import COMMANDS, REACTIONS, STATES, TONES, told_as
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task


@dataclass(frozen=True)
class Names:
    """What people call what WeCom numbers."""

    staff: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    customers: Mapping[str, str] = field(default_factory=dict)  # empty on a customer's own page
    sop_versions: Mapping[int, int] = field(default_factory=dict)  # row id → number

    def member(self, userid: str | None) -> str:
        """A member's name, or the userid of one whom we do not know."""
        return self.staff.get(userid or "", userid or "—")

    def tag(self, tag_id: str) -> str:
        """A tag's name."""
        return self.tags.get(tag_id, tag_id)

    def channel(self, state: str) -> str:
        """A channel's name."""
        return self.channels.get(state, state)

    def about(self, external_userid: str | None, text: str) -> str:
        """The text, after whom it is about where a page tells of several customers."""
        return " · ".join(filter(None, (self.customers.get(external_userid or ""), text)))

    def sop(self, enrollment: Enrollment) -> str:
        """A SOP and the version that this customer walks through."""
        number = self.sop_versions.get(enrollment.version_id)
        return f"{enrollment.sop.name} @v{number}" if number else enrollment.sop.name


Why = list[tuple[str, object]]


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `rank` orders what happened in the same moment."""

    at: datetime
    rank: int
    title: str
    text: str = ""
    icon: str = "circle-check"
    tone: str = "neutral"
    why: Why = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Story:
    """The rows of one customer, or of a whole corp."""

    events: Iterable[InboxEvent] = ()
    commands: Iterable[OutboxCommand] = ()
    enrollments: Iterable[Enrollment] = ()
    tasks: Iterable[Task] = ()
    messages: Iterable[ChatMessage] = ()
    lead: Lead | None = None
    doors: Iterable[Callable[[Names], Entry]] = ()  # what was done there, given what all is called


HIDDEN = ("CustomerSpoke", "StaffSpoke")  # the message itself stands there


def fold(story: Story, names: Names) -> list[Entry]:
    """All entries, the newest first."""
    told = {event.id: event for event in story.events}
    entries = [of_event(event, names) for event in told.values() if event.name not in HIDDEN]
    entries += [of_message(message, told.values(), names) for message in story.messages]
    entries += [of_enrollment(enrollment, names) for enrollment in story.enrollments]
    entries += [of_end(one) for one in story.enrollments if one.ended_at]
    entries += [of_command(command, told, names) for command in story.commands]
    entries += [of_task(task, names) for task in story.tasks]
    entries += [tell(names) for tell in story.doors]
    entries += [of_lead(story.lead, names)] if story.lead else []
    return sorted(entries, key=lambda entry: (entry.at, entry.rank), reverse=True)


def of_event(event: InboxEvent, names: Names) -> Entry:
    """A fact, and what we did about it."""
    title, icon, tone = told_as(event.name)
    return Entry(
        at=event.happened_at,
        rank=0,
        title=str(title) % {"member": names.member(event.userid)},
        text=names.about(event.external_userid, came_through(event, names)),
        icon=icon,
        tone=tone,
        why=[of_reaction(reaction) for reaction in event.reactions],
    )


def came_through(event: InboxEvent, names: Names) -> str:
    """The channel that an add names."""
    return channel_of(event.fields.get("state"), names)


def channel_of(state: str | None, names: Names) -> str:
    """The channel of a state, in words."""
    return _("来源渠道：%(channel)s", channel=names.channel(state)) if state else ""


def of_reaction(reaction: InboxReaction) -> tuple[str, object]:
    """How a reaction ended, with its error."""
    name = str(REACTIONS.get(reaction.name.rpartition(".")[2], reaction.name))
    state = str(STATES.get(reaction.state, reaction.state))
    return name, f"{state} · {last_line(reaction.error)}" if reaction.error else state


def of_message(message: ChatMessage, events: Iterable[InboxEvent], names: Names) -> Entry:
    """Somebody wrote. A customer's words are the reason of much that follows."""
    by_customer = message.sender == message.external_userid
    reactions = [
        reaction
        for event in events
        if event.name == "CustomerSpoke" and event.fields.get("message_id") == message.id
        for reaction in event.reactions
    ]
    return Entry(
        at=message.sent_at,
        rank=1,
        title=_("客户说")
        if by_customer
        else _("%(member)s说", member=names.member(message.sender)),
        text=message.text or f"[{message.msgtype}]",
        icon="message-2",
        tone="accent" if by_customer else "neutral",
        why=[of_reaction(reaction) for reaction in reactions],
    )


def of_command(command: OutboxCommand, told: Mapping[int, InboxEvent], names: Names) -> Entry:
    """What we said to WeCom: event → rule and version → action → answer."""
    title, icon = COMMANDS.get(command.kind, (command.kind, "send"))
    return Entry(
        at=command.finished_at or command.created_at,
        rank=3,
        title=f"{title}{object_of(command, names)}",
        text=names.about(command.external_userid, said(command.because.get("reason"))),
        icon=icon,
        tone=TONES.get(command.state, "neutral"),
        why=chain(command, told.get(command.event_id or 0), names),
        anchor=f"command-{command.id}",
    )


def object_of(command: OutboxCommand, names: Names) -> str:
    """What a command is about, in a few words."""
    body = command.body
    if command.kind == "MarkTag":
        added = [names.tag(tag_id) for tag_id in body.get("add_tag") or ()]
        return _("：%(what)s", what=_("、").join(added))
    if command.kind == "Remark":
        return _("：%(what)s", what=body.get("remark") or "")
    return ""


def chain(command: OutboxCommand, event: InboxEvent | None, names: Names) -> Why:
    """Why we said it, and what WeCom answered."""
    because = command.because
    rule, version = said(because.get("rule")), because.get("version")
    links: Why = []
    if event is not None:
        links.append(
            (
                _("触发事件"),
                of_event(event, names).title if event.name not in HIDDEN else _("客户发来消息"),
            )
        )
    if rule:
        links.append((_("规则"), f"{rule} @v{version}" if version else rule))
    links.append((_("原因"), said(because.get("reason"))))
    links.append((_("动作"), command.kind))
    links.append((_("企业微信的答复"), answer(command)))
    return links


def answer(command: OutboxCommand) -> str:
    """WeCom's answer in one line: our state, its errcode and its errmsg."""
    state = str(STATES.get(command.state, command.state))
    if command.errcode is None:
        return f"{state} · {command.errmsg}" if command.errmsg else state
    return f"{state} · {command.errcode} {command.errmsg or ''}".rstrip()


def of_enrollment(enrollment: Enrollment, names: Names) -> Entry:
    """The customer was put on a SOP."""
    return Entry(
        at=enrollment.enrolled_at,
        rank=2,
        title=_("进入 SOP：%(name)s", name=names.sop(enrollment)),
        text=_("由%(member)s跟进", member=names.member(enrollment.userid)),
        icon="calendar-event",
        tone="accent",
    )


def of_end(enrollment: Enrollment) -> Entry:
    """The customer left a SOP."""
    assert enrollment.ended_at is not None
    reason = STATES.get(f"sop-{enrollment.ended_because}", _l("已走完全部步骤"))
    return Entry(
        at=enrollment.ended_at,
        rank=4,
        title=_("结束 SOP：%(name)s", name=enrollment.sop.name),
        text=str(reason),
        icon="flag",
    )


def of_task(task: Task, names: Names) -> Entry:
    """A step of a SOP came due."""
    return Entry(
        at=task.finished_at or task.due_at,
        rank=4,
        title=_("SOP 任务：%(title)s", title=task.title or task.text[:20]),
        text=names.about(
            task.external_userid,
            f"{STATES.get(task.state, task.state)} · {names.member(task.userid)}",
        ),
        icon="list-check",
        tone=TONES.get(task.state, "neutral"),
        why=[
            (_("SOP"), names.sop(task.enrollment)),
            (_("内容"), task.text),
            *([(_("企业微信的答复"), said(task.result))] if task.result else []),
        ],
    )


def of_lead(lead: Lead, names: Names) -> Entry:
    """The customer became a lead, with everything that counted."""
    why: Why = [
        (str(one.get("label", "")), f"{one.get('points', 0):+d} · {said(one.get('reason'))}")
        for one in lead.contributions
    ]
    return Entry(
        at=lead.qualified_at,
        rank=5,
        title=_("成为商机：%(score)s 分", score=lead.score),
        text=_("负责人：%(member)s", member=names.member(lead.owner)),
        icon="target",
        tone="good",
        why=why,
    )


def last_line(error: str) -> str:
    """The line of an error or a traceback that says what it was.

    Its words are a msgid where a reaction stopped with a sentence for people.
    """
    lines = error.strip().splitlines()
    kind, colon, words = (lines[-1][:200] if lines else "").partition(": ")
    return f"{kind}{colon}{_(words) if words else ''}"
