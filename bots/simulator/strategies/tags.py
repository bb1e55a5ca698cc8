"""Tags of a strategy (规则组标签): like corp tags, but of one strategy at the top of the tree."""

from bots.simulator.api.call import Call, integer
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.tag_calls import added, edited, listed, of_strategy, removed
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Tag, TagGroup
from bots.simulator.world import World


def get_strategy_tag_list(world: World, call: Call) -> Json:
    wanted = integer(call.body, "strategy_id", 0)
    if wanted and wanted not in world.strategies.of_customers.all:
        raise RefusalError(40058, "strategy_id")
    groups = listed(world, call, of_strategy)
    shown = [(g, tags) for g, tags in groups if wanted in (0, g.strategy_id)]
    return {"tag_group": [_group(group, tags) for group, tags in shown]}


def add_strategy_tag(world: World, call: Call) -> Json:
    strategy_id = integer(call.body, "strategy_id", 0)
    strategy = world.strategies.of_customers.all.get(strategy_id)
    if strategy is None:
        raise RefusalError(40058, "strategy_id")
    if strategy.parent_id:
        raise RefusalError(40058, "only strategies without a parent have tags")
    return {"tag_group": _group(*added(world, call, strategy_id))}


def edit_strategy_tag(world: World, call: Call) -> Json:
    return edited(world, call, of_strategy)


def del_strategy_tag(world: World, call: Call) -> Json:
    return removed(world, call, of_strategy)


def _group(group: TagGroup, tags: list[Tag]) -> Json:
    rows = [
        {"id": tag.id, "name": tag.name, "create_time": tag.create_time, "order": tag.order}
        for tag in tags
    ]
    named = {"group_id": group.group_id, "group_name": group.group_name}
    more = {"create_time": group.create_time, "order": group.order}
    return {**named, **more, "strategy_id": group.strategy_id, "tag": rows}


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_strategy_tag_list": Endpoint("POST", get_strategy_tag_list),
    "externalcontact/add_strategy_tag": Endpoint("POST", add_strategy_tag),
    "externalcontact/edit_strategy_tag": Endpoint("POST", edit_strategy_tag),
    "externalcontact/del_strategy_tag": Endpoint("POST", del_strategy_tag),
}
