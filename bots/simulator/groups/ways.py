"""Join ways (加入群聊): codes that lead customers into groups, and open the next when all are full."""

from bots.simulator.api.call import Call, flag, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.temp_ways import must_have_room
from bots.simulator.errors import RefusalError
from bots.simulator.groups.lookup import api_chat
from bots.simulator.groups.models import JoinWay
from bots.simulator.models import Json
from bots.simulator.world import World

MINI_PROGRAM, QR = 1, 2
MOST_CHATS, LONGEST_STATE, LONGEST_REMARK, LONGEST_NAME = 5, 30, 30, 40


def add_join_way(world: World, call: Call) -> Json:
    must_have_room(world, is_temp=False)
    fields = _read(world, call)
    named = (fields["state"], fields["remark"], tuple(fields["chat_id_list"]))
    number = world.seeded.nth("join way", *named)
    config_id = world.seeded.letters(32, "join way", *named, number, alphabet="0123456789abcdef")
    world.groups.ways[config_id] = JoinWay(config_id, call.app.agentid, fields)
    return {"config_id": config_id}


def get_join_way(world: World, call: Call) -> Json:
    way = _known(world, call)
    told = {"config_id": way.config_id, **way.fields}
    if way.fields["scene"] == QR:
        told["qr_code"] = f"{world.base_url}/qr/{way.config_id}"
    return {"join_way": told}


def update_join_way(world: World, call: Call) -> Json:
    """Covers the whole configuration; what is not given falls back to its default."""
    way = _known(world, call)
    way.fields = _read(world, call)
    return {}


def del_join_way(world: World, call: Call) -> Json:
    del world.groups.ways[_known(world, call).config_id]
    return {}


def _known(world: World, call: Call) -> JoinWay:
    way = world.groups.ways.get(text(call.body, "config_id", missing=41043))
    if way is None or way.agentid != call.app.agentid:
        raise RefusalError(41044)
    return way


def _read(world: World, call: Call) -> Json:
    body = call.body
    if "scene" not in body:
        raise RefusalError(41038)
    if body["scene"] not in (MINI_PROGRAM, QR):
        raise RefusalError(41040)
    chats = strings(body, "chat_id_list")
    if not chats:
        raise RefusalError(40063, "chat_id_list")
    if len(chats) > MOST_CHATS:
        raise RefusalError(41091)
    for chat_id in chats:
        api_chat(world, call, chat_id)
    return {
        "scene": int(body["scene"]),
        "remark": text(body, "remark")[:LONGEST_REMARK],  # WeCom cuts it off and says nothing
        "auto_create_room": integer(body, "auto_create_room", 1, most=1),
        "room_base_name": text(body, "room_base_name", most=LONGEST_NAME),
        "room_base_id": integer(body, "room_base_id", 1, most=2**31),
        "chat_id_list": chats,
        "state": text(body, "state", most=LONGEST_STATE),
        "mark_source": flag(body, "mark_source"),
    }


PATHS: dict[str, Endpoint] = {
    "externalcontact/groupchat/add_join_way": Endpoint("POST", add_join_way),
    "externalcontact/groupchat/get_join_way": Endpoint("POST", get_join_way),
    "externalcontact/groupchat/update_join_way": Endpoint("POST", update_join_way),
    "externalcontact/groupchat/del_join_way": Endpoint("POST", del_join_way),
}
