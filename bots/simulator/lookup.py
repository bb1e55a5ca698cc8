"""Finding people, follows and tags in the world, in WeCom's order and with WeCom's visibility."""

from collections.abc import Iterator

from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.models import Customer, Follow, Staff, Tag, TagGroup
from bots.simulator.world import World


def customer_named(world: World, name: str) -> Customer | None:
    """By external_userid, or by the key that plans use."""
    if name in world.customers:
        return world.customers[name]
    return world.customers.get(external_userid_of(world, name))


def known_customer(world: World, name: object) -> Customer:
    customer = customer_named(world, str(name))
    if customer is None:
        raise MistakeError(f"nobody knows the customer {name!r}", 404)
    return customer


def known_staff(world: World, userid: object) -> Staff:
    staff = world.staff.get(str(userid).lower())
    if staff is None:
        raise MistakeError(f"there is no member {userid!r}", 404)
    return staff


def present_staff(world: World, userid: str) -> Staff | None:
    """The member as the API knows him: whoever has left is nobody."""
    staff = world.staff.get(userid.lower())
    return None if staff is None or staff.has_left else staff


def external_userid_of(world: World, key: str) -> str:
    """Depends on the seed and the key alone, so a plan's people have the same ids in every run."""
    return "wm" + world.seeded.letters(30, "external_userid", key)


def follows_of_staff(world: World, userid: str) -> list[Follow]:
    """Whom the API shows for a member: also customers who dropped him, not those he dropped."""
    return [follow for follow in world.follows.of_staff(userid) if follow.staff_has]


def follows_of_customer(world: World, external_userid: str) -> list[Follow]:
    return [follow for follow in world.follows.of_customer(external_userid) if follow.staff_has]


def api_follow(world: World, userid: str, external_userid: str) -> Follow:
    """The follow an API call is about, or WeCom's refusal."""
    if present_staff(world, userid) is None:
        raise RefusalError(60111)
    if external_userid not in world.customers:
        raise RefusalError(40096)
    follow = world.follows.get((userid.lower(), external_userid))
    if follow is None or not follow.staff_has:
        raise RefusalError(84061)
    return follow


def living_follow(world: World, userid: str, external_userid: str) -> Follow:
    """The follow between two who are friends, for what people do."""
    follow = world.follows.get((userid, external_userid))
    if follow is None or not follow.is_friend:
        raise MistakeError(f"{userid} and {external_userid} are not friends", 409)
    return follow


def talking_follow(world: World, userid: str, external_userid: str) -> Follow:
    """The follow between two who may write to each other: friends, or half of it."""
    follow = world.follows.get((userid, external_userid))
    if follow is None or not follow.can_talk:
        raise MistakeError(f"{userid} and {external_userid} are not friends", 409)
    return follow


def all_tags(world: World) -> Iterator[tuple[TagGroup, Tag]]:
    for group in world.tag_groups.values():
        for tag in group.tag:
            yield group, tag


def tag_of(world: World, tag_id: str) -> tuple[TagGroup, Tag] | None:
    return next((pair for pair in all_tags(world) if pair[1].id == tag_id), None)
