"""How a customer goes from one member to another: after a day, or not at all."""

from bots.simulator.chat import show
from bots.simulator.events import contact_event
from bots.simulator.follows import befriend
from bots.simulator.inheritance.models import DONE, LIMIT, NONE, REFUSED, WAITING, Transfer
from bots.simulator.lookup import follows_of_staff
from bots.simulator.models import Follow
from bots.simulator.world import World

TAKES = 86400  # seconds until a customer who says nothing has changed hands
BY_ASSIGNMENT = 202
WORDS = "您好，今后由我的同事{name}为您服务。"


def begin(world: World, transfer: Transfer) -> None:
    world.inheritance.transfers.append(transfer)
    words = {"do": "takeover", "external_userid": transfer.external_userid}
    world.later(transfer.takeover_time, words, lambda: take_over(world, transfer))


def take_over(world: World, transfer: Transfer) -> None:
    """The new member has the customer, unless something came in between."""
    if transfer.status != WAITING:
        return
    old = world.follows.get((transfer.handover_userid, transfer.external_userid))
    if old is None or not old.staff_has:  # the old member deleted him meanwhile
        transfer.status, transfer.takeover_time = NONE, 0
    elif _is_full(world, transfer):
        _fail(world, transfer, LIMIT, "customer_limit_exceed")
    else:
        transfer.status, transfer.takeover_time = DONE, int(world.now())
        _change_hands(world, transfer, old)


def refuse(world: World, transfer: Transfer) -> None:
    _fail(world, transfer, REFUSED, "customer_refused")


def _fail(world: World, transfer: Transfer, status: int, reason: str) -> None:
    transfer.status, transfer.takeover_time = status, 0
    pair = {"UserID": transfer.takeover_userid, "ExternalUserID": transfer.external_userid}
    event = {"Event": "change_external_contact", "ChangeType": "transfer_fail"}
    world.courier.send({**event, "FailReason": reason, **pair})


def _is_full(world: World, transfer: Transfer) -> bool:
    has = follows_of_staff(world, transfer.takeover_userid)
    is_new = all(follow.external_userid != transfer.external_userid for follow in has)
    return is_new and len(has) >= world.allowances.most_customers


def _change_hands(world: World, transfer: Transfer, old: Follow) -> None:
    """del_external_contact for who loses him in service, add_external_contact for who is new."""
    old.staff_has = old.customer_has = False
    if not transfer.resigned:
        event = contact_event("del_external_contact", old, Source="DELETE_BY_TRANSFER")
        world.courier.send(event)
    before = world.follows.get((transfer.takeover_userid, transfer.external_userid))
    if before is None or not before.is_friend:
        follow = _befriended(world, transfer, old)
        if not _had_him_before(world, transfer):
            world.courier.send(contact_event("add_external_contact", follow))
    _greet(world, transfer)


def _befriended(world: World, transfer: Transfer, old: Follow) -> Follow:
    """What the old member noted and the corp's tags come along; no state does."""
    follow = befriend(
        world,
        world.customers[transfer.external_userid],
        transfer.takeover_userid,
        state="",
        add_way=BY_ASSIGNMENT,
        oper_userid=transfer.handover_userid,
    )
    follow.remark, follow.description = old.remark, old.description
    follow.tags = list(dict.fromkeys([*follow.tags, *old.tags]))
    return follow


def _had_him_before(world: World, transfer: Transfer) -> bool:
    """Who once handed this customer over gets him back without an event."""
    pair = (transfer.takeover_userid, transfer.external_userid)
    past = world.inheritance.transfers
    return any((t.handover_userid, t.external_userid) == pair and t.status == DONE for t in past)


def _greet(world: World, transfer: Transfer) -> None:
    """The message of a transfer in service; it begins the chat, so no welcome follows."""
    follow = world.follows[(transfer.takeover_userid, transfer.external_userid)]
    if transfer.resigned:
        return
    name = world.staff[transfer.takeover_userid].name
    text = transfer.success_msg or WORDS.format(name=name)
    show(world, follow, {"from": "staff", "kind": "transfer", "msgtype": "text", "text": text})
    follow.chatted = True
