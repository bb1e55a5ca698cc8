"""What people do that the archive sees: any kind of message, a recall, a consent, another corp."""

import json
from collections.abc import Callable

from bots.simulator.archive.files import file_fields
from bots.simulator.archive.kinds import KINDS
from bots.simulator.archive.people import person, room_named, talk_of
from bots.simulator.archive.record import Talk, edition_of, record
from bots.simulator.archive.source import Consent
from bots.simulator.chat import show
from bots.simulator.errors import MistakeError
from bots.simulator.events import contact_event
from bots.simulator.groups.talk import show as show_in_group
from bots.simulator.groups.talk import side
from bots.simulator.lookup import known_customer, known_staff, living_follow
from bots.simulator.models import Follow, Json
from bots.simulator.welcomes import issue_welcome
from bots.simulator.world import World

STATUSES = {"agree": "Agree", "disagree": "Disagree", "default": "Default_Agree"}


def send(world: World, args: Json) -> Json:
    """Somebody sends a message of any msgtype, with an example's content where none is given."""
    talk = talk_of(world, args)
    msgtype = str(args.get("msgtype") or "text")
    payload = _payload(world, msgtype, args)
    follow = _follow_between(world, talk)
    message = record(world, talk, msgtype, payload)
    shown = {"text": payload["content"]} if msgtype == "text" else {msgtype: payload}
    said = {"kind": "chat", "msgtype": msgtype, **shown}
    if follow is not None:
        _show(world, follow, talk, said)
    elif talk.roomid in world.groups.chats:
        by = {"by": talk.sender, "from": side(world, talk.sender)}
        show_in_group(world, world.groups.chats[talk.roomid], {**by, **said})
    return {"msgid": message["msgid"], "at": world.now(), **_file_of(payload)}


def _payload(world: World, msgtype: str, args: Json) -> Json:
    kind = KINDS.get(msgtype)
    if kind is None:
        raise MistakeError(f"msgtype is one of {', '.join(KINDS)}")
    given = args.get(msgtype) or args.get(kind.key or msgtype) or {}
    example = kind.example(int(world.now()))
    if not isinstance(given, dict) or set(given) - set(example):
        raise MistakeError(f"{msgtype} is an object of {', '.join(example)}")
    if msgtype == "mixed" and not given:
        image = json.dumps(file_fields(world, "image", args))
        return {"item": [*example["item"], {"type": "image", "content": image}]}
    return {**example, **given, **file_fields(world, msgtype, args)}


def _file_of(payload: Json) -> Json:
    return {name: payload[name] for name in ("sdkfileid", "md5sum") if name in payload}


def _follow_between(world: World, talk: Talk) -> Follow | None:
    """The tie of a member and a customer who talk alone; others need none."""
    customers = [one for one in talk.people if one in world.customers]
    members = [one for one in talk.people if one in world.staff]
    if talk.roomid or len(customers) != 1 or len(members) != 1:
        return None
    return living_follow(world, members[0], customers[0])


def _show(world: World, follow: Follow, talk: Talk, said: Json) -> None:
    follow.chatted = True
    by = "staff" if talk.sender == follow.userid else "customer"
    show(world, follow, {"from": by, **said})


def recall(world: World, args: Json) -> Json:
    """Whoever sent a message takes it back."""
    talk, pre_msgid = talk_of(world, args), str(args.get("msgid"))
    if world.archive.msgids.get(pre_msgid) != talk.sender:
        raise MistakeError(f"{talk.sender} sent no message {pre_msgid}", 409)
    message = record(world, talk, "revoke", {"pre_msgid": pre_msgid}, action="recall")
    return {"msgid": message["msgid"]}


def switch_corp(world: World, args: Json) -> Json:
    """A member changes to another corp in his client; a line of its own shape."""
    userid = known_staff(world, args.get("userid")).userid
    at = world.now()
    number = world.seeded.number(10**19, "msgid", "switch", userid, world.seeded.nth("switch"))
    line = {"msgid": str(number), "action": "switch", "time": int(at * 1000), "user": userid}
    if edition_of(world, userid) is not None and world.archive.switch == "on":
        world.archive.keep(at, line)
    return {"msgid": line["msgid"]}


def consent(world: World, args: Json) -> Json:
    """A customer agrees or disagrees to be archived, with a member or in a room, or says nothing."""
    status = STATUSES.get(str(args.get("status")))
    if status is None:
        raise MistakeError(f"status is {', '.join(STATUSES)}")
    customer = known_customer(world, args.get("customer")).external_userid
    if args.get("roomid"):
        room = room_named(world, args["roomid"])
        place, others, roomid = room.roomid, tuple(room.members), room.roomid
    else:
        userid = person(world, args.get("userid"))
        place, others, roomid = userid, (userid,), ""
        living_follow(world, userid, customer)
    _say_so(world, Talk(customer, others, roomid), status)
    world.archive.consents[(place, customer)] = Consent(status, world.now())
    if status == "Agree" and not roomid:
        _approved(world, world.follows[(place, customer)])
    return {"external_userid": customer, "status": status}


def _say_so(world: World, talk: Talk, status: str) -> None:
    """Yes and no are archived themselves, before they count."""
    msgtype = status.lower()
    if msgtype in ("agree", "disagree"):
        moment = {f"{msgtype}_time": int(world.now() * 1000)}
        place = talk.roomid or talk.receivers[0]
        world.archive.consents[(place, talk.sender)] = Consent("Agree", world.now())
        record(world, talk, msgtype, {"userid": talk.sender, **moment})


def _approved(world: World, follow: Follow) -> None:
    code = issue_welcome(world, follow)
    world.courier.send(contact_event("msg_audit_approved", follow, WelcomeCode=code))


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "archive/send": send,
    "archive/recall": recall,
    "archive/switch_corp": switch_corp,
    "archive/consent": consent,
}
