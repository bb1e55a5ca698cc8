"""Quota of the acquisition assistant: bought in batches, spent one by one, told of when it runs out."""

from bots.simulator.errors import MistakeError
from bots.simulator.links.events import acquisition_event
from bots.simulator.links.models import A_YEAR, Batch
from bots.simulator.models import Json
from bots.simulator.world import World

LOW = 20
DAY = 86400
NOTICES = (14, 7, 3, 2, 1)  # days before a batch expires


def spend(world: World) -> None:
    """One customer came: the batch that expires first pays."""
    batch = next(b for b in world.acquisition.living(world.now()) if b.balance)
    batch.balance -= 1
    tell(world)


def change_quota(world: World, order: Json) -> Json:
    """Console: buy so many more, or set the balance to a number (earlier batches are void)."""
    buy, wanted = order.get("buy"), order.get("set")
    lasts = order.get("expires_in", A_YEAR)
    if not isinstance(lasts, int | float) or lasts <= 0:
        raise MistakeError("expires_in is a number of seconds")
    amount = wanted if buy is None else buy
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
        raise MistakeError('say "buy" or "set" and how many')
    if buy is None:
        for batch in world.acquisition.batches:
            batch.balance = 0
    if amount:
        _add(world, amount, int(world.now() + lasts))
    tell(world)
    return {"balance": world.acquisition.balance(world.now())}


def tell(world: World) -> None:
    """Call back when the balance has become low, nothing, or something again."""
    acquisition = world.acquisition
    before, level = acquisition.level, _level(acquisition.balance(world.now()))
    acquisition.level = level
    if level == before:
        return
    if level == "nothing":
        world.courier.send(acquisition_event("balance_exhausted"))
    elif before == "nothing":
        world.courier.send(acquisition_event("balance_increased"))
    elif level == "low":
        world.courier.send(acquisition_event("balance_low"))


def _level(balance: int) -> str:
    if balance >= LOW:
        return "enough"
    return "low" if balance else "nothing"


def _add(world: World, amount: int, expire_date: int) -> None:
    batch = Batch(amount, amount, expire_date)
    world.acquisition.batches.append(batch)
    for days in NOTICES:
        at = expire_date - days * DAY
        if at > world.now():
            words = {"do": "quota_expire_soon", "days": days}
            world.later(at, words, lambda: _warn(world, batch))
    world.later(expire_date, {"do": "quota_expires"}, lambda: tell(world))


def _warn(world: World, batch: Batch) -> None:
    if batch.balance:
        fields = {"ExpireTime": batch.expire_date, "ExpireQuotaNum": batch.balance}
        world.courier.send(acquisition_event("quota_expire_soon", **fields))
