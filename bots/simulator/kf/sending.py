"""What the app says (kf/send_msg, kf/send_msg_on_event): within 48 hours, at most five, or by code."""

import re

from bots.simulator.api.call import Call, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.kf import feed, messages
from bots.simulator.kf.models import BOT, BY_API, FRESH, Code, Session
from bots.simulator.kf.sessions import CODES, TWO_DAYS, account_of, session_of, settled
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_UNANSWERED = 5
MSGID = re.compile(r"[0-9a-zA-Z_-]{0,32}")
REJECTED = 10  # fail_type of a customer who wants no messages


def send_msg(world: World, call: Call) -> Json:
    """A success says that WeCom took the message; that it failed comes later as an event."""
    account = account_of(world, text(call.body, "open_kfid", missing=40063))
    session = session_of(world, account.open_kfid, text(call.body, "touser", missing=40063))
    msgtype, content = messages.read(world, call.body)
    msgid = _msgid(world, session, call.body)
    _check_window(world, session)
    session.sent += 1
    return {"msgid": _say(world, session, msgtype, content, msgid)}


def send_msg_on_event(world: World, call: Call) -> Json:
    code = world.kf.codes.get(text(call.body, "code", missing=40063))
    if code is None:
        raise RefusalError(95007)
    account_of(world, code.session.open_kfid)
    msgtype, content = messages.read(world, call.body, CODES[code.kind][1])
    msgid = _msgid(world, code.session, call.body)
    _check_code(world, code)
    code.used = True
    if code.kind == "welcome":
        code.session.welcomed_at = world.now()
    return {"msgid": _say(world, code.session, msgtype, content, msgid)}


def _check_window(world: World, session: Session) -> None:
    if session.said_at is None or world.now() - session.said_at > TWO_DAYS:
        raise RefusalError(95002)
    if session.state not in (FRESH, BOT):
        raise RefusalError(95018)
    if session.sent >= MOST_UNANSWERED:
        raise RefusalError(95001)


def _check_code(world: World, code: Code) -> None:
    if code.used or world.now() > code.until:
        raise RefusalError(95007)
    if code.state is not None and settled(world, code.session).state != code.state:
        raise RefusalError(95018)


def _msgid(world: World, session: Session, body: Json) -> str:
    """The caller's own, if it is new to the account, or the next of ours."""
    msgid = text(body, "msgid")
    if not MSGID.fullmatch(msgid):
        raise RefusalError(40058, "msgid is at most 32 of 0-9 a-z A-Z _ -")
    if (session.open_kfid, msgid) in world.kf.msgids:
        raise RefusalError(40058, "this msgid has been used")
    return msgid


def _say(world: World, session: Session, msgtype: str, content: Json, msgid: str) -> str:
    entry = feed.put(world, session, BY_API, msgtype, content, msgid=msgid)
    ordered = world.kf.failures.get(session.open_kfid)
    fail_type = REJECTED if session.blocked else ordered.pop(0) if ordered else None
    if fail_type is not None:
        entry.failed = True
        told = {"fail_msgid": entry.msgid, "fail_type": fail_type}
        feed.tell(world, "msg_send_fail", session.open_kfid, session.external_userid, **told)
    return entry.msgid


PATHS: dict[str, Endpoint] = {
    "kf/send_msg": Endpoint("POST", send_msg),
    "kf/send_msg_on_event": Endpoint("POST", send_msg_on_event),
}
