"""Listing, adding, editing and removing tags: what corp tags and strategy tags have in common."""

from collections.abc import Callable

from bots.simulator import tagbook
from bots.simulator.api.call import Call, children, integer, strings, text
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import tag_of
from bots.simulator.models import Json, Tag, TagGroup
from bots.simulator.world import World

LONGEST_NAME = 30
Belongs = Callable[[TagGroup], bool]


def of_corp(group: TagGroup) -> bool:
    return not group.strategy_id


def of_strategy(group: TagGroup) -> bool:
    return bool(group.strategy_id)


def listed(world: World, call: Call, belongs: Belongs) -> list[tuple[TagGroup, list[Tag]]]:
    """All, or some by tag_id or group_id (where both are given only group_id counts).

    A higher order stands in front.
    """
    groups, tags = strings(call.body, "group_id"), strings(call.body, "tag_id")
    found = []
    for group in sorted(world.tag_groups.values(), key=lambda one: -one.order):
        if not belongs(group) or (groups and group.group_id not in groups):
            continue
        inside = [tag for tag in group.tag if groups or not tags or tag.id in tags]
        inside = [tag for tag in inside if not world.hides("tags", tag.create_time)]
        if inside:
            found.append((group, sorted(inside, key=lambda one: -one.order)))
    return found


def added(world: World, call: Call, strategy_id: int = 0) -> tuple[TagGroup, list[Tag]]:
    """Into the group named by id or by name; a name that is new makes a new group."""
    wanted = children(call.body, "tag")
    if not wanted:
        raise RefusalError(40063, "tag")
    named = [(text(t, "name", most=LONGEST_NAME, missing=40063), order_of(t)) for t in wanted]
    tagbook.must_have_room(world, len(named))
    found = _wanted_group(world, call, strategy_id)
    taken = {tag.name for tag in found.tag} if found else set()
    names = [name for name, _ in named]
    if len(set(names)) < len(names) or taken & set(names):
        raise RefusalError(40071)
    maker = call.app.agentid
    group = found or tagbook.new_group(
        world, text(call.body, "group_name"), order_of(call.body), strategy_id, maker
    )
    return group, [tagbook.new_tag(world, group, name, order, maker) for name, order in named]


def edited(world: World, call: Call, belongs: Belongs) -> Json:
    tag_id = text(call.body, "id", missing=40068)
    name = text(call.body, "name", most=LONGEST_NAME)
    _must_own(world, call, tag_id, belongs)
    if name:
        tagbook.rename(world, tag_id, name)
    if "order" in call.body:
        tagbook.reorder(world, tag_id, order_of(call.body))
    return {}


def removed(world: World, call: Call, belongs: Belongs) -> Json:
    tags, groups = strings(call.body, "tag_id"), strings(call.body, "group_id")
    if not tags and not groups:
        raise RefusalError(40063, "tag_id and group_id")
    if any(tag_id in world.tag_groups for tag_id in tags):
        raise RefusalError(40068, "tag_id")
    if any(group_id not in world.tag_groups for group_id in groups):
        raise RefusalError(40068, "group_id")
    for gone in [*tags, *groups]:
        _must_own(world, call, gone, belongs)
    for gone in [*tags, *groups]:
        if gone in world.tag_groups or tag_of(world, gone):
            tagbook.remove(world, gone)
    return {}


def order_of(fields: Json) -> int:
    return integer(fields, "order", 0, most=2**32 - 1)


def _wanted_group(world: World, call: Call, strategy_id: int) -> TagGroup | None:
    group_id = text(call.body, "group_id")
    if group_id:
        group = world.tag_groups.get(group_id)
        if group is None or group.strategy_id != strategy_id:
            raise RefusalError(40068, "group_id")
        return group
    name = text(call.body, "group_name", most=LONGEST_NAME, missing=40063)
    return tagbook.group_named(world, name, strategy_id)


def _must_own(world: World, call: Call, tag_or_group_id: str, belongs: Belongs) -> None:
    """40068 when there is none of this kind, 81011 when another app or the console made it."""
    group, made_by = tagbook.origin(world, tag_or_group_id)
    if not belongs(group):
        raise RefusalError(40068, tag_or_group_id)
    if made_by != call.app.agentid:
        raise RefusalError(81011, tag_or_group_id)
