"""Brings WeCom's join way in line with our row, then fetches its picture."""

import logging
from typing import Any, Literal

from app.acquisition.agreement.agree import agree, failed, rest
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.pictures import fetch_picture
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.commands import AddJoinWay, DelJoinWay, UpdateJoinWay
from bots.errors import Unavailable, WeComError
from bots.questions import GetJoinWay
from bots.wecom import WeCom

log = logging.getLogger(__name__)

QR_CODE: Literal[2] = 2
NO_SUCH_CODE = 41044


def publish(code_id: int) -> bool:
    """Make WeCom hold what the row wants; True when it does."""
    is_agreed = agree(GroupCode, code_id, bring)
    if is_agreed:
        fetch_qr(code_id)
    return is_agreed


def bring(client: WeCom, code: GroupCode) -> dict[str, Any]:
    """Say what is missing. No API lists join ways: one whose answer was lost stays unused there."""
    if code.stopped_at is not None:
        return take_away(client, code)
    if code.config_id is None:
        return add(client, code)
    client.say(UpdateJoinWay(code.config_id, QR_CODE, code.chat_ids, **fields_of(code)))
    return {}


def add(client: WeCom, code: GroupCode) -> dict[str, Any]:
    """A new join way. Its config_id is the only thing that leads back to it."""
    try:
        answer = client.say(AddJoinWay(QR_CODE, code.chat_ids, **fields_of(code)))
    except Unavailable as error:
        if error.reached and not error.told:
            count_maybe(code.id)
        raise
    return {"config_id": answer["config_id"]}


def fields_of(code: GroupCode) -> dict[str, Any]:
    """All other fields: updating overwrites every one of them."""
    return {
        "remark": code.channel.name,
        "auto_create_room": 1 if code.auto_create else 0,
        "room_base_name": code.room_base_name,
        "room_base_id": code.room_base_id,
        "state": code.channel.state,
    }


def take_away(client: WeCom, code: GroupCode) -> dict[str, Any]:
    """Delete it; that it is gone already is as good."""
    if code.config_id is None:
        return {}
    try:
        client.say(DelJoinWay(code.config_id))
    except WeComError as error:
        if error.errcode != NO_SUCH_CODE:
            raise
    return {}


def count_maybe(code_id: int) -> None:
    """WeCom may have made a code that nobody will ever use."""
    log.warning("a join way may have been made without an answer", extra={"code": code_id})
    with transaction() as session:
        session.get_one(GroupCode, code_id).maybe_made += 1


def fetch_qr(code_id: int) -> None:
    """The address of WeCom's picture, and the picture; a refusal stays on the row as any other."""
    with reading() as session:
        code = session.get_one(GroupCode, code_id)
    if code.qr_type is not None or code.config_id is None or code.stopped_at is not None:
        return
    try:
        told = wecom(code.corp_id).ask(GetJoinWay(code.config_id))["join_way"]
    except WeComError as error:
        failed(GroupCode, code_id, error.errcode, error.errmsg, rest(error, code.tries))
        return
    picture = fetch_picture(told.get("qr_code", ""))
    with transaction() as session:
        code = session.get_one(GroupCode, code_id)
        if code.is_pushed:  # else somebody has changed it meanwhile, and what it says is of that
            code.tries, code.errcode, code.error, code.retry_at = 0, None, None, None
        code.qr_code = told.get("qr_code", "")
        if picture is not None:
            code.qr_type, code.qr_image = picture.content_type, picture.content
