"""Group statistics (群聊数据统计): counted from each group's history, by owner or by day."""

from collections.abc import Callable, Sequence

from bots.simulator.api.call import Call, integer
from bots.simulator.api.days import A_DAY, days
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.groups.chats import wanted_owners
from bots.simulator.groups.models import GroupChat
from bots.simulator.models import Json
from bots.simulator.world import World

YESTERDAY = 1
ORDERS = {1: "new_chat_cnt", 2: "chat_total", 3: "new_member_cnt", 4: "member_total"}


def statistic(world: World, call: Call) -> Json:
    """One row an owner: what was new in the span, and the totals of its last day."""
    body = call.body
    span = days(world, body, "day_begin_time", "day_end_time", until=YESTERDAY)
    column = ORDERS[integer(body, "order_by", 1, least=1, most=4)]
    ascending = integer(body, "order_asc", 0, most=1) == 1
    rows: list[Json] = [
        {"owner": owner, "data": _numbers(chats, span[0], span[-1] + A_DAY)}
        for owner, chats in _by_owner(world, wanted_owners(world, call)).items()
    ]
    rows.sort(key=lambda row: row["data"][column], reverse=not ascending)
    offset = integer(body, "offset", 0)
    shown = rows[offset : offset + integer(body, "limit", 500, least=1, most=1000)]
    return {"total": len(rows), "next_offset": offset + len(shown), "items": shown}


def statistic_group_by_day(world: World, call: Call) -> Json:
    """One row a day, all these owners together."""
    span = days(world, call.body, "day_begin_time", "day_end_time", until=YESTERDAY)
    found = _by_owner(world, wanted_owners(world, call))
    chats = [chat for owned in found.values() for chat in owned]
    rows = [{"stat_time": day, "data": _numbers(chats, day, day + A_DAY)} for day in span]
    return {"items": rows}


def _by_owner(world: World, owners: set[str]) -> dict[str, list[GroupChat]]:
    """Dismissed groups too: they were there on some day. A group counts for its present owner."""
    found: dict[str, list[GroupChat]] = {}
    for chat in world.groups.chats.values():
        if chat.owner in owners:
            found.setdefault(chat.owner, []).append(chat)
    return found


def _numbers(chats: Sequence[GroupChat], begin: int, end: int) -> Json:
    alive = [chat for chat in chats if _stands(chat, end)]

    def new(kind: str, count: Callable[[list[str]], int]) -> int:
        return sum(count(_who(chat, kind, begin, end)) for chat in chats)

    said = [_who(chat, "said", 0, end) for chat in alive]
    return {
        "new_chat_cnt": new("founded", lambda who: min(len(who), 1)),
        "chat_total": len(alive),
        "chat_has_msg": sum(1 for who in said if who),
        "new_member_cnt": new("joined", len),
        "member_total": sum(_size(chat, end) for chat in alive),
        "member_has_msg": sum(len(set(who)) for who in said),
        "msg_total": sum(len(who) for who in said),
        "migrate_trainee_chat_cnt": 0,  # groups brought over from another app; there are none here
    }


def _stands(chat: GroupChat, end: int) -> bool:
    return bool(_who(chat, "founded", 0, end)) and not _who(chat, "dismissed", 0, end)


def _size(chat: GroupChat, end: int) -> int:
    came = len(_who(chat, "founded", 0, end)) + len(_who(chat, "joined", 0, end))
    return came - len(_who(chat, "left", 0, end))


def _who(chat: GroupChat, kind: str, begin: int, end: int) -> list[str]:
    return [line.who for line in chat.history if line.kind == kind and begin <= line.at < end]


PATHS: dict[str, Endpoint] = {
    "externalcontact/groupchat/statistic": Endpoint("POST", statistic),
    "externalcontact/groupchat/statistic_group_by_day": Endpoint("POST", statistic_group_by_day),
}
