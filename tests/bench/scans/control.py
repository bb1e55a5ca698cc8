"""The control: the same deliveries, deduplicated as Tencent's documents say, must fail the check."""

from hashlib import sha256

import xmltodict
from sqlalchemy.dialects.postgresql import insert

from app.db import transaction
from app.inbox.models import InboxEvent
from app.inbox.record import ring_for, values_of
from callbacks.wire import moment, named
from tests.conftest import CORP


def keep_by_sender_and_second(words: list[str]) -> None:
    """Keep events by FromUserName + CreateTime, which is what the documents name as the key."""
    for text in words:
        message = xmltodict.parse(text)["xml"]
        key = f"{message['FromUserName']}{message['CreateTime']}"
        event = named(message, CORP)
        row = {
            **values_of(event),
            "corp_id": CORP,
            "fingerprint": sha256(key.encode()).hexdigest(),
            "message": message,
            "happened_at": moment(message),
        }
        with transaction() as session:
            statement = insert(InboxEvent).values(row).on_conflict_do_nothing()
            if event and session.scalar(statement.returning(InboxEvent.id)):
                ring_for(session, event)
