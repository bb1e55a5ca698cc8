"""customer_acquisition/*: making, changing, listing and deleting links."""

from bots.simulator.api.call import Call, child, flag, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.links.models import Link
from bots.simulator.links.reach import given_range
from bots.simulator.models import Json
from bots.simulator.world import World

LONGEST_NAME = 30
MOST_PRIORITY = 1000


def list_link(world: World, call: Call) -> Json:
    own = [link.link_id for link in world.acquisition.links.values() if _is_own(call, link)]
    shown, cursor = page(own, call.body, default=100, most=100)
    return {"link_id_list": shown, "next_cursor": cursor}


def get(world: World, call: Call) -> Json:
    link = known_link(world, call)
    told = {
        "link_name": link.link_name,
        "url": url_of(world, link),
        "create_time": link.create_time,
        "skip_verify": link.skip_verify,
        "mark_source": link.mark_source,
    }
    answer: Json = {"link": told, "range": link.range}
    return {**answer, "priority_option": link.priority_option} if link.priority_option else answer


def create_link(world: World, call: Call) -> Json:
    body = call.body
    name = text(body, "link_name", most=LONGEST_NAME, missing=40063)
    wanted = given_range(world, call, child(body, "range"))
    option = _priority(world, child(body, "priority_option"))
    skip_verify = flag(body, "skip_verify", default=True)
    mark_source = flag(body, "mark_source", default=True)
    if len(world.acquisition.links) >= world.allowances.most_links:
        raise RefusalError(41095)
    link_id = world.seeded.new_id("cawcde", 18, "link", name)
    made = (link_id, name, int(world.now()), wanted, skip_verify, option, mark_source)
    link = Link(*made, agentid=call.app.agentid)
    world.acquisition.links[link_id] = link
    told = {"link_id": link_id, "link_name": name, "url": url_of(world, link)}
    return {"link": {**told, "create_time": link.create_time}}


def update_link(world: World, call: Call) -> Json:
    """What is given replaces the old; the range as a whole."""
    link, body = known_link(world, call), call.body
    name = text(body, "link_name", most=LONGEST_NAME) or link.link_name
    wanted = given_range(world, call, child(body, "range")) if "range" in body else link.range
    option = link.priority_option
    if "priority_option" in body:
        option = _priority(world, child(body, "priority_option"))
    skip_verify = flag(body, "skip_verify", default=link.skip_verify)
    mark_source = flag(body, "mark_source", default=link.mark_source)
    link.link_name, link.range, link.priority_option = name, wanted, option
    link.skip_verify, link.mark_source, link.unavailable = skip_verify, mark_source, False
    return {}


def delete_link(world: World, call: Call) -> Json:
    """By the API: nothing calls back."""
    del world.acquisition.links[known_link(world, call).link_id]
    return {}


def known_link(world: World, call: Call) -> Link:
    link = world.acquisition.links.get(text(call.body, "link_id", missing=40063))
    if link is None or not _is_own(call, link):
        raise RefusalError(40058, "link_id is none of this app's")
    return link


def url_of(world: World, link: Link) -> str:
    return f"{world.base_url}/ca/{link.link_id}"


def _is_own(call: Call, link: Link) -> bool:
    return link.agentid == call.app.agentid


def _priority(world: World, option: Json) -> Json:
    """Friends of whom first: 1 of everybody's in the corp, 2 of those who are named."""
    if not option:
        return {}
    kind = integer(option, "priority_type", 0, least=1, most=2)
    named = [one.lower() for one in strings(option, "priority_userid_list", most=MOST_PRIORITY)]
    if kind == 1:
        return {"priority_type": kind}
    if not named:
        raise RefusalError(40063, "priority_userid_list")
    if any(userid not in world.staff for userid in named):
        raise RefusalError(40003)
    return {"priority_type": kind, "priority_userid_list": named}


PATHS: dict[str, Endpoint] = {
    "externalcontact/customer_acquisition/list_link": Endpoint("POST", list_link),
    "externalcontact/customer_acquisition/get": Endpoint("POST", get),
    "externalcontact/customer_acquisition/create_link": Endpoint("POST", create_link),
    "externalcontact/customer_acquisition/update_link": Endpoint("POST", update_link),
    "externalcontact/customer_acquisition/delete_link": Endpoint("POST", delete_link),
}
