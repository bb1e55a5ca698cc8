"""groupchat/transfer and onjob_transfer: a customer group gets another owner."""

from collections.abc import Callable

from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.clock import day_of
from bots.simulator.errors import RefusalError
from bots.simulator.groups.changes import hand_over
from bots.simulator.groups.lookup import api_chat
from bots.simulator.groups.models import GroupChat
from bots.simulator.inheritance.models import GroupMove
from bots.simulator.models import Json
from bots.simulator.readiness import has_left, must_be_ready
from bots.simulator.rights import must_see
from bots.simulator.world import World

MOST_GROUPS = 100
MOST_A_DAY = 300  # of one owner in service
WINDOW = 90 * 86400
MOST_IN_WINDOW = 2
INHERITED = 3  # as groupchat/list shows it


def transfer(world: World, call: Call) -> Json:
    """Groups whose owner has left; a group that was inherited says so."""
    return _moved(world, call, _inherit)


def onjob_transfer(world: World, call: Call) -> Json:
    """Groups whose owner serves: 300 of his a day, one group twice in 90 days."""
    return _moved(world, call, _give)


def _moved(world: World, call: Call, move: Callable[[World, GroupChat, str], None]) -> Json:
    """Each group by itself; those that cannot be moved are named with the reason."""
    wanted = strings(call.body, "chat_id_list", most=MOST_GROUPS)
    heir = text(call.body, "new_owner", missing=40063).lower()
    if not wanted:
        raise RefusalError(40063, "chat_id_list")
    if heir not in world.staff:
        raise RefusalError(40003, "new_owner")
    must_see(world, call, heir)
    must_be_ready(world, [heir])
    failed = []
    for chat_id in wanted:
        try:
            move(world, api_chat(world, call, chat_id), heir)
        except RefusalError as refusal:
            why = {"errcode": refusal.errcode, "errmsg": refusal.errmsg}
            failed.append({"chat_id": chat_id, **why})
    return {"failed_chat_list": failed}


def _inherit(world: World, chat: GroupChat, heir: str) -> None:
    if not has_left(world, chat.owner):
        raise RefusalError(90508 if chat.status == INHERITED else 90500)
    chat.status = INHERITED
    _move(world, chat, heir, resigned=True)


def _give(world: World, chat: GroupChat, heir: str) -> None:
    if has_left(world, chat.owner):
        raise RefusalError(90502)
    if chat.owner == heir:
        raise RefusalError(90504)
    now = world.now()
    given = [one for one in world.inheritance.group_moves if not one.resigned]
    his = (one for one in given if one.handover_userid == chat.owner)
    if sum(1 for one in his if day_of(one.at) == day_of(now)) >= MOST_A_DAY:
        raise RefusalError(45009, f"{MOST_A_DAY} groups of one owner a day")
    lately = [one for one in given if one.chat_id == chat.chat_id and one.at > now - WINDOW]
    if len(lately) >= MOST_IN_WINDOW:
        raise RefusalError(40128)
    _move(world, chat, heir, resigned=False)


def _move(world: World, chat: GroupChat, heir: str, *, resigned: bool) -> None:
    move = GroupMove(chat.chat_id, chat.owner, heir, world.now(), resigned)
    world.inheritance.group_moves.append(move)
    hand_over(world, chat, heir, by_api=True)


PATHS: dict[str, Endpoint] = {
    "externalcontact/groupchat/transfer": Endpoint("POST", transfer),
    "externalcontact/groupchat/onjob_transfer": Endpoint("POST", onjob_transfer),
}
