"""What there is to see of 微信客服: accounts for who drives, chats on a phone, and the truth."""

from dataclasses import asdict
from typing import Any

from bots.simulator.kf.accounts import link_to, living
from bots.simulator.kf.models import BY_CUSTOMER, BY_SERVICER, Entry, Session
from bots.simulator.kf.sessions import settled
from bots.simulator.models import Json
from bots.simulator.world import World

SPEAKERS = {BY_CUSTOMER: "customer", BY_SERVICER: "servicer"}


def desk(world: World) -> Json:
    """GET /sim/kf: the living accounts with their links, and every session as it stands."""
    rows = [
        {**asdict(account), "url": link_to(world, account.open_kfid, "")}
        for account in living(world)
    ]
    return {"accounts": rows, "sessions": _sessions(world)}


def chats(world: World, external_userid: str) -> list[Json]:
    """On a customer's phone: one chat for every account he came to."""
    return [
        {
            "open_kfid": session.open_kfid,
            "name": world.kf.accounts[session.open_kfid].name,
            "messages": [_shown(entry) for entry in world.kf.log if _is_between(entry, session)],
        }
        for session in world.kf.sessions.values()
        if session.external_userid == external_userid
    ]


def truth(world: World) -> Json:
    return {
        "accounts": [asdict(account) for account in world.kf.accounts.values()],
        "sessions": _sessions(world),
        "log": [asdict(entry) for entry in world.kf.log],
    }


def _sessions(world: World) -> list[dict[str, Any]]:
    return [asdict(settled(world, session)) for session in world.kf.sessions.values()]


def _is_between(entry: Entry, session: Session) -> bool:
    """What failed never reached the phone."""
    pair = (session.open_kfid, session.external_userid)
    told = entry.msgtype != "event" and not entry.failed
    return told and (entry.open_kfid, entry.external_userid) == pair


def _shown(entry: Entry) -> Json:
    head = {"at": entry.at, "from": SPEAKERS.get(entry.origin, "app"), "msgid": entry.msgid}
    if entry.recalled:
        return {**head, "msgtype": entry.msgtype, "recalled": True}
    return {**head, "msgtype": entry.msgtype, entry.msgtype: entry.content}
