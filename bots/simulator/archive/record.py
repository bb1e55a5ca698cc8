"""Writing down what somebody said: its msgid, whether it is archived, and its place in the row."""

from dataclasses import dataclass

from bots.simulator.archive.bell import archive_grew
from bots.simulator.archive.kinds import KINDS
from bots.simulator.archive.source import OFF, ON
from bots.simulator.consents import has_agreed
from bots.simulator.lookup import present_staff
from bots.simulator.models import Json
from bots.simulator.world import World

OFFICE, SERVING, ENTERPRISE = 1, 2, 3  # editions of the archive
DISAGREE = "Disagree"


@dataclass(frozen=True)
class Talk:
    """Who speaks to whom; ids of members, customers or robots, and a room or none."""

    sender: str
    receivers: tuple[str, ...]
    roomid: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        return (self.sender, *self.receivers)


def record(world: World, talk: Talk, msgtype: str, payload: Json, *, action: str = "send") -> Json:
    """The message as it is archived if it is; a number is used up in any case."""
    at = world.now()
    kind = KINDS.get(msgtype)
    message: Json = {
        "msgid": new_msgid(world, talk),
        "action": action,
        "from": talk.sender,
        "tolist": list(talk.receivers),
    }
    if kind is None or not kind.beside:
        message["roomid"] = talk.roomid
    message |= {"msgtime": int(at * 1000), "msgtype": msgtype}
    if kind is not None and kind.beside:
        message[kind.beside] = "gr" + world.seeded.letters(32, kind.beside, message["msgid"])
    message[(kind.key if kind else "") or msgtype] = payload
    world.archive.msgids[message["msgid"]] = talk.sender
    if is_archived(world, talk):
        world.archive.keep(at, message)
        archive_grew(world)
    elif world.archive.switch != OFF:
        world.archive.skip(1)
    return message


def new_msgid(world: World, talk: Talk) -> str:
    """Its end says when, and whether somebody from outside was there."""
    outside = [one for one in talk.people if one in world.customers]
    both = sorted(talk.people, key=lambda one: (one in outside, one))  # the same in both directions
    key = [talk.roomid] if talk.roomid else both
    number = world.seeded.number(10**19, "msgid", *key, world.seeded.nth("said", *key))
    return f"{number}_{int(world.now())}" + ("_external" if outside else "")


def is_archived(world: World, talk: Talk) -> bool:
    """If the archive is on, a member who is there is archived, and no customer disagreed."""
    members = [one for one in talk.people if edition_of(world, one) is not None]
    return world.archive.switch == ON and bool(members) and not _is_opposed(world, talk, members)


def _is_opposed(world: World, talk: Talk, members: list[str]) -> bool:
    """Between two, one side's no silences both; in a room it silences only who said it."""
    if talk.roomid:
        return _disagrees(world, talk.roomid, talk.sender)
    customers = [one for one in talk.people if one in world.customers]
    return not all(has_agreed(world, userid, one) for userid in members for one in customers)


def _disagrees(world: World, place: str, external_userid: str) -> bool:
    consent = world.archive.consents.get((place, external_userid))
    return consent is not None and consent.status == DISAGREE


def edition_of(world: World, userid: str) -> int | None:
    """Under which edition a member is archived; None for who is not, or is no member."""
    if present_staff(world, userid) is None:
        return None
    return world.archive.editions.get(userid, ENTERPRISE)
