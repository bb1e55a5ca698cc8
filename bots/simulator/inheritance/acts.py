"""What people do about transfers: customers refuse or accept them, members leave the corp."""

from collections.abc import Callable

from bots.simulator.errors import MistakeError
from bots.simulator.inheritance import moving
from bots.simulator.inheritance.models import Transfer
from bots.simulator.lookup import known_customer
from bots.simulator.models import Json
from bots.simulator.world import World


def refuse(world: World, args: Json) -> Json:
    """A customer says no to the new member within the day."""
    transfer = _waiting(world, args)
    moving.refuse(world, transfer)
    return _told(transfer)


def accept(world: World, args: Json) -> Json:
    """A customer says yes before the day is over."""
    transfer = _waiting(world, args)
    moving.take_over(world, transfer)
    return _told(transfer)


def sight(world: World) -> list[Json]:
    return [vars(transfer) for transfer in world.inheritance.transfers]


def _waiting(world: World, args: Json) -> Transfer:
    """The customer's transfer; to the member named, if one is."""
    customer = known_customer(world, args.get("customer"))
    to = str(args.get("userid", "")).lower()
    for transfer in world.inheritance.waiting(customer.external_userid):
        if to in ("", transfer.takeover_userid):
            return transfer
    raise MistakeError(f"no transfer of {customer.key} is waiting", 409)


def _told(transfer: Transfer) -> Json:
    ids = {"external_userid": transfer.external_userid, "userid": transfer.takeover_userid}
    return {**ids, "status": transfer.status}


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "transfers/refuse": refuse,
    "transfers/accept": accept,
}
