"""get_user_behavior_data (联系客户统计): members' days, counted from follows and chats."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bots.simulator.api.call import Call, strings
from bots.simulator.api.days import days
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.clock import day_of
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.rights import must_see, visible_staff
from bots.simulator.world import World

MOST = 100


@dataclass
class Day:
    """One day of all the members asked about."""

    message_cnt: int = 0
    chats: int = 0  # single chats in which a member wrote
    opened: int = 0  # chats in which the customer wrote first on that day
    waits: list[float] = field(default_factory=list)  # seconds until the first reply in these
    ties: dict[str, int] = field(default_factory=dict)


def get_user_behavior(world: World, call: Call) -> Json:
    if "end_time" not in call.body:
        raise RefusalError(40063, "end_time")
    span = days(world, call.body, "start_time", "end_time")
    found = {day: Day() for day in span}
    members = _members(world, call)
    for day, said in _spoken(world, members, set(span)):
        _count(found[day], said)
    for tie in world.ties:
        day = day_of(tie.at)
        if tie.userid in members and day in found:
            ties = found[day].ties
            ties[tie.kind] = ties.get(tie.kind, 0) + 1
    return {"behavior_data": [_row(day, one) for day, one in found.items()]}


def _members(world: World, call: Call) -> set[str]:
    users = strings(call.body, "userid", most=MOST)
    parties = call.body.get("partyid") or []
    if not isinstance(parties, list) or not all(type(one) is int for one in parties):
        raise RefusalError(40058, "partyid must be a list of numbers")
    if not users and not parties:
        raise RefusalError(40063, "userid and partyid")
    if len(parties) > MOST:
        raise RefusalError(40058, f"partyid has more than {MOST} entries")
    for userid in users:
        if userid.lower() not in world.staff:
            raise RefusalError(40003, userid)
        must_see(world, call, userid)
    if any(party not in world.departments for party in parties):
        raise RefusalError(60123)
    if not all(call.app.sees_party(party, world.departments) for party in parties):
        raise RefusalError(60011)
    wanted = world.departments.under(parties)
    inside = (one for one in visible_staff(world, call.app) if wanted & set(one.departments))
    return {*(userid.lower() for userid in users), *(one.userid for one in inside)}


def _spoken(world: World, members: set[str], span: set[int]) -> Iterator[tuple[int, list[Json]]]:
    """What was said in each single chat on each day; welcomes and group messages are no chat."""
    for (userid, _), messages in world.chats.items():
        if userid not in members:
            continue
        by_day: dict[int, list[Json]] = {}
        for message in messages:
            if message["kind"] == "chat" and day_of(message["at"]) in span:
                by_day.setdefault(day_of(message["at"]), []).append(message)
        yield from by_day.items()


def _count(day: Day, said: list[Json]) -> None:
    own = [message["at"] for message in said if message["from"] == "staff"]
    day.message_cnt += len(own)
    day.chats += bool(own)
    if said[0]["from"] == "customer":
        day.opened += 1
        day.waits += [own[0] - said[0]["at"]] if own else []


def _row(day: int, one: Day) -> Json:
    """Shares and averages are there only when there is something to divide by."""
    told: Json = {"stat_time": day, "chat_cnt": one.chats, "message_cnt": one.message_cnt}
    if one.opened:
        told["reply_percentage"] = round(100 * len(one.waits) / one.opened, 2)
    if one.waits:
        told["avg_reply_time"] = round(sum(one.waits) / len(one.waits) / 60)
    return {
        **told,
        "negative_feedback_cnt": one.ties.get("lost", 0),
        "new_apply_cnt": one.ties.get("applied", 0),
        "new_contact_cnt": one.ties.get("added", 0),
    }


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_user_behavior_data": Endpoint("POST", get_user_behavior),
}
