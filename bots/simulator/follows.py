"""How a friendship begins and ends, and which callback tells of it."""

from bots.simulator.events import contact_event
from bots.simulator.links.talk import lost
from bots.simulator.models import Customer, Follow, Welcome
from bots.simulator.temp_sessions import begin_if_expected
from bots.simulator.ties import Tie
from bots.simulator.world import World

BY_QR, BY_CARD = 1, 3


def befriend(
    world: World, customer: Customer, userid: str, *, state: str, add_way: int, oper_userid: str
) -> Follow:
    """The tie itself, without a callback. What staff noted stays if he never dropped the customer."""
    pair = (userid, customer.external_userid)
    before = world.follows.get(pair)
    follow = Follow(
        *pair, int(world.now()), add_way, oper_userid, remark=customer.name, state=state
    )
    follow.order = world.seeded.nth("follow")
    if before is not None:
        follow.chatted = before.chatted
    if before is not None and before.staff_has:
        follow.remark, follow.description = before.remark, before.description
        follow.tags, follow.personal_tags = before.tags, before.personal_tags
    world.follows[pair] = follow
    begin_if_expected(world, follow)
    world.ties.append(Tie(world.now(), "added", *pair))
    if oper_userid == userid:
        world.ties.append(Tie(world.now(), "applied", *pair))
    return follow


def add_by_code(
    world: World, customer: Customer, userid: str, state: str, add_way: int = BY_QR
) -> Follow:
    """The customer scanned a code or opened a link and the friendship stands."""
    oper = customer.external_userid
    follow = befriend(world, customer, userid, state=state, add_way=add_way, oper_userid=oper)
    event = contact_event(
        "add_external_contact", follow, State=state, WelcomeCode=issue_welcome(world, follow)
    )
    world.courier.send(event)
    return follow


def issue_welcome(world: World, follow: Follow) -> str:
    """A code that is good once, for 20 seconds; none when the two have chatted before."""
    if follow.chatted:
        return ""
    pair = (follow.userid, follow.external_userid)
    code = world.seeded.new_id("", 43, "welcome", *pair)
    world.welcomes[code] = Welcome(code, *pair, issued_at=world.now())
    return code


def drop_by_customer(world: World, follow: Follow) -> None:
    """The customer deletes the member, who keeps him in his list: del_follow_user."""
    follow.customer_has = False
    world.ties.append(Tie(world.now(), "lost", follow.userid, follow.external_userid))
    world.courier.send(contact_event("del_follow_user", follow))
    lost(world, follow)


def drop_by_staff(world: World, follow: Follow) -> None:
    """The member deletes the customer; for the API the relation is gone: del_external_contact."""
    follow.staff_has = follow.customer_has = False
    world.courier.send(contact_event("del_external_contact", follow))
