"""Where a session stands and how the app moves it (kf/service_state/*)."""

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.kf.models import BOT, ENDED, FRESH, HUMAN, POOL, RECEIVING, Account, Session
from bots.simulator.kf.sessions import (
    CLOSED,
    PICKED,
    TRANSFERRED,
    account_of,
    is_servicer,
    move,
    session_of,
    tell_change,
)
from bots.simulator.models import Json
from bots.simulator.rights import must_see
from bots.simulator.world import World

# TABLE: from which state the API may go where
ALLOWED = {
    FRESH: (BOT, POOL, HUMAN, ENDED),
    BOT: (POOL, HUMAN, ENDED),
    POOL: (HUMAN, ENDED),
    HUMAN: (HUMAN, ENDED),
    ENDED: (),
}


def get(world: World, call: Call) -> Json:
    _, session = _named(world, call.body)
    told: Json = {"service_state": session.state}
    return {**told, "servicer_userid": session.servicer_userid} if session.state == HUMAN else told


def trans(world: World, call: Call) -> Json:
    """msg_code comes with a session's first move to pool or human, and with its end."""
    account, session = _named(world, call.body)
    state = integer(call.body, "service_state", -1, least=FRESH, most=ENDED)
    if session.state == ENDED:
        raise RefusalError(95013)
    if state not in ALLOWED[session.state]:
        raise RefusalError(95016)
    userid = _servicer(world, account, call) if state == HUMAN else ""
    if session.state == HUMAN and userid == session.servicer_userid:
        raise RefusalError(95016, "he already serves this customer")
    before = session.state
    old = session.servicer_userid
    code = move(world, session, state, userid)
    if world.echo:
        change = {ENDED: CLOSED, HUMAN: TRANSFERRED if before == HUMAN else PICKED}.get(state)
        if change is not None:
            tell_change(world, session, change, old, userid, code)
    return {"msg_code": code} if code else {}


def _named(world: World, body: Json) -> tuple[Account, Session]:
    account = account_of(world, text(body, "open_kfid", missing=40063))
    external_userid = text(body, "external_userid", missing=40063)
    return account, session_of(world, account.open_kfid, external_userid)


def _servicer(world: World, account: Account, call: Call) -> str:
    userid = text(call.body, "servicer_userid", missing=40063).lower()
    must_see(world, call, userid)
    if not is_servicer(world, account, userid):
        raise RefusalError(95014)
    if account.servicers.get(userid, RECEIVING) != RECEIVING:
        raise RefusalError(95019)
    return userid


PATHS: dict[str, Endpoint] = {
    "kf/service_state/get": Endpoint("POST", get),
    "kf/service_state/trans": Endpoint("POST", trans),
}
