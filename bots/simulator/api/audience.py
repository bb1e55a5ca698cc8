"""Whom a group message reaches, and through which member."""

from bots.simulator.api.call import child, children, strings
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import follows_of_customer, present_staff, tag_of
from bots.simulator.models import Follow, Json
from bots.simulator.world import World

MOST_CUSTOMERS, MOST_GROUPS = 10_000, 2_000


def audience(world: World, body: Json, sender: str) -> tuple[dict[str, list[str]], list[str]]:
    """Customers by member, and the external_userids that nobody can reach.

    A customer of several members is written to by the one he talked with last, unless the
    sender is named. A list of external_userids overrides the tag filter.
    """
    if sender and present_staff(world, sender) is None:
        raise RefusalError(40003)
    named = strings(body, "external_userid", most=MOST_CUSTOMERS)
    filters = _filters(world, body)
    if not (named or sender or filters):
        raise RefusalError(40063, "external_userid, sender or tag_filter")
    by_member: dict[str, list[str]] = {}
    failed = []
    for external_userid in named or _everybody(world, sender):
        follows = [
            follow
            for follow in follows_of_customer(world, external_userid)
            if sender in ("", follow.userid) and (named or _matches(follow, filters))
        ]
        if follows:
            last = max(follows, key=lambda follow: _last_word(world, follow))
            by_member.setdefault(last.userid, []).append(external_userid)
        elif named:
            failed.append(external_userid)
    return by_member, failed


def _everybody(world: World, sender: str) -> list[str]:
    if not sender:
        return list(world.customers)
    return [follow.external_userid for follow in world.follows.of_staff(sender)]


def groups(world: World, body: Json, sender: str) -> tuple[list[str], list[str]]:
    """The sender's groups, all or those named, and the chat_ids that are not his."""
    if not sender:
        raise RefusalError(40063, "sender")
    if sender not in world.staff:
        raise RefusalError(40003)
    own = [chat.chat_id for chat in world.groups.living() if chat.owner == sender]
    named = strings(body, "chat_id_list", most=MOST_GROUPS)
    wanted = [chat_id for chat_id in own if not named or chat_id in named]
    return wanted, [chat_id for chat_id in named if chat_id not in own]


def _filters(world: World, body: Json) -> list[list[str]]:
    filters = [
        strings(group, "tag_list", most=100)
        for group in children(child(body, "tag_filter"), "group_list")
    ]
    if any(tag_of(world, tag_id) is None for tags in filters for tag_id in tags):
        raise RefusalError(40068)
    return filters


def _matches(follow: Follow, filters: list[list[str]]) -> bool:
    """Any tag inside a group, all groups together."""
    return all(set(tags) & set(follow.tags) for tags in filters)


def _last_word(world: World, follow: Follow) -> tuple[float, int]:
    chat = world.chats.get((follow.userid, follow.external_userid))
    return (chat[-1]["at"] if chat else 0.0), follow.order
