"""Against the simulated WeCom: what it holds is what the plan says, at every minute, by few calls."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import clock
from app.acquisition.schedule.effective_staff import Code, Counters
from app.acquisition.schedule.plan import Period, Plan, Window
from tests.acquisition.schedule.oracle import receives

MINUTE = timedelta(minutes=1)
NIGHT = Period((4, 5), Window(22 * 60, 6 * 60), ("zhaolei",))
DAY = Period((0, 1, 2, 3, 4), Window(9 * 60, 18 * 60), ("chenxi", "zhaolei"))
PLAN = Plan(("lina",), (DAY, NIGHT))


def calls(shop) -> int:
    counts = shop.sim.world.api_calls.items()
    return sum(sum(by_code.values()) for path, by_code in counts if "contact_way" in path)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
def test_wecom_has_whom_the_plan_says_at_every_minute_on_the_days_about_a_leap(in_shop, zone):
    start = datetime(2026, 3, 5, 12, tzinfo=UTC)  # New York puts its clocks forward on the 8th
    with in_shop(zone, start) as shop:
        way_id = shop.open(PLAN)
        code, before, told = Code(PLAN, ZoneInfo(zone)), calls(shop), shop.at_wecom()
        changes, look_at = 0, start
        for passed in range(3 * 1440 + 720):
            moment = start + passed * MINUTE
            if moment >= look_at:
                with clock.held_at(moment):
                    shop.work()
                changes += told != shop.at_wecom()
                told, look_at = shop.at_wecom(), shop.row(way_id).due_at
            assert told == receives(code, moment, Counters())[0], moment
        assert calls(shop) - before == changes  # one call for each change, and no other


def test_one_failing_code_delays_no_other_and_heals_without_a_person(in_shop):
    friday = datetime(2026, 3, 5, 13, 59, tzinfo=UTC)  # 21:59 in Shanghai
    plan = Plan(("lina",), (Period((3,), Window(22 * 60, 6 * 60), ("zhaolei",)),))
    with in_shop(at=friday) as shop:
        ways = [shop.open(plan, number) for number in range(12)]
        path = "externalcontact/update_contact_way"
        shop.sim.order("faults", api={path: {"errcode": 40098, "times": 1}})
        with clock.held_at(friday + MINUTE):
            shop.work()
            told = [shop.at_wecom(number) for number in range(12)]
        assert sorted(map(str, told)).count(str({"zhaolei"})) == 11
        failed = [way for way in ways if shop.row(way).attempts]
        assert len(failed) == 1
        with clock.held_at(friday + timedelta(minutes=63)):
            shop.work()
        assert all(shop.at_wecom(number) == {"zhaolei"} for number in range(12))
