"""contact_list: everybody whom the corp has served, with an id that lasts four hours."""

import base64
import binascii

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Follow, Json
from bots.simulator.rights import sees
from bots.simulator.world import World

LIVES = 4 * 3600  # of a temporary id; a cursor is taken for as long
PER_PAGE = 1000


def contact_list(world: World, call: Call) -> Json:
    """One row for each member who has a customer, in the order they were added."""
    start = _position(world, text(call.body, "cursor"))
    stop = start + (integer(call.body, "limit", PER_PAGE, most=PER_PAGE) or PER_PAGE)
    follows = sorted(world.follows.values(), key=lambda follow: follow.order)
    served = [f for f in follows if f.staff_has and sees(world, call.app, f.userid)]
    rows = [_row(world, follow) for follow in served[start:stop]]
    return {"info_list": rows, "next_cursor": _cursor(world, stop) if stop < len(served) else ""}


def _row(world: World, follow: Follow) -> Json:
    return {
        "is_customer": True,
        "tmp_openid": tmp_openid(world, follow.external_userid),
        "external_userid": follow.external_userid,
        "follow_userid": follow.userid,
        "add_time": follow.createtime,
    }


def tmp_openid(world: World, external_userid: str) -> str:
    """The same for one person within a span of four hours, another in the next."""
    span = int(world.now()) // LIVES
    return "tmp" + world.seeded.letters(29, "tmp_openid", external_userid, span)


def _cursor(world: World, position: int) -> str:
    return base64.urlsafe_b64encode(b"served:%d:%d" % (int(world.now()), position)).decode()


def _position(world: World, cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, issued, position = base64.urlsafe_b64decode(cursor).decode().split(":")
        if word == "served" and world.now() - int(issued) <= LIVES:
            return int(position)
    except (ValueError, binascii.Error):
        pass
    raise RefusalError(40058, "cursor is not one of ours, or is older than four hours")


PATHS: dict[str, Endpoint] = {
    "externalcontact/contact_list": Endpoint("POST", contact_list),
}
