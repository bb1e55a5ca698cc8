"""TABLE: how the effect of a call that was cut off is found at WeCom, before it is said again.

A lookup answers as the call itself would have, or None when WeCom certainly has no such thing.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from app import clock
from app.corps.wecom import wecom
from app.errors import ScrmError
from app.outbox.models import OutboxCommand
from bots.questions import GetGroupMsgListV2, GetGroupMsgSendResult

Lookup = Callable[[OutboxCommand], dict[str, Any] | None]


class CannotTell(ScrmError):
    """WeCom offers no way to find out: a person must look."""


def group_message(row: OutboxCommand) -> dict[str, Any] | None:
    """The group message with these words for this customer by this member (page 93338)."""
    for message in _group_messages(row):
        if message.get("text") != row.body["text"]:
            continue
        question = GetGroupMsgSendResult(msgid=message["msgid"], userid=row.body["sender"])
        sent = wecom(row.corp_id).ask(question).get("send_list", [])
        if {one["external_userid"] for one in sent} == set(row.body["external_userid"]):
            return {"errcode": 0, "errmsg": "found", "msgid": message["msgid"]}
    return None


def _group_messages(row: OutboxCommand) -> Iterator[dict[str, Any]]:
    """Every group message since the row was decided, page by page."""
    cursor: str | None = ""
    while cursor is not None:
        question = GetGroupMsgListV2(
            chat_type="single",
            start_time=int((row.created_at - timedelta(minutes=1)).timestamp()),
            end_time=int((clock.now() + timedelta(minutes=1)).timestamp()),
            limit=100,
            cursor=cursor or None,
        )
        answer = wecom(row.corp_id).ask(question)
        yield from answer.get("group_msg_list", [])
        cursor = answer.get("next_cursor") or None


def nowhere(row: OutboxCommand) -> dict[str, Any] | None:
    """For calls that leave no trace that an API shows."""
    raise CannotTell(f"{row.kind} was cut off, and WeCom has no API that shows whether it happened")


LOOKUPS: dict[str, Lookup] = {
    "AddMsgTemplate": group_message,
    "SendMessage": nowhere,
    "AddContactWay": nowhere,  # said by its page, which looks it up by state
    "AddCorpTag": nowhere,
    "RemindGroupMsg": nowhere,
}
