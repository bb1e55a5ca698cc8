"""One person's other ids: by unionid, by openid, and what stands for who is no customer yet."""

from bots.simulator.api.call import Call, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import CUSTOMER
from bots.simulator.book.identity import openid
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import follows_of_customer
from bots.simulator.models import Customer, Json
from bots.simulator.rights import saw
from bots.simulator.world import World

MOST_AT_ONCE = 100
PENDING_LIVES = 90 * 86400


def unionid_to_external_userid(world: World, call: Call) -> Json:
    """Only customers of members whom the app sees; a stranger's unionid is invalid here."""
    customer = _of_unionid(world, call, text(call.body, "unionid", missing=40063))
    if customer is None:
        raise RefusalError(610014)
    return {"external_userid": customer.external_userid}


def unionid_or_pending(world: World, call: Call) -> Json:
    """The external_userid, or a pending_id for who is no customer yet, good for 90 days."""
    unionid = text(call.body, "unionid", missing=40063)
    text(call.body, "openid", missing=40063)
    integer(call.body, "subject_type", 0, most=1)
    customer = _of_unionid(world, call, unionid)
    if customer is not None:
        return {"external_userid": customer.external_userid, "pending_id": ""}
    if not _is_pending(world, unionid):
        world.other_ids.pending_since[unionid] = world.now()
    return {"external_userid": "", "pending_id": _pending_id(world, unionid)}


def external_userid_to_pending_id(world: World, call: Call) -> Json:
    """For customers who had a pending_id before; others are left out."""
    if text(call.body, "chat_id"):
        raise RefusalError(40058, "the simulator takes no chat_id here")
    wanted = strings(call.body, "external_userid", most=MOST_AT_ONCE)
    if not wanted:
        raise RefusalError(40063, "external_userid")
    known = [world.customers[one] for one in wanted if one in world.customers]
    rows = [
        {
            "external_userid": customer.external_userid,
            "pending_id": _pending_id(world, customer.unionid),
        }
        for customer in known
        if _is_pending(world, customer.unionid) and _is_seen(world, call, customer)
    ]
    return {"result": rows}


def convert_to_openid(world: World, call: Call) -> Json:
    customer = world.customers.get(text(call.body, "external_userid", missing=41035))
    if customer is None:
        raise RefusalError(40096)
    if not customer.unionid:
        raise RefusalError(41056)
    return {"openid": openid(world, customer.external_userid)}


def _of_unionid(world: World, call: Call, unionid: str) -> Customer | None:
    everybody = world.customers.values()
    found = next((customer for customer in everybody if customer.unionid == unionid), None)
    return found if found and _is_seen(world, call, found) else None


def _is_seen(world: World, call: Call, customer: Customer) -> bool:
    follows = follows_of_customer(world, customer.external_userid)
    return any(saw(world, call.app, follow.userid) for follow in follows)


def _is_pending(world: World, unionid: str) -> bool:
    since = world.other_ids.pending_since.get(unionid)
    return since is not None and world.now() - since <= PENDING_LIVES


def _pending_id(world: World, unionid: str) -> str:
    since = int(world.other_ids.pending_since[unionid])
    return "p" + world.seeded.letters(31, "pending_id", unionid, since)


PATHS: dict[str, Endpoint] = {
    "externalcontact/unionid_to_external_userid": Endpoint("POST", unionid_to_external_userid),
    "externalcontact/convert_to_openid": Endpoint("POST", convert_to_openid),
    "idconvert/unionid_to_external_userid": Endpoint("POST", unionid_or_pending, CUSTOMER),
    "idconvert/batch/external_userid_to_pending_id": Endpoint(
        "POST", external_userid_to_pending_id, CUSTOMER
    ),
}
