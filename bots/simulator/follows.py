"""How a friendship begins and ends, and which callback tells of it."""

from dataclasses import replace

from bots.simulator.events import contact_event
from bots.simulator.links.talk import lost
from bots.simulator.models import Customer, Follow
from bots.simulator.temp_sessions import begin_if_expected
from bots.simulator.ties import Tie
from bots.simulator.welcomes import issue_welcome
from bots.simulator.world import World

BY_QR, BY_CARD = 1, 3


def befriend(
    world: World,
    customer: Customer,
    userid: str,
    *,
    state: str,
    add_way: int,
    oper_userid: str,
    at: float | None = None,
    is_half: bool = False,
) -> Follow:
    """The tie itself, without a callback. What staff noted stays if he never dropped the customer."""
    pair = (userid, customer.external_userid)
    before = world.follows.get(pair)
    begun_at = world.now() if at is None else at
    follow = Follow(
        *pair,
        int(begun_at),
        add_way,
        oper_userid,
        remark=customer.name,
        state=state,
    )
    follow.order = world.seeded.nth("follow")
    if before is not None:
        follow.chatted = before.chatted
    if before is not None and before.staff_has:
        follow.remark, follow.description = before.remark, before.description
        follow.tags, follow.personal_tags = before.tags, before.personal_tags
    if is_half:
        follow.staff_has, follow.is_half = False, True
    world.follows[pair] = follow
    world.requests.pop(pair, None)
    begin_if_expected(world, follow)
    if not is_half:
        note_tie(world, follow, begun_at)
    return follow


def add_by_code(
    world: World,
    customer: Customer,
    userid: str,
    state: str,
    add_way: int = BY_QR,
    *,
    skip_verify: bool = False,
) -> Follow:
    """The customer scanned a live code and the friendship stands: add_external_contact.

    Where members add in return by habit, a code that skips verification gives only half of it.
    """
    pair = (userid, customer.external_userid)
    before = world.follows.get(pair)
    known = before is not None and before.staff_has
    oper = customer.external_userid
    half_for = world.habits.of(userid).half_add if skip_verify and not known else None
    is_half = half_for is not None
    follow = befriend(
        world, customer, userid, state=state, add_way=add_way, oper_userid=oper, is_half=is_half
    )
    if half_for is not None:
        tell_added(world, follow, "add_half_external_contact")
        _accept_later(world, follow, half_for)
    else:
        tell_added(world, follow)
    return follow


def note_tie(world: World, follow: Follow, at: float) -> None:
    """For the statistics of members: added, and whether by a request of their own."""
    pair = (follow.userid, follow.external_userid)
    world.ties.append(Tie(at, "added", *pair))
    if follow.oper_userid == follow.userid:
        world.ties.append(Tie(at, "applied", *pair))


def accept_half(world: World, half: Follow) -> Follow:
    """The member adds the customer in return: now the API knows of it."""
    follow = replace(half, staff_has=True, is_half=False, createtime=int(world.now()))
    follow.order = world.seeded.nth("follow")
    world.follows[(follow.userid, follow.external_userid)] = follow
    note_tie(world, follow, world.now())
    tell_added(world, follow)
    return follow


def tell_added(world: World, follow: Follow, change: str = "add_external_contact") -> None:
    code = issue_welcome(world, follow)
    world.courier.send(contact_event(change, follow, State=follow.state, WelcomeCode=code))


def _accept_later(world: World, half: Follow, after: float | str) -> None:
    def accept() -> None:
        if half.is_half and world.follows.is_current(half):
            accept_half(world, half)

    if not isinstance(after, str):
        world.later_by(after, {"do": "add in return", "userid": half.userid}, accept)


def drop_by_customer(world: World, follow: Follow) -> None:
    """The customer deletes the member, who keeps him in his list: del_follow_user."""
    follow.customer_has = follow.is_half = False
    world.ties.append(Tie(world.now(), "lost", follow.userid, follow.external_userid))
    world.courier.send(contact_event("del_follow_user", follow))
    lost(world, follow)


def drop_by_staff(world: World, follow: Follow) -> None:
    """The member deletes the customer; for the API the relation is gone: del_external_contact."""
    follow.staff_has = follow.customer_has = follow.is_half = False
    world.courier.send(contact_event("del_external_contact", follow))
