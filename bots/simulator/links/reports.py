"""customer_acquisition/customer, statistic and get_chat_info, and the quota that is left."""

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.clock import day_of
from bots.simulator.errors import RefusalError
from bots.simulator.links.api import known_link
from bots.simulator.models import Json
from bots.simulator.world import World

DAY = 86400
LONGEST_SPAN = 30 * DAY
KEPT_FOR = 180 * DAY
KEY_LIVES = 1800


def customer(world: World, call: Call) -> Json:
    """chat_status 1: the customer has written."""
    link = known_link(world, call)
    came = [a for a in world.acquisition.arrivals.values() if a.link_id == link.link_id]
    shown, cursor = page(came, call.body, default=1000, most=1000)
    rows = [
        {
            "external_userid": arrival.external_userid,
            "userid": arrival.userid,
            "chat_status": int(arrival.received > 0),
            "state": arrival.state,
        }
        for arrival in shown
    ]
    return {"customer_list": rows, "next_cursor": cursor}


def statistic(world: World, call: Call) -> Json:
    """Whole days of Beijing's, both ends included."""
    link = known_link(world, call)
    if "start_time" not in call.body or "end_time" not in call.body:
        raise RefusalError(40063, "start_time and end_time")
    start, end = integer(call.body, "start_time", 0), integer(call.body, "end_time", 0)
    if not 0 <= end - start <= LONGEST_SPAN:
        raise RefusalError(40058, "from start_time to end_time are 30 days at most")
    if start < world.now() - KEPT_FOR:
        raise RefusalError(40058, "start_time is more than 180 days ago")
    first, last = day_of(start), day_of(end)
    opened = {who for at, who in link.opened if first <= day_of(at) <= last}
    came = [a for a in world.acquisition.arrivals.values() if a.link_id == link.link_id]
    new = [arrival for arrival in came if first <= day_of(arrival.added_at) <= last]
    return {"click_link_customer_cnt": len(opened), "new_customer_cnt": len(new)}


def chat_behind_key(world: World, call: Call) -> Json:
    """Who wrote: the key of message_from_customer is good for half an hour."""
    key = world.acquisition.chat_keys.get(text(call.body, "chat_key", missing=40063))
    if key is None or world.now() - key.issued_at > KEY_LIVES:
        raise RefusalError(40058, "chat_key is unknown or older than 30 minutes")
    arrival = key.arrival
    source = {"link_id": arrival.link_id, "state": arrival.state}
    return {
        "userid": arrival.userid,
        "external_userid": arrival.external_userid,
        "chat_info": {"recv_msg_cnt": key.received, **source},
    }


def quota(world: World, _call: Call) -> Json:
    """`total` is all that was ever bought, the list what may still be spent."""
    acquisition, now = world.acquisition, world.now()
    rows = [
        {"expire_date": batch.expire_date, "balance": batch.balance}
        for batch in acquisition.living(now)
        if batch.balance
    ]
    total = sum(batch.bought for batch in acquisition.batches)
    return {"total": total, "balance": acquisition.balance(now), "quota_list": rows}


PATHS: dict[str, Endpoint] = {
    "externalcontact/customer_acquisition/customer": Endpoint("POST", customer),
    "externalcontact/customer_acquisition/statistic": Endpoint("POST", statistic),
    "externalcontact/customer_acquisition/get_chat_info": Endpoint("POST", chat_behind_key),
    # documented as GET, sent as POST by some clients: a GET path takes both
    "externalcontact/customer_acquisition_quota": Endpoint("GET", quota),
}
