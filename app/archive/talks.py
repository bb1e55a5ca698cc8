"""Talks: each message moves its talk to the top of the list."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, case, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.archive.models import ChatMessage, ChatTalk
from app.archive.search import Sought
from app.clock import now

Talk = tuple[str, str, str]  # userid, external_userid, roomid; what a talk does not have is empty


def talk_of(message: ChatMessage) -> Talk | None:
    """The talk that a message belongs to: members among themselves have none here."""
    if message.roomid:
        return "", "", message.roomid
    if message.external_userid is None:
        return None
    return message.userid or "", message.external_userid, ""


def move_up(session: Session, message_ids: Iterable[int]) -> None:
    """Count new messages into their talks. An older one that comes late does not become the last."""
    news: dict[Talk, dict[str, Any]] = {}
    rows = select(ChatMessage).where(ChatMessage.id.in_(list(message_ids)))
    for message in session.scalars(rows.order_by(ChatMessage.sent_at, ChatMessage.id)):
        if (talk := talk_of(message)) is not None:
            many = news[talk]["many"] + 1 if talk in news else 1
            news[talk] = {
                **dict(zip(("userid", "external_userid", "roomid"), talk, strict=True)),
                "corp_id": message.corp_id,
                "last_message_id": message.id,
                "last_at": message.sent_at,
                "many": many,
            }
    if news:
        add_up(session, list(news.values()))


def add_up(session: Session, news: list[dict[str, Any]]) -> None:
    """Merge the news of each talk into its row."""
    new = insert(ChatTalk).values([{**row, "created_at": now()} for row in news])
    is_newer = tuple_(ChatTalk.last_at, ChatTalk.last_message_id) <= tuple_(
        new.excluded.last_at, new.excluded.last_message_id
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["corp_id", "userid", "external_userid", "roomid"],
            set_={
                "many": ChatTalk.many + new.excluded.many,
                "last_at": case((is_newer, new.excluded.last_at), else_=ChatTalk.last_at),
                "last_message_id": case(
                    (is_newer, new.excluded.last_message_id), else_=ChatTalk.last_message_id
                ),
            },
        )
    )


def talks(corp_id: str, sought: Sought) -> Select[ChatMessage, int]:
    """The newest message of each talk with how many there are, the newest talk first."""
    rows = (
        select(ChatMessage, ChatTalk.many)
        .join(ChatTalk, ChatTalk.last_message_id == ChatMessage.id)
        .where(ChatTalk.corp_id == corp_id)
        .order_by(ChatTalk.last_at.desc(), ChatTalk.id.desc())
    )
    if sought.userid:
        rows = rows.where(ChatTalk.userid == sought.userid)
    if sought.external_userids is not None:
        rows = rows.where(ChatTalk.external_userid.in_(sought.external_userids))
    return rows
