"""What an administrator changes in WeCom's own console: unlike the API, it calls back."""

from bots.simulator import tagbook
from bots.simulator.errors import MistakeError
from bots.simulator.events import tag_event
from bots.simulator.models import Json
from bots.simulator.world import World


def change_tag(world: World, order: Json) -> Json:
    """create, update or delete a tag or a group, or shuffle a group's tags or all groups."""
    change, name = order.get("change"), str(order.get("name", ""))
    if change == "create":
        return _create(world, order, str(order.get("group_name", "")), name)
    if change == "shuffle":
        return _shuffle(world, order)
    tag_id = str(order.get("id", ""))
    strategy_id = tagbook.origin(world, tag_id)[0].strategy_id
    if change == "update":
        kind = tagbook.rename(world, tag_id, name)
    elif change == "delete":
        kind = tagbook.remove(world, tag_id)
    else:
        raise MistakeError("change is create, update, delete or shuffle")
    world.courier.send(tag_event(change, tag_id, kind, strategy_id))
    return {"id": tag_id, "tag_type": kind}


def _create(world: World, order: Json, group_name: str, name: str) -> Json:
    if not group_name or not name:
        raise MistakeError("group_name and name are needed")
    strategy_id = _strategy_id(world, order)
    tagbook.must_have_room(world, 1)
    group = tagbook.group_named(world, group_name, strategy_id)
    if group is None:
        group = tagbook.new_group(world, group_name, strategy_id=strategy_id)
        world.courier.send(tag_event("create", group.group_id, "tag_group", strategy_id))
    tag = tagbook.new_tag(world, group, name)
    world.courier.send(tag_event("create", tag.id, "tag", strategy_id))
    return {"id": tag.id, "group_id": group.group_id}


def _shuffle(world: World, order: Json) -> Json:
    """The ids in their new order: a group's tags when `id` names it, else groups."""
    group_id, ids = str(order.get("id", "")), order.get("order")
    strategy_id = _strategy_id(world, order)
    there = [g.group_id for g in world.tag_groups.values() if g.strategy_id == strategy_id]
    if group_id:
        group = tagbook.origin(world, group_id)[0]
        strategy_id, there = group.strategy_id, [tag.id for tag in group.tag]
    if not isinstance(ids, list) or sorted(map(str, ids)) != sorted(there):
        raise MistakeError("order is a list of all the ids that change places")
    for place, one in enumerate(ids):
        tagbook.reorder(world, one, len(ids) - place)
    world.courier.send(tag_event("shuffle", group_id, "", strategy_id))
    return {"id": group_id}


def _strategy_id(world: World, order: Json) -> int:
    strategy_id = order.get("strategy_id", 0)
    if strategy_id and strategy_id not in world.strategies.of_customers.all:
        raise MistakeError("there is no such strategy", 404)
    return int(strategy_id)
