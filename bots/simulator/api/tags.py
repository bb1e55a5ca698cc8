"""Corp tags (企业标签) and marking a follow with them."""

from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.tag_calls import added, edited, listed, of_corp, removed
from bots.simulator.errors import RefusalError
from bots.simulator.events import contact_event
from bots.simulator.lookup import api_follow, tag_of
from bots.simulator.models import Json, Tag, TagGroup
from bots.simulator.rights import must_see
from bots.simulator.world import World

MOST_PER_FOLLOW = 3000


def get_corp_tag_list(world: World, call: Call) -> Json:
    return {"tag_group": [_group(*pair) for pair in listed(world, call, of_corp)]}


def add_corp_tag(world: World, call: Call) -> Json:
    return {"tag_group": _group(*added(world, call))}


def edit_corp_tag(world: World, call: Call) -> Json:
    return edited(world, call, of_corp)


def del_corp_tag(world: World, call: Call) -> Json:
    return removed(world, call, of_corp)


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


def _group(group: TagGroup, tags: list[Tag]) -> Json:
    named = {"group_id": group.group_id, "group_name": group.group_name}
    more = {"order": group.order, "create_time": group.create_time}
    return {**named, **more, "deleted": False, "tag": [_tag(tag) for tag in tags]}


def _tag(tag: Tag) -> Json:
    told = {"id": tag.id, "name": tag.name, "order": tag.order, "create_time": tag.create_time}
    return {**told, "deleted": False}


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_corp_tag_list": Endpoint("POST", get_corp_tag_list),
    "externalcontact/add_corp_tag": Endpoint("POST", add_corp_tag),
    "externalcontact/edit_corp_tag": Endpoint("POST", edit_corp_tag),
    "externalcontact/del_corp_tag": Endpoint("POST", del_corp_tag),
    "externalcontact/mark_tag": Endpoint("POST", mark_tag),
}
