"""Who is asked to publish a moment, and whose customers may see it."""

from dataclasses import dataclass

from bots.simulator.api.call import child, strings
from bots.simulator.cast import DEPARTMENTS, ROOT
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import follows_of_staff, tag_of
from bots.simulator.models import Follow, Json
from bots.simulator.world import World

MOST_SENDERS = 100_000


@dataclass(frozen=True)
class VisibleRange:
    """`visible_range` as given: nobody named is everybody."""

    users: list[str]
    departments: list[int]
    tags: list[str]


def read(body: Json) -> VisibleRange:
    given = child(body, "visible_range")
    senders = child(given, "sender_list")
    users = strings(senders, "user_list", most=MOST_SENDERS)
    departments = senders.get("department_list") or []
    if not isinstance(departments, list) or not all(type(one) is int for one in departments):
        raise RefusalError(40058, "department_list must be a list of numbers")
    tags = strings(child(given, "external_contact_list"), "tag_list")
    return VisibleRange([user.lower() for user in users], departments, tags)


def invalid(world: World, wanted: VisibleRange) -> tuple[Json, Json]:
    """The senders and the tags that nobody has; the others are asked all the same."""
    users = [user for user in wanted.users if user not in world.staff]
    known = {number for number, _, _ in DEPARTMENTS}
    departments = [number for number in wanted.departments if number not in known]
    tags = [tag_id for tag_id in wanted.tags if tag_of(world, tag_id) is None]
    return {"user_list": users, "department_list": departments}, {"tag_list": tags}


def senders(world: World, wanted: VisibleRange) -> list[str]:
    """Those named; with tags alone, whoever has such a customer; with nothing, everybody."""
    if wanted.users or wanted.departments:
        parties = set(wanted.departments)
        return [
            staff.userid
            for staff in world.staff.values()
            if staff.userid in wanted.users or {staff.department, ROOT} & parties
        ]
    everybody = list(world.staff)
    return (
        [one for one in everybody if chosen(world, one, wanted.tags)] if wanted.tags else everybody
    )


def chosen(world: World, userid: str, tags: list[str]) -> list[Follow]:
    """The member's customers whom the range names: any of the tags, or all of them."""
    follows = follows_of_staff(world, userid)
    return [follow for follow in follows if not tags or set(tags) & set(follow.tags)]
