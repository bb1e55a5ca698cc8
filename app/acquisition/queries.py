"""What pages and the slices above ask about channels and live codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, UnaryExpression, or_, select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.models import Channel, ContactWay
from app.contacts.membership import departments_of
from app.tagging.models import TagRule

STATUSES = {
    "running": (ContactWay.stopped_at.is_(None), ContactWay.pushed_version == ContactWay.version),
    "failed": (ContactWay.pushed_version < ContactWay.version,),
    "stopped": (ContactWay.stopped_at.is_not(None),),
}
NOT_STOPPED = (ContactWay.stopped_at.is_(None),)


def channel_names(session: Session, corp_id: str) -> dict[str, str]:
    """state → the channel's name."""
    rows = session.execute(select(Channel.state, Channel.name).where(Channel.corp_id == corp_id))
    return dict(rows.all())


ORDERS: dict[str, tuple[UnaryExpression[Any], ...]] = {
    "": (ContactWay.id.desc(),),
    "oldest": (ContactWay.id.asc(),),
    "name": (Channel.name.asc(), ContactWay.id.desc()),
}


@dataclass(frozen=True)
class Asked:
    """What the list of codes is asked for; an empty text asks for nothing."""

    words: str = ""
    userid: str = ""
    status: str = ""
    folder: str = ""
    tag_id: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return any((self.words, self.userid, self.status, self.folder, self.tag_id))


def codes(session: Session, corp_id: str, asked: Asked) -> Select[ContactWay]:
    """The live codes that fit; deleted ones only when asked for. A member's codes are those that
    name the member or a department that the member is in."""
    rows = (
        select(ContactWay)
        .join(ContactWay.channel)
        .where(ContactWay.corp_id == corp_id, *STATUSES.get(asked.status, NOT_STOPPED))
        .options(joinedload(ContactWay.channel))
        .order_by(*ORDERS.get(asked.order, ORDERS[""]))
    )
    if asked.words:
        pattern = Channel.name.icontains(asked.words, autoescape=True)
        rows = rows.where(pattern | Channel.source.icontains(asked.words, autoescape=True))
    if asked.userid:
        numbers = sorted(departments_of(session, corp_id, asked.userid))
        by_department = (ContactWay.parties.contains([number]) for number in numbers)
        rows = rows.where(or_(ContactWay.userids.contains([asked.userid]), *by_department))
    if asked.folder:
        rows = rows.where(Channel.folder == asked.folder)
    return rows.where(Channel.state.in_(with_tag(corp_id, asked.tag_id))) if asked.tag_id else rows


def with_tag(corp_id: str, tag_id: str) -> Select[str]:
    """The states of the codes whose own rule puts on this tag."""
    return select(TagRule.condition["code"].astext).where(
        TagRule.corp_id == corp_id,
        TagRule.kind == "channel",
        TagRule.tag_ids.contains([tag_id]),
        TagRule.condition.has_key("code"),
    )


def folders(session: Session, corp_id: str) -> list[str]:
    """The folders of codes that are not deleted, by name."""
    found = (
        select(Channel.folder)
        .join(Channel.ways)
        .where(Channel.corp_id == corp_id, Channel.folder != "", *NOT_STOPPED)
        .distinct()
    )
    return list(session.scalars(found.order_by(Channel.folder)))


def code(session: Session, corp_id: str, way_id: int) -> ContactWay | None:
    """One live code of this corp."""
    return session.scalars(
        select(ContactWay)
        .where(ContactWay.corp_id == corp_id, ContactWay.id == way_id)
        .options(joinedload(ContactWay.channel))
    ).one_or_none()


def tags_of_states(session: Session, corp_id: str, states: Iterable[str]) -> dict[str, list[str]]:
    """state → tag ids that its channel rules put on."""
    wanted: dict[str, list[str]] = {state: [] for state in states}
    rules = session.execute(
        select(TagRule.condition, TagRule.tag_ids).where(
            TagRule.corp_id == corp_id, TagRule.kind == "channel", TagRule.is_active
        )
    )
    for condition, tag_ids in rules:
        for state in condition.get("states", []):
            if state in wanted:
                wanted[state] += [tag_id for tag_id in tag_ids if tag_id not in wanted[state]]
    return wanted
