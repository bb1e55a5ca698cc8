"""Caps: the spares take over in time, no count is lost, and a new day begins with nothing."""

from datetime import UTC, datetime, timedelta

from app import clock
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.counting import count_add
from app.acquisition.schedule.models import CodeCount
from app.acquisition.schedule.plan import Caps, Plan
from app.acquisition.schedule.view import reception_of
from app.acquisition.states import make
from app.db import reading
from app.events.contacts import FollowAdded

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
STAFF = ("lina", "chenxi")


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
        row = schedule_of(session, way_id)
        assert row is not None
        return reception_of(session, session.get_one(ContactWay, way_id), row)


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
