"""Corp tags (企业标签) and marking a follow with them."""

from dataclasses import asdict

from bots.simulator import tagbook
from bots.simulator.api.call import Call, children, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.events import contact_event
from bots.simulator.lookup import api_follow, tag_of
from bots.simulator.models import Json, Tag, TagGroup
from bots.simulator.rights import must_see
from bots.simulator.world import World

LONGEST_NAME = 30
MOST_TAGS = 10_000
MOST_PER_FOLLOW = 3000


def get_corp_tag_list(world: World, call: Call) -> Json:
    """All, or some by tag_id or group_id; where both are given only group_id counts."""
    groups, tags = strings(call.body, "group_id"), strings(call.body, "tag_id")
    rows = []
    for group in sorted(world.tag_groups.values(), key=lambda one: -one.order):
        if groups and group.group_id not in groups:
            continue
        inside = [tag for tag in group.tag if groups or not tags or tag.id in tags]
        inside = [tag for tag in inside if not world.hides("tags", tag.create_time)]
        if inside:
            rows.append(_group(group, inside))
    return {"tag_group": rows}


def add_corp_tag(world: World, call: Call) -> Json:
    """Into the group named by id or by name; a name that is new makes a new group."""
    wanted = children(call.body, "tag")
    if not wanted:
        raise RefusalError(40063, "tag")
    named = [(text(t, "name", most=LONGEST_NAME, missing=40063), _order(t)) for t in wanted]
    if sum(len(group.tag) for group in world.tag_groups.values()) + len(named) > MOST_TAGS:
        raise RefusalError(40058, f"more than {MOST_TAGS} tags")
    found = _wanted_group(world, call)
    taken = {tag.name for tag in found.tag} if found else set()
    names = [name for name, _ in named]
    if len(set(names)) < len(names) or taken & set(names):
        raise RefusalError(40071)
    group = found or tagbook.new_group(world, text(call.body, "group_name"), _order(call.body))
    made = [tagbook.new_tag(world, group, name, order) for name, order in named]
    return {"tag_group": _group(group, made)}


def edit_corp_tag(world: World, call: Call) -> Json:
    tag_id = text(call.body, "id", missing=40068)
    name = text(call.body, "name", most=LONGEST_NAME)
    if name:
        tagbook.rename(world, tag_id, name)
    if "order" in call.body:
        tagbook.reorder(world, tag_id, _order(call.body))
    return {}


def del_corp_tag(world: World, call: Call) -> Json:
    tags, groups = strings(call.body, "tag_id"), strings(call.body, "group_id")
    if not tags and not groups:
        raise RefusalError(40063, "tag_id and group_id")
    if any(tag_of(world, tag_id) is None for tag_id in tags):
        raise RefusalError(40068)
    if any(group_id not in world.tag_groups for group_id in groups):
        raise RefusalError(40068)
    for gone in [*tags, *(g for g in groups)]:
        if gone in world.tag_groups or tag_of(world, gone):
            tagbook.remove(world, gone)
    return {}


def mark_tag(world: World, call: Call) -> Json:
    """Tags belong to the pair of member and customer; marking twice changes nothing."""
    body = call.body
    userid = text(body, "userid", missing=41009)
    external_userid = text(body, "external_userid", missing=41035)
    add, remove = strings(body, "add_tag"), strings(body, "remove_tag")
    if not add and not remove:
        raise RefusalError(40063, "add_tag and remove_tag")
    must_see(world, call, userid)
    follow = api_follow(world, userid, external_userid)
    if any(tag_of(world, tag_id) is None for tag_id in [*add, *remove]):
        raise RefusalError(40068)
    kept = [tag_id for tag_id in follow.tags if tag_id not in remove]
    marked = kept + [tag_id for tag_id in add if tag_id not in kept]
    if len(marked) > MOST_PER_FOLLOW:
        raise RefusalError(40058, f"more than {MOST_PER_FOLLOW} tags on one customer")
    follow.tags = marked
    asked = {"userid": follow.userid, "external_userid": external_userid}
    world.marks.append({"at": world.now(), **asked, "add_tag": add, "remove_tag": remove})
    if world.echo:
        world.courier.send(contact_event("edit_external_contact", follow))
    return {}


def _wanted_group(world: World, call: Call) -> TagGroup | None:
    group_id = text(call.body, "group_id")
    if group_id:
        if group_id not in world.tag_groups:
            raise RefusalError(40068, "group_id")
        return world.tag_groups[group_id]
    name = text(call.body, "group_name", most=LONGEST_NAME, missing=40063)
    return tagbook.group_named(world, name)


def _order(fields: Json) -> int:
    return integer(fields, "order", 0, most=2**32 - 1)


def _group(group: TagGroup, tags: list[Tag]) -> Json:
    rows = [{**asdict(tag), "deleted": False} for tag in tags]
    return {**asdict(group), "deleted": False, "tag": rows}


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_corp_tag_list": Endpoint("POST", get_corp_tag_list),
    "externalcontact/add_corp_tag": Endpoint("POST", add_corp_tag),
    "externalcontact/edit_corp_tag": Endpoint("POST", edit_corp_tag),
    "externalcontact/del_corp_tag": Endpoint("POST", del_corp_tag),
    "externalcontact/mark_tag": Endpoint("POST", mark_tag),
}
