"""Passive replies (被动回复): what a member who writes to the app is told in the same breath.

Only plain words get an answer, and only where the app receives XML; everything else is answered
with nothing, which WeCom takes as received (official page 90241).
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.replies import TextReply

from app.db import reading
from app.insight.answers import answer_to
from callbacks.envelope import Keys

log = logging.getLogger(__name__)

NOTHING = "success"


def reply_to(told: Mapping[str, Any], keys: Keys, now: datetime) -> str:
    """The sealed answer to a member's words, or the word that says we have heard.

    The words are kept already: whatever goes wrong here must not make WeCom send them again.
    """
    if not is_question(told):
        return NOTHING
    try:
        with reading() as session:
            userid = told["FromUserName"].lower()
            answer = answer_to(session, keys.corp_id, userid, told["Content"])
    except DBAPIError as error:
        log.warning("no answer to a member: %s", type(error).__name__)
        return NOTHING
    return sealed(answer, told, keys, now)


def is_question(told: Mapping[str, Any]) -> bool:
    """Whether a member wrote words."""
    is_spoken = isinstance(told.get("FromUserName"), str) and isinstance(told.get("Content"), str)
    return is_spoken and told.get("MsgType") == "text"


def sealed(answer: str, told: Mapping[str, Any], keys: Keys, now: datetime) -> str:
    """The answer as XML in an envelope of its own."""
    reply = TextReply(
        content=answer,
        source=keys.corp_id,
        target=told["FromUserName"],
        agent=int(told.get("AgentID") or 0),
        time=int(now.timestamp()),
    )
    crypto = WeChatCrypto(keys.token, keys.encoding_aes_key, keys.corp_id)
    return str(crypto.encrypt_message(reply.render(), secrets.token_hex(8), int(now.timestamp())))
