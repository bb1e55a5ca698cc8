"""Who is asked to publish a moment, and whose customers may see it."""

from dataclasses import dataclass

from bots.simulator.api.call import child, strings
from bots.simulator.apps import App
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import follows_of_staff, tag_of
from bots.simulator.models import Follow, Json
from bots.simulator.rights import sees, visible_staff
from bots.simulator.world import World

MOST_SENDERS = 100_000


@dataclass(frozen=True)
class Senders:
    """`sender_list` as given; nobody named is everybody."""

    users: list[str]
    departments: list[int]


def read(body: Json) -> tuple[Senders, list[str]]:
    """The senders and the tags of `visible_range`."""
    given = child(body, "visible_range")
    senders = child(given, "sender_list")
    users = strings(senders, "user_list", most=MOST_SENDERS)
    departments = senders.get("department_list") or []
    if not isinstance(departments, list) or not all(type(one) is int for one in departments):
        raise RefusalError(40058, "department_list must be a list of numbers")
    tags = strings(child(given, "external_contact_list"), "tag_list")
    return Senders([user.lower() for user in users], departments), tags


def unknown_senders(world: World, app: App, wanted: Senders) -> Json:
    """Whom the app does not see; the others are asked all the same."""
    known = world.departments
    parties = [one for one in wanted.departments if not app.sees_party(one, known)]
    users = [user for user in wanted.users if not sees(world, app, user)]
    return {"user_list": users, "department_list": parties}


def unknown_tags(world: World, tags: list[str]) -> list[str]:
    return [tag_id for tag_id in tags if tag_of(world, tag_id) is None]


def asked(world: World, app: App, wanted: Senders, tags: list[str]) -> list[str]:
    """Those named; with tags alone, whoever has such a customer; with nothing, everybody."""
    visible = visible_staff(world, app)
    if wanted.users or wanted.departments:
        parties = world.departments.under(wanted.departments)
        return [
            staff.userid
            for staff in visible
            if staff.userid in wanted.users or parties & set(staff.departments)
        ]
    return [one.userid for one in visible if not tags or chosen(world, one.userid, tags)]


def chosen(world: World, userid: str, tags: list[str]) -> list[Follow]:
    """The member's customers whom the range names: any of the tags, or all of them."""
    follows = follows_of_staff(world, userid)
    return [follow for follow in follows if not tags or set(tags) & set(follow.tags)]
