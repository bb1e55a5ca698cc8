"""Brings WeCom's acquisition link in line with our row, and never makes two."""

import logging
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.acquisition.agreement.agree import agree
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.notices import settle
from app.db import reading, transaction
from bots.commands import CreateLink, DeleteLink, UpdateLink
from bots.errors import Refused
from bots.questions import GetLink, ListLinks
from bots.wecom import WeCom

log = logging.getLogger(__name__)

LEEWAY = 3600  # seconds between WeCom's clock and ours


def publish(link_row_id: int) -> bool:
    """Make WeCom hold what the row wants; True when it does. What failed before is then past."""
    is_agreed = agree(AcquisitionLink, link_row_id, bring)
    with transaction() as session:
        link = session.get_one(AcquisitionLink, link_row_id)
        if is_agreed and (link.failed_at is None or link.stopped_at is not None):
            settle(session, link.corp_id, ("failed",), link.id)
    return is_agreed


def bring(client: WeCom, link: AcquisitionLink) -> dict[str, Any]:
    """Say what is missing. An earlier try may have arrived without its answer: then look first."""
    known: dict[str, Any] | None = None
    if link.link_id is not None:
        known = {"link_id": link.link_id, "url": link.url}
    elif link.tried_at is not None:
        known = find_at_wecom(client, link)
    if link.stopped_at is not None:
        return take_away(client, known)
    return change(client, link, known) if known else create(client, link)


def create(client: WeCom, link: AcquisitionLink) -> dict[str, Any]:
    """A new link; WeCom tells its id and address."""
    made = client.say(CreateLink(link.name, range_of(link), skip_verify=link.skip_verify))["link"]
    return {"link_id": made["link_id"], "url": made.get("url", "")}


def change(client: WeCom, link: AcquisitionLink, known: dict[str, Any]) -> dict[str, Any]:
    """The link as it shall be; WeCom replaces the range whole."""
    client.say(
        UpdateLink(known["link_id"], link.name, range_of(link), skip_verify=link.skip_verify)
    )
    return {**known, "failed_at": None}


def take_away(client: WeCom, known: dict[str, Any] | None) -> dict[str, Any]:
    """Delete it. Which errcode says that it is gone already is not published: the list tells."""
    if known is None:
        return {}
    try:
        client.say(DeleteLink(known["link_id"]))
    except Refused:
        if known["link_id"] in list(link_ids(client)):
            raise
    return known


def find_at_wecom(client: WeCom, link: AcquisitionLink) -> dict[str, Any] | None:
    """The link at WeCom that no row of ours knows and that is like this one."""
    with reading() as session:
        ours = set(
            session.scalars(
                select(AcquisitionLink.link_id).where(AcquisitionLink.corp_id == link.corp_id)
            )
        )
    since = link.created_at.timestamp() - LEEWAY
    for link_id in link_ids(client):
        if link_id in ours:
            continue
        there = asked(client, link_id)
        if there.get("link_name") == link.name and there.get("create_time", 0) >= since:
            return {"link_id": link_id, "url": there.get("url", "")}
    return None


def asked(client: WeCom, link_id: str) -> dict[str, Any]:
    """What WeCom says of a link that it has listed; nothing when it will not show it to us: every
    app is shown its own, so it is not ours."""
    try:
        there: dict[str, Any] = client.ask(GetLink(link_id))["link"]
    except Refused as error:
        log.warning("a link is not shown", extra={"link": link_id, "errcode": error.errcode})
        return {}
    return there


def link_ids(client: WeCom) -> Iterator[str]:
    """All links of this app at WeCom."""
    cursor: str | None = None
    while cursor != "":
        answer = client.ask(ListLinks(limit=100, cursor=cursor))
        yield from answer.get("link_id_list", [])
        cursor = answer.get("next_cursor") or ""


def range_of(link: AcquisitionLink) -> dict[str, Any]:
    """Who receives the customers; a list that is empty is left out."""
    wanted = {"user_list": link.userids, "department_list": link.department_ids}
    return {name: chosen for name, chosen in wanted.items() if chosen}
