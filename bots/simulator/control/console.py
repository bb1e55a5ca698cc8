"""What an administrator changes in WeCom's own console: unlike the API, it calls back."""

from bots.simulator import tagbook
from bots.simulator.errors import MistakeError
from bots.simulator.events import tag_event
from bots.simulator.models import Json
from bots.simulator.world import World


def change_tag(world: World, order: Json) -> Json:
    """create (group_name, name), update (id, name) or delete (id) a tag or a group."""
    change, name = order.get("change"), str(order.get("name", ""))
    if change == "create":
        return _create(world, str(order.get("group_name", "")), name)
    tag_id = str(order.get("id", ""))
    if change == "update":
        kind = tagbook.rename(world, tag_id, name)
    elif change == "delete":
        kind = tagbook.remove(world, tag_id)
    else:
        raise MistakeError("change is create, update or delete")
    world.courier.send(tag_event(change, tag_id, kind))
    return {"id": tag_id, "tag_type": kind}


def _create(world: World, group_name: str, name: str) -> Json:
    if not group_name or not name:
        raise MistakeError("group_name and name are needed")
    group = tagbook.group_named(world, group_name)
    if group is None:
        group = tagbook.new_group(world, group_name)
        world.courier.send(tag_event("create", group.group_id, "tag_group"))
    tag = tagbook.new_tag(world, group, name)
    world.courier.send(tag_event("create", tag.id, "tag"))
    return {"id": tag.id, "group_id": group.group_id}
