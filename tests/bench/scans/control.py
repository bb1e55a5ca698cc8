"""The control: the same deliveries, deduplicated as Tencent's documents say, must fail the check."""

from hashlib import sha256

import xmltodict

from app.db import transaction
from app.inbox.record import keep
from callbacks.wire import moment, named
from tests.conftest import CORP


def keep_by_sender_and_second(words: list[str]) -> None:
    """Keep events by FromUserName + CreateTime, which is what the documents name as the key."""
    for text in words:
        message = xmltodict.parse(text)["xml"]
        key = f"{message['FromUserName']}{message['CreateTime']}"
        values = {"message": message, "happened_at": moment(message)}
        with transaction() as session:
            keep(
                session,
                named(message, CORP),
                corp_id=CORP,
                fingerprint=sha256(key.encode()).hexdigest(),
                values=values,
            )
