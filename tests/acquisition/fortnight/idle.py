"""A day in which nothing changes in so many codes: what they cost, beside a day without codes."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import clock
from app.acquisition.schedule.plan import Caps, Period, Plan, Window
from jobs.timetable import draw_up
from tests.acquisition.fortnight.shop import Shop, opened

START = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday, 09:00 in Shanghai
DAY = timedelta(days=1)
TELLING = tuple(f"externalcontact/{name}_contact_way" for name in ("add", "update", "del", "get"))
SWEEPS = 24 * 3600 // 30  # of a product that pushes every code every 30 seconds

ALWAYS = Window(0, 0)
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
# What stays as it is all day, though the house must look for it in some.
PLANS = (
    Plan(("lina",)),
    Plan(("lina", "chenxi"), fallback=("zhaolei",), caps=Caps(staff_day=10, code_all=100)),
    Plan(("lina",), (Period((*WORKDAYS, *WEEKEND), ALWAYS, ("chenxi",)),)),
    Plan(("lina",), (Period(WORKDAYS, Window(540, 1080), ("lina",)),)),
    Plan(("lina",), (Period(WEEKEND, Window(22 * 60, 6 * 60), ("zhaolei",)),)),
    Plan(("sunyue",), holiday=("lina",), makeup_as=0, verify_window=Window(60, 60)),
)


@dataclass(frozen=True)
class Idle:
    """Calls of a day. `for_codes` are more than a corp without codes causes, of any path."""

    codes: int
    published: int
    telling: int
    for_codes: int
    by_the_timetable: int

    @property
    def is_kept(self) -> bool:
        return self.published == self.codes and self.telling == self.for_codes == 0

    def __str__(self) -> str:
        return (
            f"{self.codes} idle codes, 24 virtual hours: {self.for_codes} calls "
            f"(a 30 s sweep makes {self.codes * SWEEPS:,}; "
            f"the timetable's own {self.by_the_timetable} are the same without a code)"
        )


def idle(codes: int, every: timedelta) -> Idle:
    """Publish so many codes, then let a day pass in which ticker and timetable look `every` so often."""
    without, _ = a_day(0, every)
    with_codes, published = a_day(codes, every)
    return Idle(
        codes,
        published,
        sum(with_codes[path] for path in TELLING),
        sum((with_codes - without).values()),
        without.total(),
    )


def a_day(codes: int, every: timedelta) -> tuple[Counter[str], int]:
    """The calls of 24 hours by path, and how many codes WeCom had before them."""
    with opened("Asia/Shanghai", START) as shop:
        for number in range(codes):
            shop.open(number, PLANS[number % len(PLANS)])
        shop.act()
        begins = START + timedelta(minutes=1)
        pass_time(shop, begins)
        with clock.held_at(begins):
            draw_up()
        published, before = len(shop.held()), shop.calls()
        while shop.moment < begins + DAY:
            pass_time(shop, shop.moment + every)
            shop.act()
            shop.settle()  # the timetable's lines, which make no time stop
        return shop.calls() - before, published


def pass_time(shop: Shop, target: datetime) -> None:
    for _ in shop.until(target):
        pass
