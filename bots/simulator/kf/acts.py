"""What people do in 微信客服: customers come, ask and recall; servicers take, answer and end."""

from collections.abc import Callable

from bots.simulator.errors import MistakeError
from bots.simulator.kf import feed, sessions
from bots.simulator.kf.models import (
    BY_CUSTOMER,
    BY_SERVICER,
    ENDED,
    HUMAN,
    POOL,
    Entry,
    Session,
)
from bots.simulator.kf.visits import door, servicer_named, session_named
from bots.simulator.kf.words import spoken
from bots.simulator.models import Json
from bots.simulator.people import meet
from bots.simulator.world import World

RECALL_WITHIN = 120.0


def enter(world: World, args: Json) -> Json:
    """A customer opens the chat through a link; a welcome_code comes if he is new or long gone."""
    account, context = door(world, args)
    customer = meet(world, args.get("customer"))
    pair = (account.open_kfid, customer.external_userid)
    session = world.kf.sessions.setdefault(pair, Session(*pair))
    session.context, session.entered_at = context, world.now()
    session.visit = world.seeded.nth("kf visit")
    code = sessions.issue(world, session, "welcome") if _may_be_welcomed(world, session) else ""
    feed.tell(world, "enter_session", *pair, **context, welcome_code=code)
    return {"open_kfid": pair[0], "external_userid": pair[1], "key": customer.key}


def _may_be_welcomed(world: World, session: Session) -> bool:
    lately = session.welcomed_at
    recent = lately is not None and world.now() - lately <= sessions.TWO_DAYS
    return session.said_at is None and not recent


def say(world: World, args: Json) -> Json:
    """A customer writes; after an end, this begins a new session."""
    session = session_named(world, args)
    msgtype, content = spoken(world, session, args)
    if session.refused:
        return {"refused": True}
    if session.state == ENDED:
        sessions.begin(world, session)
    session.said_at, session.sent = world.now(), 0
    servicer = session.servicer_userid
    entry = feed.put(world, session, BY_CUSTOMER, msgtype, content, servicer_userid=servicer)
    return _told(session, entry)


def servicer_say(world: World, args: Json) -> Json:
    """Whoever serves the customer writes; after an end, this takes the session up again."""
    session = session_named(world, args)
    userid = servicer_named(world, session, args.get("userid"))
    if session.state != ENDED and (session.state, session.servicer_userid) != (HUMAN, userid):
        raise MistakeError(f"{userid} does not serve this customer now", 409)
    msgtype, content = spoken(world, session, args)
    if session.state == ENDED:
        if session.said_at is None or world.now() - session.said_at > sessions.TWO_DAYS:
            raise MistakeError("the customer has not written for 48 hours", 409)
        sessions.move(world, session, HUMAN, userid)
        sessions.tell_change(world, session, sessions.REOPENED, "", userid, "")
    entry = feed.put(world, session, BY_SERVICER, msgtype, content, servicer_userid=userid)
    return _told(session, entry)


def recall(world: World, args: Json) -> Json:
    """Within two minutes: the message named, else the last that a customer or servicer said."""
    session = session_named(world, args)
    entry = _recallable(world, session, args.get("msgid"))
    entry.recalled = True
    pair = (session.open_kfid, session.external_userid)
    if entry.origin == BY_CUSTOMER:
        feed.tell(world, "user_recall_msg", *pair, recall_msgid=entry.msgid)
    else:
        who = {"servicer_userid": entry.servicer_userid}
        feed.tell(world, "servicer_recall_msg", *pair, recall_msgid=entry.msgid, **who)
    return {"msgid": entry.msgid}


def _recallable(world: World, session: Session, msgid: object) -> Entry:
    pair = (session.open_kfid, session.external_userid)
    for entry in reversed(world.kf.log):
        if world.now() - entry.at > RECALL_WITHIN:
            break
        theirs = entry.origin in (BY_CUSTOMER, BY_SERVICER) and entry.msgtype != "event"
        here = (entry.open_kfid, entry.external_userid) == pair
        if theirs and here and not entry.recalled and msgid in (None, "", entry.msgid):
            return entry
    raise MistakeError("nothing of the last two minutes can be recalled", 409)


def take(world: World, args: Json) -> Json:
    """A servicer takes a customer out of the pool."""
    session = session_named(world, args)
    userid = servicer_named(world, session, args.get("userid"))
    if session.state != POOL:
        raise MistakeError("this customer is not in the pool", 409)
    session.coded = False  # who is picked by hand always gets his msg_code
    code = sessions.move(world, session, HUMAN, userid)
    sessions.tell_change(world, session, sessions.PICKED, "", userid, code)
    return {"userid": userid}


def transfer(world: World, args: Json) -> Json:
    """Whoever serves the customer hands him to a colleague."""
    session = _served(world, args)
    old, new = session.servicer_userid, servicer_named(world, session, args.get("to"))
    if new == old:
        raise MistakeError(f"{new} already serves this customer", 409)
    sessions.move(world, session, HUMAN, new)
    sessions.tell_change(world, session, sessions.TRANSFERRED, old, new, "")
    return {"userid": new}


def end(world: World, args: Json) -> Json:
    """Whoever serves the customer ends the session."""
    session = _served(world, args)
    old = session.servicer_userid
    code = sessions.move(world, session, ENDED)
    sessions.tell_change(world, session, sessions.CLOSED, old, "", code)
    return {"userid": old}


def refuse(world: World, args: Json) -> Json:
    """A servicer no longer lets this customer's messages in, or again does ("on": false)."""
    session = session_named(world, args)
    userid = servicer_named(world, session, args.get("userid"))
    session.refused = args.get("on", True) is not False
    if session.refused:
        sessions.mark(world, "refused", session, userid)
    feed.tell(
        world,
        "reject_customer_msg_switch_change",
        session.open_kfid,
        session.external_userid,
        servicer_userid=userid,
        reject_switch=int(session.refused),
    )
    return {"refused": session.refused}


def block(world: World, args: Json) -> Json:
    """A customer wants no messages any more, or again does: the app learns it by failures."""
    session = session_named(world, args)
    session.blocked = args.get("on", True) is not False
    return {"blocked": session.blocked}


def _served(world: World, args: Json) -> Session:
    session = session_named(world, args)
    if session.state != HUMAN:
        raise MistakeError("nobody serves this customer now", 409)
    return session


def _told(session: Session, entry: Entry) -> Json:
    return {"open_kfid": session.open_kfid, "msgid": entry.msgid, "at": entry.at}


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "kf/enter": enter,
    "kf/say": say,
    "kf/servicer_say": servicer_say,
    "kf/recall": recall,
    "kf/take": take,
    "kf/transfer": transfer,
    "kf/end": end,
    "kf/refuse": refuse,
    "kf/block": block,
}
