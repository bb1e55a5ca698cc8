"""Signatures for pages inside WeCom, with the corp's or the app's jsapi_ticket."""

import secrets
from hashlib import sha1

from app import clock
from app.corps.wecom import mouth
from app.queue import redis
from bots.questions import GetAgentTicket, GetJsapiTicket
from bots.speech import Question
from bots.tokens import Grant, RedisTokens, granted, key_of
from bots.transport import part

CORP, AGENT = "corp", "agent"


def signature(corp_id: str, of: str, url: str) -> dict[str, str]:
    """What config (`of` CORP) or agentConfig (AGENT) wants to know for a page at `url`."""
    nonce, timestamp = secrets.token_hex(8), str(int(clock.now().timestamp()))
    return {
        "timestamp": timestamp,
        "nonceStr": nonce,
        "signature": signed(ticket(corp_id, of), nonce, timestamp, url),
    }


def signed(ticket: str, nonce: str, timestamp: str, url: str) -> str:
    """WeCom's algorithm; the part of `url` after # does not belong to it."""
    page = url.partition("#")[0]
    words = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return sha1(words.encode(), usedforsecurity=False).hexdigest()


def ticket(corp_id: str, of: str) -> str:
    """One ticket a corp and one an app, shared by all processes and renewed like a token."""
    speaker = mouth(corp_id)
    question: Question = GetAgentTicket("agent_config") if of == AGENT else GetJsapiTicket()

    def fetch() -> Grant:
        asked_at = clock.now()
        answer = speaker.client.ask(question)
        return granted(str(part(answer, "ticket")), float(part(answer, "expires_in")), asked_at)

    whose = f"{of} ticket {speaker.agentid if of == AGENT else ''}"
    return RedisTokens(redis(), clock.now).token(key_of(corp_id, whose), fetch)
