"""Reading the log (kf/sync_msg): three days, in the order of happening, never what the API sent."""

import base64
import binascii
from bisect import bisect_left

from bots.simulator.api.call import Call, integer, octets, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.kf.feed import TOKEN_LIFE
from bots.simulator.kf.models import BY_API, BY_SERVICER, Entry
from bots.simulator.kf.sessions import account_of
from bots.simulator.models import Json
from bots.simulator.world import World

KEPT_FOR = 3 * 86400.0
MOST_AT_ONCE = 1000


def sync_msg(world: World, call: Call) -> Json:
    """A page looks at `limit` lines of the log, so it may be short or empty with more to come."""
    wanted = _accounts(world, text(call.body, "open_kfid"))
    _check_token(world, octets(call.body, "token", 128))
    integer(call.body, "voice_format", 0, most=1)
    limit = integer(call.body, "limit", MOST_AT_ONCE, least=1, most=MOST_AT_ONCE)
    log = world.kf.log
    oldest = bisect_left(log, world.now() - KEPT_FOR, key=lambda entry: entry.at)
    start = min(max(_position(octets(call.body, "cursor", 64)), oldest), len(log))
    stop = min(start + limit, len(log))
    rows = [
        _shown(entry)
        for entry in log[start:stop]
        if entry.origin != BY_API and entry.open_kfid in wanted
    ]
    return {"next_cursor": _cursor(stop), "has_more": int(stop < len(log)), "msg_list": rows}


def _accounts(world: World, open_kfid: str) -> set[str]:
    """One account, or every account that the app manages."""
    if open_kfid:
        return {account_of(world, open_kfid).open_kfid}
    return {account.open_kfid for account in world.kf.accounts.values() if account.managed}


def _check_token(world: World, token: str) -> None:
    if token:
        _, issued_at = world.kf.tokens.get(token, ("", float("-inf")))
        if world.now() - issued_at > TOKEN_LIFE:
            raise RefusalError(95007)


def _shown(entry: Entry) -> Json:
    head: Json = {"msgid": entry.msgid, "send_time": int(entry.at), "origin": entry.origin}
    if entry.msgtype == "event":
        return {**head, "msgtype": "event", "event": entry.content}
    pair = {"open_kfid": entry.open_kfid, "external_userid": entry.external_userid}
    told = {**head, **pair, "msgtype": entry.msgtype, entry.msgtype: entry.content}
    if entry.origin == BY_SERVICER:
        told["servicer_userid"] = entry.servicer_userid
    return told


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(b"kf:%d" % position).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.urlsafe_b64decode(cursor).decode().split(":")
        if word == "kf" and number.isdecimal():
            return int(number)
    except (ValueError, binascii.Error):
        pass
    raise RefusalError(40058, "cursor is not one of ours")


PATHS: dict[str, Endpoint] = {
    "kf/sync_msg": Endpoint("POST", sync_msg),
}
