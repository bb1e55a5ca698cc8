"""Whom a message of an app reaches: members, departments and tags, as far as the app sees them."""

from dataclasses import dataclass

from bots.simulator.api.call import Call, text
from bots.simulator.apps import App
from bots.simulator.errors import RefusalError
from bots.simulator.rights import visible_staff
from bots.simulator.world import World

EVERYBODY = "@all"
# TABLE: how many of each one message may name, and the errcode for more
LIMITS = {"users": (1000, 40032), "parties": (100, 82002), "tags": (100, 82003)}


@dataclass(frozen=True)
class Names:
    """Who is asked for."""

    users: list[str]
    parties: list[str]
    tags: list[str]


@dataclass(frozen=True)
class Receivers:
    """Members who get it, and what could not be reached, spelt as WeCom answers it."""

    members: list[str]
    missing: Names


def own_agentid(call: Call, given: object) -> int:
    """The calling app's number; whoever names another app's is refused."""
    if given in (None, ""):
        raise RefusalError(41011)
    if str(given) != str(call.app.agentid):
        raise RefusalError(301002)
    return call.app.agentid


def named_in(world: World, call: Call) -> Receivers:
    """touser, toparty and totag of message/send, each joined with |."""
    touser, toparty, totag = (text(call.body, name) for name in ("touser", "toparty", "totag"))
    if not (touser or toparty or totag):
        raise RefusalError(82001)
    if touser == EVERYBODY:  # the other two are ignored then
        everybody = [staff.userid for staff in visible_staff(world, call.app)]
        return Receivers(everybody, Names([], [], []))
    return found(world, call.app, Names(_split(touser), _split(toparty), _split(totag)))


def found(world: World, app: App, names: Names) -> Receivers:
    """Userids come back in lower case; a tag reaches its members and its departments'."""
    for kind, (most, errcode) in LIMITS.items():
        if len(getattr(names, kind)) > most:
            raise RefusalError(errcode, f"at most {most}")
    users, seen = [userid.lower() for userid in names.users], visible_staff(world, app)
    visible = {str(n) for n in world.departments if app.sees_party(n, world.departments)}
    inside = world.departments.under(int(party) for party in names.parties if party in visible)
    labels = [label for label in world.labels.values() if str(label.tagid) in names.tags]
    inside |= world.departments.under(party for label in labels for party in label.parties)
    tagged = {userid for label in labels for userid in label.users}
    wanted = [
        s.userid for s in seen if s.userid in tagged.union(users) or inside & set(s.departments)
    ]
    known = {staff.userid for staff in seen}
    missing = Names(
        [userid for userid in users if userid not in known],
        [party for party in names.parties if party not in visible],
        [tag for tag in names.tags if tag not in {str(label.tagid) for label in labels}],
    )
    return Receivers(wanted, missing)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split("|") if name.strip()]
