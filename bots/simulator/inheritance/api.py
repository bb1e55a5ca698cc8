"""Handing customers over, in service and after leaving, and asking what became of them."""

from bots.simulator.api.call import Call, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.inheritance import moving
from bots.simulator.inheritance.models import Transfer
from bots.simulator.models import Json
from bots.simulator.readiness import has_left, left_at, must_be_ready
from bots.simulator.rights import must_see
from bots.simulator.world import World

MOST_CUSTOMERS = 100
LONGEST_MESSAGE = 200
PER_PAGE = 1000
WINDOW = 90 * 86400
MOST_IN_WINDOW = 2
LEFT_AT_MOST = 365 * 86400


def transfer_customer(world: World, call: Call) -> Json:
    """In service: at most twice in 90 days for one customer."""
    message = text(call.body, "transfer_success_msg", most=LONGEST_MESSAGE)
    handover, takeover = _pair(world, call)
    if has_left(world, handover):
        raise RefusalError(60111, "handover_userid has left")
    return _answers(world, call, handover, takeover, message=message, resigned=False)


def resigned_transfer_customer(world: World, call: Call) -> Json:
    handover, takeover = _pair(world, call)
    if not has_left(world, handover):
        raise RefusalError(40097)
    if world.now() - left_at(world, handover) > LEFT_AT_MOST:
        raise RefusalError(40003, "handover_userid left more than a year ago")
    return _answers(world, call, handover, takeover, message="", resigned=True)


def transfer_result(world: World, call: Call) -> Json:
    return _result(world, call, resigned=False)


def resigned_transfer_result(world: World, call: Call) -> Json:
    return _result(world, call, resigned=True)


def get_unassigned_list(world: World, call: Call) -> Json:
    """Customers of members who left, the last leaver first; page_id or cursor, not both."""
    body = call.body
    size = integer(body, "page_size", PER_PAGE, most=PER_PAGE) or PER_PAGE
    number = integer(body, "page_id", 0)
    if number and text(body, "cursor"):
        raise RefusalError(40058, "page_id and cursor cannot be mixed")
    rows = _unassigned(world)
    if number:
        shown, cursor = rows[number * size : (number + 1) * size], ""
        return {"info": shown, "is_last": (number + 1) * size >= len(rows), "next_cursor": cursor}
    shown, cursor = page(rows, {**body, "limit": size}, default=size, most=PER_PAGE)
    return {"info": shown, "is_last": not cursor, "next_cursor": cursor}


def _unassigned(world: World) -> list[Json]:
    leavers = [userid for userid in world.staff if has_left(world, userid)]
    rows = [
        {
            "handover_userid": follow.userid,
            "external_userid": follow.external_userid,
            "dimission_time": int(left_at(world, follow.userid)),
        }
        for follow in world.follows.values()
        if follow.userid in leavers
        and follow.staff_has
        and not world.inheritance.waiting(follow.external_userid)
    ]
    return sorted(rows, key=lambda row: -row["dimission_time"])


def _pair(world: World, call: Call) -> tuple[str, str]:
    handover = text(call.body, "handover_userid", missing=40063).lower()
    takeover = text(call.body, "takeover_userid", missing=40063).lower()
    if handover not in world.staff or takeover not in world.staff:
        raise RefusalError(40003)
    return handover, takeover


def _answers(
    world: World, call: Call, handover: str, takeover: str, *, message: str, resigned: bool
) -> Json:
    """One errcode for each customer; 0 only says that the transfer has begun."""
    wanted = strings(call.body, "external_userid", most=MOST_CUSTOMERS)
    if not wanted:
        raise RefusalError(40063, "external_userid")
    if handover == takeover:
        raise RefusalError(40130)
    must_see(world, call, takeover)
    must_be_ready(world, [takeover])
    rows = []
    for external_userid in wanted:
        errcode = _objection(world, handover, external_userid, resigned=resigned)
        if not errcode:
            at = int(world.now() + moving.TAKES)
            pair = (handover, takeover, external_userid)
            moving.begin(world, Transfer(*pair, world.now(), at, resigned, message))
        rows.append({"external_userid": external_userid, "errcode": errcode})
    return {"customer": rows}


def _objection(world: World, handover: str, external_userid: str, *, resigned: bool) -> int:
    if external_userid not in world.customers:
        return 40096
    follow = world.follows.get((handover, external_userid))
    if follow is None or not follow.staff_has:
        return 40131
    waiting = world.inheritance.waiting(external_userid)
    if any(transfer.handover_userid == handover for transfer in waiting):
        return 40100 if resigned else 40129
    if not resigned and _recently(world, external_userid) >= MOST_IN_WINDOW:
        return 40128
    return 0


def _recently(world: World, external_userid: str) -> int:
    since = world.now() - WINDOW
    past = (t for t in world.inheritance.transfers if t.external_userid == external_userid)
    return sum(1 for transfer in past if transfer.counts and transfer.started_at > since)


def _result(world: World, call: Call, *, resigned: bool) -> Json:
    """takeover_time: when he changed hands, or will, or 0."""
    pair = _pair(world, call)
    found = world.inheritance.between(*pair, resigned=resigned)
    asked = {"cursor": text(call.body, "cursor")}
    shown, cursor = page(found, asked, default=PER_PAGE, most=PER_PAGE)
    rows = [
        {
            "external_userid": transfer.external_userid,
            "status": transfer.status,
            "takeover_time": transfer.takeover_time,
        }
        for transfer in shown
    ]
    return {"customer": rows, "next_cursor": cursor}


PATHS: dict[str, Endpoint] = {
    "externalcontact/transfer_customer": Endpoint("POST", transfer_customer),
    "externalcontact/transfer_result": Endpoint("POST", transfer_result),
    "externalcontact/resigned/transfer_customer": Endpoint("POST", resigned_transfer_customer),
    "externalcontact/resigned/transfer_result": Endpoint("POST", resigned_transfer_result),
    "externalcontact/get_unassigned_list": Endpoint("POST", get_unassigned_list),
}
