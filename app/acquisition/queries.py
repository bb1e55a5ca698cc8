"""What pages and the slices above ask about channels and live codes."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.models import Channel, ContactWay
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


def codes(corp_id: str, *, words: str, userid: str, status: str) -> Select[ContactWay]:
    """The live codes that fit, the newest first; deleted ones only when asked for."""
    rows = (
        select(ContactWay)
        .join(ContactWay.channel)
        .where(ContactWay.corp_id == corp_id, *STATUSES.get(status, NOT_STOPPED))
        .options(joinedload(ContactWay.channel))
        .order_by(ContactWay.id.desc())
    )
    if words:
        pattern = Channel.name.icontains(words, autoescape=True)
        rows = rows.where(pattern | Channel.source.icontains(words, autoescape=True))
    return rows.where(ContactWay.userids.contains([userid])) if userid else rows


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
