"""Looks for a live code at WeCom whose config_id never reached us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.acquisition.models import ContactWay
from app.db import reading
from bots.errors import WeComError
from bots.questions import GetContactWay, ListContactWay
from bots.wecom import WeCom

NO_SUCH_CODE = 41044
LEEWAY = timedelta(hours=1)  # between WeCom's clock and ours


@dataclass(frozen=True)
class Found:
    """A live code that stands at WeCom."""

    config_id: str
    qr_code: str


def find_at_wecom(client: WeCom, way: ContactWay) -> Found | None:
    """The code at WeCom that carries this row's state, and that no row of ours knows."""
    with reading() as session:
        ours = set(
            session.scalars(select(ContactWay.config_id).where(ContactWay.corp_id == way.corp_id))
        )
    for config_id in _made_since(client, way):
        if config_id in ours:
            continue
        there = asked(client, config_id)
        if there.get("state") == way.channel.state:
            return Found(config_id, there.get("qr_code", ""))
    return None


def asked(client: WeCom, config_id: str) -> dict[str, Any]:
    """What WeCom says of a code that it has just listed; nothing when it is gone meanwhile."""
    try:
        there: dict[str, Any] = client.ask(GetContactWay(config_id))["contact_way"]
    except WeComError as error:
        if error.errcode != NO_SUCH_CODE:
            raise
        return {}
    return there


def _made_since(client: WeCom, way: ContactWay) -> Iterator[str]:
    start_time = int((way.created_at - LEEWAY).timestamp())
    cursor: str | None = None
    while cursor != "":
        answer = client.ask(ListContactWay(start_time=start_time, cursor=cursor, limit=1000))
        yield from (item["config_id"] for item in answer.get("contact_way", []))
        cursor = answer.get("next_cursor") or ""
