"""The corp's tag groups and tags, changed by the API and by the console alike."""

from bots.simulator.errors import RefusalError
from bots.simulator.lookup import all_tags
from bots.simulator.models import Tag, TagGroup
from bots.simulator.world import World


def group_named(world: World, group_name: str, strategy_id: int = 0) -> TagGroup | None:
    wanted = (group_name, strategy_id)
    groups = world.tag_groups.values()
    return next((g for g in groups if (g.group_name, g.strategy_id) == wanted), None)


def new_group(
    world: World, group_name: str, order: int = 0, strategy_id: int = 0, agentid: int = 0
) -> TagGroup:
    named = (group_name, strategy_id) if strategy_id else (group_name,)
    group_id = world.seeded.new_id("et", 32, "tag group", *named)
    made = (group_id, group_name, order, int(world.now()))
    group = TagGroup(*made, strategy_id=strategy_id, agentid=agentid)
    world.tag_groups[group_id] = group
    return group


def new_tag(world: World, group: TagGroup, name: str, order: int = 0, agentid: int = 0) -> Tag:
    """A name exists once in its group (40071)."""
    if any(tag.name == name for tag in group.tag):
        raise RefusalError(40071, name)
    tag_id = world.seeded.new_id("et", 32, "tag", group.group_name, name)
    tag = Tag(tag_id, name, order, int(world.now()), agentid)
    group.tag.append(tag)
    return tag


def must_have_room(world: World, more: int) -> None:
    """Corp tags and strategy tags together have one ceiling."""
    there = sum(len(group.tag) for group in world.tag_groups.values())
    if there + more > world.allowances.most_tags:
        raise RefusalError(40126, f"at most {world.allowances.most_tags}")


def origin(world: World, tag_or_group_id: str) -> tuple[TagGroup, int]:
    """The group it is or is in, and the app that made it (0: the console)."""
    group = world.tag_groups.get(tag_or_group_id)
    if group is not None:
        return group, group.agentid
    inside, tag = _must_find(world, tag_or_group_id)
    return inside, tag.agentid


def rename(world: World, tag_or_group_id: str, name: str) -> str:
    """Rename a tag or a group; answers which of the two it was."""
    group = world.tag_groups.get(tag_or_group_id)
    if group is not None:
        same = group_named(world, name, group.strategy_id)
        if same is not None and same is not group:
            raise RefusalError(40071, name)
        group.group_name = name
        return "tag_group"
    inside, tag = _must_find(world, tag_or_group_id)
    if any(other.name == name and other is not tag for other in inside.tag):
        raise RefusalError(40071, name)
    tag.name = name
    return "tag"


def reorder(world: World, tag_or_group_id: str, order: int) -> None:
    if tag_or_group_id in world.tag_groups:
        world.tag_groups[tag_or_group_id].order = order
    else:
        _must_find(world, tag_or_group_id)[1].order = order


def remove(world: World, tag_or_group_id: str) -> str:
    """Also from every follow; a group vanishes with its last tag."""
    group = world.tag_groups.pop(tag_or_group_id, None)
    if group is not None:
        gone, kind = {tag.id for tag in group.tag}, "tag_group"
    else:
        inside, tag = _must_find(world, tag_or_group_id)
        inside.tag.remove(tag)
        if not inside.tag:
            del world.tag_groups[inside.group_id]
        gone, kind = {tag.id}, "tag"
    for follow in world.follows.values():
        follow.tags = [tag_id for tag_id in follow.tags if tag_id not in gone]
    return kind


def _must_find(world: World, tag_id: str) -> tuple[TagGroup, Tag]:
    found = next((pair for pair in all_tags(world) if pair[1].id == tag_id), None)
    if found is None:
        raise RefusalError(40068, tag_id)
    return found
