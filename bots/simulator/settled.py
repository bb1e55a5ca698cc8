"""Ready-made customers who followed staff before the story begins, as many as one likes."""

from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate

from bots.simulator import tagbook
from bots.simulator.chances import Chances, daytime
from bots.simulator.follows import BY_CARD, BY_QR, befriend
from bots.simulator.models import Follow, Json
from bots.simulator.people import meet
from bots.simulator.world import World

OVER = 180 * 86400.0  # the half year in which they came, more of them lately
TELL_EVERY = 10_000
LIBRARY = {
    "意向": ("高意向", "一般意向", "待培育"),
    "来源": ("展会", "公众号", "朋友介绍", "老客户"),
    "阶段": ("已试听", "已报价", "已成交"),
}
DESCRIPTIONS = ("周末联系", "预算有限，先试听", "已加购物车", "给孩子报名", "下个月再联系")


def settle(world: World, customers: int, tell: Callable[[int], None] = lambda _: None) -> None:
    """Spread unevenly over staff; no callback tells of it. `tell` hears how many there are."""
    if not customers:
        return
    staff = _shares(world)
    tags = _library(world)
    for done, (at, number) in enumerate(_arrivals(world, customers), start=1):
        chances = Chances(world.seeded, "settled", number)
        customer = meet(world, {"key": f"settled-{number}"})
        first = staff(chances.share())
        follow = _befriend(world, customer.external_userid, first, at, chances)
        _note(follow, tags, chances)
        if chances.falls(0.06):  # some have a second adviser
            other = staff(chances.share())
            if other != first:
                _befriend(world, customer.external_userid, other, at, chances)
        if done % TELL_EVERY == 0:
            tell(done)


def _arrivals(world: World, customers: int) -> Iterator[tuple[float, int]]:
    """When each of them came, the earliest first; in the hours in which people are awake."""
    moments = []
    for number in range(1, customers + 1):
        chances = Chances(world.seeded, "arrival", number)
        moments.append((daytime(world.now() - OVER * chances.share() ** 1.5, chances), number))
    return iter(sorted(moments))


def _shares(world: World) -> Callable[[float], str]:
    """Staff by a share of 1: some are busier than others."""
    userids = list(world.staff)
    weights = [1 + world.seeded.number(4, "busy", userid) for userid in userids]
    bounds = list(accumulate(weights))
    return lambda share: userids[bisect(bounds, share * bounds[-1])]


def _library(world: World) -> list[str]:
    ids = []
    for group_name, names in LIBRARY.items():
        group = tagbook.group_named(world, group_name) or tagbook.new_group(world, group_name)
        known = {tag.name: tag.id for tag in group.tag}
        ids += [known.get(name) or tagbook.new_tag(world, group, name).id for name in names]
    return ids


def _befriend(
    world: World, external_userid: str, userid: str, at: float, chances: Chances
) -> Follow:
    by_code = chances.falls(0.7)
    more: Json = {"add_way": BY_QR if by_code else BY_CARD, "at": min(at, world.now())}
    more["oper_userid"] = external_userid if by_code else userid
    customer = world.customers[external_userid]
    follow = befriend(world, customer, userid, state="", **more)
    follow.chatted = chances.falls(0.6)
    follow.customer_has = not chances.falls(0.05)  # who deleted the member since
    return follow


def _note(follow: Follow, tags: list[str], chances: Chances) -> None:
    """What staff wrote down about some of them."""
    if chances.falls(0.5):
        follow.tags = sorted({chances.pick(tags) for _ in range(1 + chances.number(3))})
    if chances.falls(0.3):
        follow.remark = f"{follow.remark[:12]}-{chances.pick(LIBRARY['来源'])}"
    if chances.falls(0.1):
        follow.description = chances.pick(DESCRIPTIONS)
    if chances.falls(0.15):
        follow.remark_mobiles = [f"1380013{chances.number(10_000):04}"]
