"""What people do with acquisition links: customers open them, the console deletes them."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from bots.simulator import follows
from bots.simulator.errors import MistakeError
from bots.simulator.links.events import acquisition_event
from bots.simulator.links.models import Arrival, Link
from bots.simulator.links.quota import change_quota, spend
from bots.simulator.links.reach import covered, usable
from bots.simulator.lookup import follows_of_customer, known_staff
from bots.simulator.models import Customer, Json
from bots.simulator.people import ask, meet
from bots.simulator.world import World

BY_LINK = 16
LONGEST_CHANNEL = 64  # bytes; WeCom cuts off what is longer


def open_link(world: World, args: Json) -> Json:
    """A customer opens a link and asks to add its member; `request` false: he only looks."""
    link, state = _target(world, args)
    customer = meet(world, args.get("customer"))
    link.opened.append((world.now(), customer.external_userid))
    told: Json = {"external_userid": customer.external_userid, "key": customer.key, "state": state}
    told |= {"name": customer.name, "link_id": link.link_id, "at": world.now()}
    if args.get("request", True) is False:
        return told
    if not world.acquisition.balance(world.now()):
        return {**told, "exhausted": True}
    look_after(world)  # members may have gone in any way since
    userid = _receiver(world, link, customer, args.get("userid"))
    told["userid"] = userid
    follow = world.follows.get((userid, customer.external_userid))
    if follow is not None and follow.is_friend:
        return {**told, "already": True}
    if state:  # without a state WeCom does not tell of requests
        event = acquisition_event("friend_request", LinkId=link.link_id, State=state)
        world.courier.send(event)
    if link.skip_verify:
        _arrive(world, link.link_id, customer, userid, state)
        return told
    return ask(world, told, lambda: _arrive(world, link.link_id, customer, userid, state))


def delete_link(world: World, order: Json) -> Json:
    """Deleted in the console, which calls back."""
    link = _known(world, order.get("link_id"))
    del world.acquisition.links[link.link_id]
    world.courier.send(acquisition_event("delete_link", LinkId=link.link_id))
    return {"link_id": link.link_id}


def look_after(world: World) -> None:
    """Tell of links that have lost their last usable member; once, until one is back."""
    for link in world.acquisition.links.values():
        is_dead = not usable(world, link.range)
        if is_dead and not link.unavailable:
            world.courier.send(acquisition_event("link_unavailable", LinkId=link.link_id))
        link.unavailable = is_dead


def _arrive(world: World, link_id: str, customer: Customer, userid: str, state: str) -> None:
    """The friendship stands: one of the quota is spent. He may have asked twice."""
    pair = (userid, customer.external_userid)
    follow = world.follows.get(pair)
    if follow is not None and follow.is_friend:
        return
    if not world.acquisition.balance(world.now()):
        raise MistakeError("the quota ran out before the member accepted", 409)
    world.acquisition.arrivals[pair] = Arrival(link_id, state, *pair, world.now())
    follows.add_by_code(world, customer, userid, state, add_way=BY_LINK)
    spend(world)


def _target(world: World, args: Json) -> tuple[Link, str]:
    """By link_id and customer_channel, or by the address that the customer was given."""
    link_id, channel = args.get("link_id"), str(args.get("customer_channel", ""))
    if args.get("url"):
        address = urlsplit(str(args["url"]))
        link_id = address.path.rsplit("/", 1)[-1]
        channel = parse_qs(address.query).get("customer_channel", [""])[0]
    cut = channel.encode()[:LONGEST_CHANNEL].decode(errors="ignore")
    return _known(world, link_id), cut


def _known(world: World, link_id: object) -> Link:
    link = world.acquisition.links.get(str(link_id))
    if link is None:
        raise MistakeError(f"there is no link {link_id!r}", 404)
    return link


def _receiver(world: World, link: Link, customer: Customer, userid: object) -> str:
    """Whoever is named, else a friend if the link prefers friends, else the next in turn."""
    ready = usable(world, link.range)
    if userid:
        named = known_staff(world, userid).userid
        if named not in ready:
            raise MistakeError(f"{named} does not receive this link", 409)
        return named
    friends = [f.userid for f in follows_of_customer(world, customer.external_userid)]
    preferred = _preferred(world, link)
    friend = next((one for one in friends if one in preferred), None)
    if friend is not None:
        return friend
    if not ready:
        raise MistakeError("the link has no member who can be added", 409)
    link.turn += 1
    return ready[(link.turn - 1) % len(ready)]


def _preferred(world: World, link: Link) -> list[str]:
    if not link.priority_option:
        return []
    everybody = {"user_list": list(world.staff), "department_list": []}
    named = {"user_list": link.priority_option.get("priority_userid_list", [])}
    whole = link.priority_option["priority_type"] == 1
    return covered(world, everybody if whole else {**everybody, **named})


def sight(world: World) -> Json:
    """For whoever compares: links, who came, what is left, who prefers whom."""
    acquisition = world.acquisition
    links = [{**vars(link), "opened": len(link.opened)} for link in acquisition.links.values()]
    came = [vars(arrival) for arrival in acquisition.arrivals.values()]
    batches = [vars(batch) for batch in acquisition.batches]
    left = acquisition.balance(world.now())
    return {"links": links, "arrivals": came, "batches": batches, "balance": left}


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "links/open": open_link,
    "console/link/delete": delete_link,
    "console/quota": change_quota,
}
