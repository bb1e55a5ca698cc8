"""Departments receive whole while they can; when a member must not, the others are named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app import clock
from app.acquisition.schedule.counting import count_add
from app.acquisition.schedule.effective_staff import Code, Counters, effective_staff
from app.acquisition.schedule.leaving import leave_out
from app.acquisition.schedule.plan import Caps, Period, Plan, Receivers, Window
from app.acquisition.schedule.recesses import pause_today, switches_of
from app.acquisition.schedule.regrouping import regroup_department, regroup_member
from app.contacts.membership import members_of_departments
from app.contacts.models import Staff
from app.contacts.staff import mirror_staff
from app.db import reading, transaction
from app.events.staff import DepartmentChanged, DepartmentDeleted, StaffChanged, StaffLeft
from tests.acquisition.schedule.test_caps import added, seen
from tests.acquisition.schedule.test_with_wecom import calls

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
SALES, CARE = 2, 3  # sales: lina, wangguwen, zhaolei; care: chenxi, sunyue, zhoumin
CAPPED = Plan((), parties=(SALES,), caps=Caps(staff_day=1), fallback_parties=(CARE,))


def said(shop) -> tuple[set[str], set[int]]:
    fields = shop.said_to_wecom()
    return set(fields["user"]), set(fields["party"])


def moved(shop, userid: str, *departments: int) -> StaffChanged:
    numbers = tuple(str(number) for number in departments)
    return StaffChanged(
        corp_id=shop.corp_id, happened_at=MORNING, event_id=1, userid=userid, department=numbers
    )


def placed(userid: str) -> list[int]:
    with reading() as session:
        return session.scalars(select(Staff.department_ids).filter_by(userid=userid)).one()


def test_a_department_of_which_nothing_is_told_is_said_as_it_is():
    code = Code(Plan((), parties=(9,), caps=Caps(staff_day=1)), UTC)
    found = effective_staff(code, MORNING, Counters(MORNING.date(), {"lina": 5}, {"lina": 5}))
    assert found.receivers == Receivers((), (9,))


def test_a_department_in_which_nobody_is_left_gives_way_to_the_spares():
    code = Code(Plan((), parties=(9,), fallback=("lina",)), UTC, members={9: ()})
    found = effective_staff(code, MORNING, Counters())
    assert (found.source, found.userids, found.parties) == ("fallback", ("lina",), ())


def test_a_capped_member_drops_out_by_naming_the_others_until_midnight(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(CAPPED)
        assert said(shop) == (set(), {SALES})
        count_add(added(shop, 1, "lina", MORNING))
        shop.work()
        assert said(shop) == ({"wangguwen", "zhaolei"}, set())
        assert shop.row(way_id).reason["by_name"] == [SALES]
        assert shop.row(way_id).reason["left_out"] == {"lina": "day_full"}
        for number, userid in enumerate(("wangguwen", "zhaolei"), start=2):
            count_add(added(shop, number, userid, MORNING))
        shop.work()
        assert said(shop) == (set(), {CARE})  # the spares, whole
        count_add(added(shop, 4, "chenxi", MORNING))
        assert [one.is_spare for one in seen(way_id).tallies if one.userid == "chenxi"] == [True]
        with clock.held_at(datetime(2026, 3, 2, 16, tzinfo=UTC)):
            shop.work()
            assert said(shop) == (set(), {SALES})


def test_the_forecast_counts_the_places_of_all_members_of_a_department(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(replace(CAPPED, caps=Caps(staff_day=4)))
        for number in range(3):
            moment = MORNING + timedelta(minutes=10 * number)
            with clock.held_at(moment):
                count_add(added(shop, number, ("lina", "zhaolei", "wangguwen")[number], moment))
        with clock.held_at(MORNING + timedelta(minutes=30)):
            assert seen(way_id).runs_out == "11:00"  # nine places, one in ten minutes


def test_windows_name_departments_and_wecom_hears_of_each_change_once(in_shop):
    day = Period((0, 1, 2, 3, 4), Window(9 * 60, 18 * 60), (), (SALES,))
    with in_shop(at=MORNING) as shop:
        way_id, before = shop.open(Plan((), (day,), parties=(CARE,))), calls(shop)
        assert said(shop) == (set(), {SALES})
        evening = shop.row(way_id).next_change_at
        assert evening == datetime(2026, 3, 2, 10, tzinfo=UTC)
        with clock.held_at(evening):
            shop.work()
            shop.work()
        assert said(shop) == (set(), {CARE})
        assert calls(shop) - before == 1


def test_who_joins_is_named_too_and_a_whole_department_costs_no_call(in_shop):
    with in_shop(at=MORNING) as shop:
        shop.open(CAPPED)
        before = calls(shop)
        regroup_member(moved(shop, "chenxi", SALES))
        shop.work()
        assert calls(shop) == before  # WeCom opens the department itself
        count_add(added(shop, 1, "lina", MORNING))
        shop.work()
        assert said(shop)[0] == {"wangguwen", "zhaolei", "chenxi"}
        regroup_member(moved(shop, "chenxi", CARE))
        shop.work()
        assert said(shop)[0] == {"wangguwen", "zhaolei"}
        left = StaffLeft(corp_id=shop.corp_id, happened_at=MORNING, event_id=2, userid="zhaolei")
        leave_out(left)
        shop.work()
        assert said(shop)[0] == {"wangguwen"}


def test_a_move_that_is_told_late_does_not_undo_a_later_one(in_shop):
    with in_shop(at=MORNING) as shop:
        for minutes, department in ((2, SALES), (1, CARE)):
            happened_at = MORNING + timedelta(minutes=minutes)
            move = replace(moved(shop, "chenxi", department), happened_at=happened_at)
            regroup_member(move)
            assert placed("chenxi") == [SALES]
        for minutes, department in ((1, SALES), (3, CARE)):  # WeCom itself says: care
            with clock.held_at(MORNING + timedelta(minutes=minutes)):
                mirror_staff(shop.corp_id)
            assert placed("chenxi") == [department]
        with clock.held_at(MORNING + timedelta(minutes=4)):
            assert mirror_staff(shop.corp_id) == 0  # nothing is new, and nothing is told as new


def test_somebody_new_is_asked_about_only_where_a_code_waits_for_them(in_shop):
    with in_shop(at=MORNING) as shop:
        shop.open(CAPPED)
        count_add(added(shop, 1, "lina", MORNING))
        with transaction() as session:  # as if they had come since the mirror
            session.query(Staff).filter_by(userid="zhaolei").delete()
        regroup_member(moved(shop, "zhaolei", CARE))
        regroup_member(moved(shop, "zhaolei", SALES))
        shop.work()
        assert said(shop)[0] == {"wangguwen", "zhaolei"}
        asked = sum(shop.sim.world.api_calls["externalcontact/get_follow_user_list"].values())
        regroup_member(moved(shop, "stranger", 1))  # the whole corp: nobody named that
        assert sum(shop.sim.world.api_calls["externalcontact/get_follow_user_list"].values()) == (
            asked
        )


def test_members_of_a_department_have_their_own_switch(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan((), parties=(SALES,)))
        with transaction() as session:
            assert [one.way_id for one in switches_of(session, shop.corp_id, "lina")][1:] == [
                way_id
            ]
            assert switches_of(session, shop.corp_id, "chenxi") == []
            pause_today(session, shop.corp_id, "lina", way_id)
        shop.work()
        assert said(shop) == ({"wangguwen", "zhaolei"}, set())


def test_departments_within_a_department_count_with_it_wherever_they_move(in_shop):
    with in_shop(at=MORNING) as shop:
        shop.open(replace(CAPPED, fallback_parties=()))
        base = {"corp_id": shop.corp_id, "happened_at": MORNING, "event_id": 3}
        regroup_department(DepartmentChanged(**base, id=str(CARE), parent_id=str(SALES)))
        count_add(added(shop, 1, "lina", MORNING))
        shop.work()
        care = {"chenxi", "sunyue", "zhoumin"}
        assert said(shop)[0] == {"wangguwen", "zhaolei"} | care
        regroup_department(DepartmentDeleted(**base, id=str(CARE)))
        shop.work()
        assert said(shop)[0] == {"wangguwen", "zhaolei"}
        with reading() as session:
            assert members_of_departments(session, shop.corp_id, [CARE]) == {CARE: ()}
