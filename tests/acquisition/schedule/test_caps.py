"""Caps: the spares take over in time, no count is lost, and a new day begins with nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from app import clock
from app.acquisition.models import ContactWay
from app.acquisition.schedule.counting import count_add
from app.acquisition.schedule.models import CodeCount
from app.acquisition.schedule.plan import Caps, Plan
from app.acquisition.schedule.view import reception_of
from app.acquisition.states import make
from app.db import reading
from app.events.contacts import FollowAdded

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
STAFF = ("lina", "chenxi")
BURST, MOST = 20, 10


def added(shop, number: int, userid: str, at: datetime) -> FollowAdded:
    return FollowAdded(
        corp_id=shop.corp_id,
        happened_at=at,
        event_id=number,
        userid=userid,
        external_userid=f"wm{number}",
        state=make(bytes(16)),
        welcome_code="",
    )


def adds_of(way_id: int) -> dict[str, int]:
    with reading() as session:
        rows = session.query(CodeCount).filter_by(way_id=way_id)
        return {row.userid: row.adds for row in rows}


def seen(way_id: int):
    with reading() as session:
        found = reception_of(session, session.get_one(ContactWay, way_id))
        assert found is not None
        return found


def test_200_adds_in_bursts_of_20_on_two_workers(in_shop):
    plan = Plan(STAFF, fallback=("zhaolei",), caps=Caps(staff_day=MOST))
    with in_shop(at=MORNING) as shop, ThreadPoolExecutor(2) as workers:
        way_id, number, expected = shop.open(plan), 0, dict.fromkeys((*STAFF, "zhaolei"), 0)
        for burst in range(10):
            serving = sorted(shop.at_wecom())  # all of a burst scan before WeCom hears of any
            events = []
            for _each in range(BURST):
                number += 1
                userid = serving[number % len(serving)]
                expected[userid] += 1
                events.append(added(shop, number, userid, MORNING + timedelta(seconds=burst)))
            with clock.held_at(MORNING + timedelta(seconds=burst)):
                list(workers.map(count_add, events + events[:5]))  # some arrive twice
                shop.work()
        assert adds_of(way_id) == expected
        assert sum(expected.values()) == 200
        assert shop.at_wecom() == {"zhaolei"}
        over = sum(max(0, expected[userid] - MOST) for userid in STAFF)
        assert seen(way_id).over == over <= BURST
        tomorrow = datetime(2026, 3, 2, 16, tzinfo=UTC)  # midnight in Shanghai
        assert shop.row(way_id).next_change_at == tomorrow
        with clock.held_at(tomorrow - timedelta(seconds=1)):
            shop.work()
            assert shop.at_wecom() == {"zhaolei"}
        with clock.held_at(tomorrow):
            shop.work()
        assert shop.at_wecom() == set(STAFF)


def test_a_cap_reached_rings_at_once(in_shop):
    with in_shop(at=MORNING) as shop:
        plan = Plan(("lina",), fallback=("chenxi",), caps=Caps(staff_day=1))
        way_id = shop.open(plan)
        count_add(added(shop, 1, "lina", MORNING))
        assert shop.row(way_id).due_at == MORNING
        shop.work()
        assert shop.at_wecom() == {"chenxi"}
        count_add(added(shop, 2, "chenxi", MORNING))  # the spare's adds count in no cap
        assert seen(way_id).over == 0


def test_the_whole_codes_cap_and_the_cap_of_all_days(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(STAFF, fallback=("zhaolei",), caps=Caps(code_all=2)))
        for number, userid in enumerate(STAFF, 1):
            count_add(added(shop, number, userid, MORNING))
        shop.work()
        assert shop.at_wecom() == {"zhaolei"}
        assert shop.row(way_id).reason["because"] == "code_all_full"
        with clock.held_at(MORNING + timedelta(days=3)):
            shop.work()
        assert shop.at_wecom() == {"zhaolei"}


def test_the_page_says_when_today_s_places_run_out(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(("lina",), fallback=("chenxi",), caps=Caps(staff_day=8)))
        for number in range(1, 5):
            at = MORNING + timedelta(minutes=15 * (number - 1))
            count_add(added(shop, number, "lina", at))
        with clock.held_at(MORNING + timedelta(hours=1)):
            assert seen(way_id).runs_out == "11:00"  # four in an hour, four to go, 10:00 now
