"""Brings WeCom's live code in line with our row, as often as it takes, and never makes two."""

import logging
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.acquisition.codes.lookup import NO_SUCH_CODE, Found, find_at_wecom
from app.acquisition.models import ContactWay
from app.acquisition.pictures import fetch_picture
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.retries import told, try_later
from app.corps.wecom import wecom
from app.db import alone, reading, transaction
from bots.commands import AddContactWay, DelContactWay, UpdateContactWay
from bots.errors import WeComError
from bots.limits import LimitExceeded, Malformed
from bots.wecom import WeCom

log = logging.getLogger(__name__)

SEVERAL_MEMBERS: Literal[2] = 2  # type 1 could never take a second member later
QR_CODE: Literal[2] = 2


@dataclass(frozen=True)
class Outcome:
    """What WeCom holds now."""

    config_id: str | None
    qr_code: str


@dataclass(frozen=True)
class Wish:
    """A code as WeCom should have it at this moment."""

    way: ContactWay
    users: list[str]
    parties: list[int]
    skip_verify: bool


def publish(way_id: int) -> bool:
    """Make WeCom hold what the row wants; True when it does.

    A failure stays on the row with WeCom's words; publishing again goes on from there.
    """
    with alone(f"contact_way:{way_id}") as is_ours:
        if not is_ours:
            return False
        wish = _wish(way_id)
        try:
            outcome = _bring(wecom(wish.way.corp_id), wish)
        except (WeComError, LimitExceeded, Malformed) as error:
            _failed(way_id, error)
            return False
        _agreed(way_id, wish.way.version, outcome)
        return True


def _wish(way_id: int) -> Wish:
    with reading() as session:
        way, row = session.execute(
            select(ContactWay, CodeSchedule)
            .outerjoin(CodeSchedule, CodeSchedule.way_id == ContactWay.id)
            .where(ContactWay.id == way_id)
            .options(joinedload(ContactWay.channel))
        ).one()
        if row is None:
            return Wish(way, way.userids, way.parties, way.skip_verify)
        return Wish(way, row.serving, row.serving_parties, row.skips_verify)


def _bring(client: WeCom, wish: Wish) -> Outcome:
    way = wish.way
    if way.is_pushed:
        return Outcome(way.config_id, way.qr_code)
    known = Found(way.config_id, way.qr_code) if way.config_id else None
    known = known or find_at_wecom(client, way)  # an earlier try may have arrived
    if way.stopped_at is not None:
        return _take_away(client, known)
    return _change(client, wish, known) if known else _add(client, wish)


def _add(client: WeCom, wish: Wish) -> Outcome:
    channel = wish.way.channel
    answer = client.say(
        AddContactWay(
            type=SEVERAL_MEMBERS,
            scene=QR_CODE,
            is_exclusive=wish.way.is_exclusive or None,
            remark=channel.name,
            skip_verify=wish.skip_verify,
            state=channel.state,
            user=wish.users,
            party=wish.parties or None,
        )
    )
    return Outcome(answer["config_id"], answer.get("qr_code", ""))


def _change(client: WeCom, wish: Wish, known: Found) -> Outcome:
    channel = wish.way.channel
    client.say(
        UpdateContactWay(
            known.config_id,
            remark=channel.name,
            skip_verify=wish.skip_verify,
            state=channel.state,
            user=wish.users,
            party=wish.parties,  # whole, like `user`: none takes the departments away
        )
    )
    return Outcome(known.config_id, known.qr_code)


def _take_away(client: WeCom, known: Found | None) -> Outcome:
    if known is None:
        return Outcome(None, "")
    try:
        client.say(DelContactWay(known.config_id))
    except WeComError as error:
        if error.errcode != NO_SUCH_CODE:
            raise
    return Outcome(known.config_id, known.qr_code)


def _failed(way_id: int, error: Exception) -> None:
    errcode, words = (
        (error.errcode, error.errmsg) if isinstance(error, WeComError) else (None, str(error))
    )
    log.warning("live code not published", extra={"way": way_id, "errcode": errcode})
    with transaction() as session:
        try_later(session, way_id, error)
        way = session.get_one(ContactWay, way_id)
        way.errcode, way.error = errcode, words


def _agreed(way_id: int, version: int, outcome: Outcome) -> None:
    """Keep what WeCom said before anything else is tried, then the picture."""
    with transaction() as session:
        row = schedule_of(session, way_id, lock=True)
        way = session.get_one(ContactWay, way_id)
        way.config_id, way.qr_code = outcome.config_id, outcome.qr_code
        way.pushed_version = version
        way.errcode = way.error = None
        if row is not None:
            told(row, way)
        is_missing = way.qr_type is None and way.qr_code and way.stopped_at is None
    picture = fetch_picture(outcome.qr_code) if is_missing else None
    if picture is not None:
        with transaction() as session:
            way = session.get_one(ContactWay, way_id)
            way.qr_type, way.qr_image = picture.content_type, picture.content
