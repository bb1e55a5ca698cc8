"""Live codes that WeCom has and we do not: found, taken over with all that is printed, or deleted."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.codes.lookup import NO_SUCH_CODE
from app.acquisition.models import Channel, ContactWay, StrayWay
from app.acquisition.schedule.retries import is_refusal
from app.acquisition.states import check, make
from app.clock import now
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.timers import Timer
from bots.commands import DelContactWay
from bots.errors import WeComError
from bots.questions import GetContactWay, ListContactWay
from bots.wecom import WeCom

LINE = "codes"  # of jobs/schedule.py
QUOTA = 500_000  # live codes of a corp, those of groups counted with them
QR_CODE = 2  # the scene; a code in a mini program (1) has no picture
FIRST = datetime(2021, 7, 10, tzinfo=UTC)  # WeCom lists none that are older
SETTLES_IN = timedelta(hours=1)  # a younger one may be ours, its answer still on the way


@dataclass(frozen=True)
class Census:
    """What a look at WeCom found. `refused`: strays that it lists and would not show, and why."""

    at_wecom: int
    strays: int
    refused: Mapping[str, WeComError] = field(default_factory=dict)


def take_census_nightly(corp_row_id: int) -> Census:
    """The same by the clock: what WeCom would not show stands on the page as the line's error."""
    census = take_census(corp_row_id)
    if census.refused:
        raise next(iter(census.refused.values()))
    return census


def take_census(corp_row_id: int) -> Census:
    """Compare WeCom's list of live codes with ours; the strays are kept for people to judge."""
    with reading() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
    client = wecom(corp_id)
    began_at = now()
    listed = set(listed_ids(client))
    with reading() as session:
        known = known_ids(session, corp_id)
    strays = sorted(listed - known)
    looks = {stray: look_at(client, corp_id, stray) for stray in strays}
    with transaction() as session:
        gone = delete(StrayWay).where(StrayWay.corp_id == corp_id, StrayWay.seen_at < began_at)
        session.execute(gone)
        found = stray_count(session, corp_id)
    return Census(len(listed), found, {stray: error for stray, error in looks.items() if error})


def listed_ids(client: WeCom) -> Iterator[str]:
    """Every config_id that WeCom lists."""
    cursor: str | None = None
    while cursor != "":
        question = ListContactWay(start_time=int(FIRST.timestamp()), cursor=cursor, limit=1000)
        answer = client.ask(question)
        yield from (item["config_id"] for item in answer.get("contact_way", []))
        cursor = answer.get("next_cursor") or ""


def known_ids(session: Session, corp_id: str) -> set[str]:
    """The config_ids of our rows."""
    rows = select(ContactWay.config_id).where(ContactWay.corp_id == corp_id)
    return {config_id for config_id in session.scalars(rows) if config_id}


def look_at(client: WeCom, corp_id: str, config_id: str) -> WeComError | None:
    """Keep what WeCom says of one stray; one that is gone meanwhile is none. Returns a refusal that
    is about this one only: it stays as it was known, and no other waits for it."""
    try:
        there = client.ask(GetContactWay(config_id))["contact_way"]
    except WeComError as error:
        if error.errcode == NO_SUCH_CODE:
            return None
        if error.temporary or is_refusal(error):
            raise
        keep_known(corp_id, config_id)
        return error
    values = {**as_row(there), "corp_id": corp_id, "config_id": config_id, "seen_at": now()}
    with transaction() as session:
        row = insert(StrayWay).values(**values, created_at=now())
        session.execute(
            row.on_conflict_do_update(index_elements=["corp_id", "config_id"], set_=values)
        )
    return None


def keep_known(corp_id: str, config_id: str) -> None:
    """A stray that WeCom still lists, and does not show today."""
    mine = (StrayWay.corp_id == corp_id, StrayWay.config_id == config_id)
    with transaction() as session:
        session.execute(update(StrayWay).where(*mine).values(seen_at=now()))


def as_row(there: dict[str, Any]) -> dict[str, Any]:
    """WeCom's words for a code in ours."""
    return {
        "kind": there.get("type", 2),
        "scene": there.get("scene", QR_CODE),
        "state": there.get("state", ""),
        "remark": there.get("remark", ""),
        "userids": there.get("user") or [],
        "parties": there.get("party") or [],
        "skip_verify": there.get("skip_verify", True),
        "is_exclusive": there.get("is_exclusive", False),
        "qr_code": there.get("qr_code", ""),
    }


def stray_count(session: Session, corp_id: str) -> int:
    """How many strays the last look left."""
    wanted = select(func.count(StrayWay.id)).where(StrayWay.corp_id == corp_id)
    return session.scalar(wanted) or 0


def used_of_quota(session: Session, corp_id: str) -> tuple[int, int]:
    """How much of the quota live codes use up, as far as we know: ours, and the strays."""
    ours = select(func.count(ContactWay.id)).where(
        ContactWay.corp_id == corp_id,
        ContactWay.config_id.is_not(None),
        ContactWay.stopped_at.is_(None),
    )
    strays = select(func.count(StrayWay.id)).where(StrayWay.corp_id == corp_id)
    counts = session.execute(select(ours.scalar_subquery(), strays.scalar_subquery())).one()
    return counts[0], counts[1]


def codes_at_wecom(session: Session, corp_id: str) -> int:
    """Both together."""
    return sum(used_of_quota(session, corp_id))


def adopt(session: Session, stray: StrayWay, *, made_by: str) -> ContactWay:
    """Make a stray ours. Its config_id and state stay, so what is printed goes on working.

    One without a state gets one, for else nobody could tell where its customers come from; then
    WeCom has to be told. One whose state we know becomes a further code of that channel.
    """
    channel = channel_of(session, stray)
    has_state = bool(stray.state)
    way = ContactWay(
        corp_id=stray.corp_id,
        channel=channel,
        config_id=stray.config_id,
        qr_code=stray.qr_code,
        kind=stray.kind,
        userids=[userid.lower() for userid in stray.userids],
        parties=stray.parties,
        skip_verify=stray.skip_verify,
        is_exclusive=stray.is_exclusive,
        made_by=made_by,
        adopted_at=now(),
        version=1,
        pushed_version=1 if has_state else 0,
    )
    session.add(way)
    session.delete(stray)
    session.flush()
    return way


def channel_of(session: Session, stray: StrayWay) -> Channel:
    """The channel that the stray's state names, a new one if there is none."""
    known = select(Channel).where(Channel.corp_id == stray.corp_id, Channel.state == stray.state)
    channel = session.scalars(known).one_or_none() if stray.state else None
    if channel is not None:
        return channel
    state = stray.state or make(secrets.token_bytes(16))
    name = stray.remark or stray.state or stray.config_id[:8]
    return Channel(corp_id=stray.corp_id, state=state, name=name)


def orphans(session: Session, corp_id: str) -> list[StrayWay]:
    """Strays that nobody can hold in their hands: an add of ours whose answer never came.

    They carry the state of a channel of ours whose own code is another one, or is deleted; they are
    not young, and nobody else makes such states.
    """
    ours = select(Channel.state).join(Channel.ways).where(Channel.corp_id == corp_id)
    settled = ours.where(
        ContactWay.config_id.is_not(None) | ContactWay.stopped_at.is_not(None),
        ContactWay.created_at < now() - SETTLES_IN,
        ContactWay.adopted_at.is_(None),
    )
    rows = select(StrayWay).where(StrayWay.corp_id == corp_id, StrayWay.state.in_(settled))
    return [row for row in session.scalars(rows.order_by(StrayWay.id)) if check(row.state)]


def strays(corp_id: str) -> Select[StrayWay]:
    """What the last look at WeCom left over."""
    return select(StrayWay).where(StrayWay.corp_id == corp_id).order_by(StrayWay.id)


def stray_to_adopt(session: Session, corp_id: str, stray_id: int) -> StrayWay | None:
    """A stray that can be printed and held in hands, locked: two who adopt it are one."""
    same = (StrayWay.id == stray_id, StrayWay.scene == QR_CODE)
    return session.scalars(strays(corp_id).where(*same).with_for_update()).one_or_none()


def look_now(session: Session, corp_id: str) -> None:
    """Let the workers look again, now rather than in the night."""
    line = (Timer.corp_id == corp_id, Timer.name == LINE)
    session.execute(update(Timer).where(*line).values(due_at=now(), rung_at=None))


def last_look(session: Session, corp_id: str) -> Timer | None:
    """The corp's timer of looking."""
    line = (Timer.corp_id == corp_id, Timer.name == LINE)
    return session.scalars(select(Timer).where(*line)).one_or_none()


def collect(corp_id: str, config_id: str) -> None:
    """Delete an orphan at WeCom."""
    try:
        wecom(corp_id).say(DelContactWay(config_id))
    except WeComError as error:
        if error.errcode != NO_SUCH_CODE:
            raise
    with transaction() as session:
        session.execute(
            delete(StrayWay).where(StrayWay.corp_id == corp_id, StrayWay.config_id == config_id)
        )
