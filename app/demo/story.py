"""The story of a demo, told from what the tables hold: one paragraph for each customer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.queries import channel_names
from app.archive.models import ChatMessage
from app.config import settings
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.queries import staff_names, tag_names
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task

ENDED = {"reply": "客户已回复", "lost": "客户已流失", "removed": "员工已删除", "stopped": "已停止"}
DONE = {
    "done": "完成",
    "cancelled": "取消",
    "failed": "未送达",
    "open": "待办",
    "waiting": "待员工确认",
}


@dataclass(frozen=True)
class Words:
    """Names for ids."""

    staff: dict[str, str]
    channels: dict[str, str]
    tags: dict[str, str]


@dataclass(frozen=True, order=True)
class Line:
    """Something that happened to a customer, in which minute; `rank` orders one minute."""

    at: datetime
    rank: int
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.at.replace(second=0, microsecond=0))


def tell(session: Session, corp_id: str) -> Iterator[str]:
    """The whole story, then its sums; the same facts make the same words."""
    words = Words(
        staff_names(session, corp_id), channel_names(session, corp_id), tag_names(session, corp_id)
    )
    contacts = session.scalars(select(ExternalContact).where(ExternalContact.corp_id == corp_id))
    told = sorted((paragraph(session, one, words) for one in contacts), key=lambda lines: lines[:1])
    for lines in told:
        yield from (f"{_local(line.at)}  {line.text}" for line in lines)
        yield ""
    yield from sums(session, corp_id)


def paragraph(session: Session, contact: ExternalContact, words: Words) -> list[Line]:
    """What happened to one customer, in order."""
    lines = [
        *_follows(_of(session, Follow, contact), contact, words),
        *_welcomes(_of(session, OutboxCommand, contact)),
        *_tags(session, contact, words),
        *_sops(_of(session, Enrollment, contact), _of(session, Task, contact), words),
        *_words(_of(session, ChatMessage, contact)),
        *_leads(_of(session, Lead, contact)),
    ]
    return sorted(lines)


def _of(session: Session, table: Any, contact: ExternalContact) -> list[Any]:
    return list(
        session.scalars(
            select(table).where(
                table.corp_id == contact.corp_id,
                table.external_userid == contact.external_userid,
            )
        )
    )


def _follows(follows: Iterable[Follow], contact: ExternalContact, words: Words) -> Iterator[Line]:
    for follow in follows:
        door = words.channels.get(follow.state, "名片")
        staff = words.staff.get(follow.userid, follow.userid)
        yield Line(follow.followed_at, 0, f"{contact.name} 扫描「{door}」→ 添加 {staff}")
        if follow.ended_at:
            yield Line(follow.ended_at, 9, f"{contact.name} 与 {staff} 不再是好友")


def _welcomes(commands: Iterable[OutboxCommand]) -> Iterator[Line]:
    for command in commands:
        if command.kind == "SendWelcome":
            took = ((command.finished_at or command.due_at) - command.due_at).total_seconds()
            how = (
                f"已送达（{took:.1f} 秒）"
                if command.state == "done"
                else f"未送达 {command.errmsg}"
            )
            yield Line(command.finished_at or command.due_at, 1, f"欢迎语{how}")


def _tags(session: Session, contact: ExternalContact, words: Words) -> Iterator[Line]:
    rows = session.execute(
        select(FollowTag, OutboxCommand)
        .join(Follow, Follow.id == FollowTag.follow_id)
        .outerjoin(OutboxCommand, OutboxCommand.id == FollowTag.command_id)
        .where(Follow.corp_id == contact.corp_id)
        .where(Follow.external_userid == contact.external_userid)
    )
    for tag, command in rows:
        answer = f"企业微信 {command.errcode} {command.errmsg}" if command else "手工"
        text = f"标签「{words.tags.get(tag.tag_id, tag.tag_id)}」← 规则「{tag.rule}」v{tag.version}：{tag.reason}；{answer}"
        yield Line(tag.marked_at or tag.created_at, 2, text)


def _sops(enrollments: Iterable[Enrollment], tasks: Iterable[Task], words: Words) -> Iterator[Line]:
    for one in enrollments:
        yield Line(one.enrolled_at, 3, f"进入 SOP「{one.sop.name}」")
        if one.ended_at:
            why = ENDED.get(one.ended_because or "", one.ended_because or "全部步骤已完成")
            yield Line(one.ended_at, 6, f"SOP「{one.sop.name}」结束：{why}")
    for task in tasks:
        staff = words.staff.get(task.userid, task.userid)
        kind = "任务" if task.kind == "task" else "群发"
        end = f"，{_local(task.finished_at)[-5:]} " if task.finished_at else "，"
        ending = DONE.get(task.state, task.state)
        yield Line(task.due_at, 4, f"{kind}「{task.title}」→ {staff}{end}{ending}")


def _words(messages: Iterable[ChatMessage]) -> Iterator[Line]:
    for message in messages:
        who = "客户说" if message.sender == message.external_userid else "员工说"
        yield Line(message.sent_at, 5, f"{who}：{message.text}")


def _leads(leads: Iterable[Lead]) -> Iterator[Line]:
    for lead in leads:
        reasons = "，".join(f"{one['label']} {one['points']:+d}" for one in lead.contributions)
        yield Line(lead.qualified_at, 7, f"商机 {lead.score} 分：{reasons}（来源 {lead.source}）")


def sums(session: Session, corp_id: str) -> Iterator[str]:
    """How much of everything there is."""
    follows = _all(session, Follow, corp_id)
    welcomes = [one for one in _all(session, OutboxCommand, corp_id) if one.kind == "SendWelcome"]
    tasks, leads = _all(session, Task, corp_id), _all(session, Lead, corp_id)
    replied = {
        one.external_userid
        for one in _all(session, ChatMessage, corp_id)
        if one.sender == one.external_userid
    }
    sent = sum(one.state == "done" for one in welcomes)
    tagged = len({tag.follow_id for tag in _all(session, FollowTag, corp_id) if tag.marked_at})
    full = (
        {one.external_userid for one in follows} & {one.external_userid for one in tasks} & replied
    )
    yield f"客户 {len(follows)} · 欢迎语 {sent}/{len(welcomes)} · 打标 {tagged} · SOP 任务 {len(tasks)} · 回复 {len(replied)} · 商机 {len(leads)}"
    yield f"从扫码、打标、任务到回复走完全程的客户：{len(full)}"


def _all(session: Session, table: Any, corp_id: str) -> list[Any]:
    return list(session.scalars(select(table).where(table.corp_id == corp_id)))


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(settings().corp_zone)):%m-%d %H:%M}"
