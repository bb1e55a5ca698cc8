"""TABLE: how the effect of a call that was cut off is found at WeCom, before it is said again.

A lookup answers as the call itself would have, or None when WeCom certainly has no such thing.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.corps.wecom import wecom
from app.db import reading
from app.errors import ScrmError
from app.outbox.models import OutboxCommand
from bots.errors import Refused
from bots.paging import Endless, pages
from bots.questions import GetGroupMsgListV2, GetGroupMsgSendResult
from bots.speech import Command, Trace
from bots.traces import find

Lookup = Callable[[OutboxCommand], dict[str, Any] | None]


class CannotTell(ScrmError):
    """WeCom offers no way to find out: a person must look."""


def group_message(row: OutboxCommand) -> dict[str, Any] | None:
    """The group message with these words for this customer by this member (page 93338).

    A step tells hundreds the same words at one moment: WeCom is asked only about messages that no
    other command was answered with.
    """
    if not {"text", "sender", "external_userid"} <= set(row.body):
        raise CannotTell("only a group message that names its sender and customers can be found")
    same = [one["msgid"] for one in _group_messages(row) if one.get("text") == row.body["text"]]
    answered = _answered_with(row, same)
    for msgid in same:
        if msgid not in answered and _customers(row, msgid) == set(row.body["external_userid"]):
            return {"errcode": 0, "errmsg": "found", "msgid": msgid}
    return None


def _answered_with(row: OutboxCommand, msgids: list[str]) -> frozenset[str]:
    """Those of the messages that WeCom gave to other commands of ours."""
    msgid = OutboxCommand.answer["msgid"].astext
    others = (
        select(msgid)
        .where(OutboxCommand.kind == "AddMsgTemplate", OutboxCommand.state == "done")
        .where(OutboxCommand.corp_id == row.corp_id, msgid.in_(msgids))
    )
    with reading() as session:
        return frozenset(session.scalars(others))


def _customers(row: OutboxCommand, msgid: str) -> set[str]:
    """Whom this member sends that message; nobody where it is another member's (40003)."""
    question = GetGroupMsgSendResult(msgid=msgid, userid=row.body["sender"])
    try:
        sent = wecom(row.corp_id).ask(question).get("send_list", [])
    except Refused:
        return set()
    return {one["external_userid"] for one in sent}


def _group_messages(row: OutboxCommand) -> Iterator[dict[str, Any]]:
    """Every group message since the row was decided."""
    question = GetGroupMsgListV2(
        chat_type="single",
        start_time=int((row.created_at - timedelta(minutes=1)).timestamp()),
        end_time=int((clock.now() + timedelta(minutes=1)).timestamp()),
        limit=100,
    )
    for answer in pages(wecom(row.corp_id), question):
        yield from answer.get("group_msg_list", [])


# What a trace alone cannot find.
LOOKUPS: dict[str, Lookup] = {
    "AddMsgTemplate": group_message,
}


def looked_up(row: OutboxCommand, command: Command) -> dict[str, Any] | None:
    """What WeCom shows of a command; CannotTell, with the reason, when it shows nothing."""
    try:
        if row.kind in LOOKUPS:
            return LOOKUPS[row.kind](row)
        if isinstance(command.looked_up_by, Trace):
            return find(wecom(row.corp_id), command)
    except Endless as error:
        raise CannotTell(f"{row.kind} was cut off: {error.errmsg}") from error
    raise CannotTell(f"{row.kind} was cut off: {command.looked_up_by}")
