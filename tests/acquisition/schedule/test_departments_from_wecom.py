"""Departments as WeCom tells of them: the nightly mirror, and codes that stood there before us."""

from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from app.acquisition.codes.publishing import publish
from app.acquisition.codes.rows import form_with_draft
from app.acquisition.codes.wanted import change_code
from app.acquisition.models import ContactWay, StrayWay
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.strays.adoption import adopt, take_census
from app.contacts.membership import departments_of, members_of_departments
from app.contacts.models import Department, Staff
from app.contacts.staff import mirror_staff
from app.corps.models import Corp
from app.db import reading, transaction

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
ROOT, SALES, CARE = 1, 2, 3


def members(shop) -> dict[int, tuple[str, ...]]:
    with reading() as session:
        return members_of_departments(session, shop.corp_id, [ROOT, SALES])


def test_the_mirror_learns_who_belongs_where(in_shop):
    with in_shop(at=MORNING) as shop:
        with transaction() as session:
            session.execute(update(Staff).values(department_ids=[]))
            assert members_of_departments(session, shop.corp_id, [SALES]) == {}  # not told yet
            session.execute(delete(Department))
        mirror_staff(shop.corp_id)
        inside = members(shop)
        assert inside[SALES] == ("lina", "wangguwen", "zhaolei")
        assert set(inside[ROOT]) == set(shop.sim.world.staff)
        with reading() as session:
            assert departments_of(session, shop.corp_id, "chenxi") == {ROOT, CARE}


def test_who_can_have_no_customers_is_no_member_of_a_department(in_shop):
    with in_shop(at=MORNING) as shop:
        with transaction() as session:
            session.execute(update(Staff).where(Staff.userid == "lina").values(can_follow=False))
            session.execute(update(Staff).where(Staff.userid == "zhaolei").values(is_active=False))
        assert members(shop)[SALES] == ("wangguwen",)


def test_departments_in_a_ring_come_to_an_end(in_shop):
    with in_shop(at=MORNING) as shop:
        with transaction() as session:
            root = Department.department_id == ROOT
            session.execute(update(Department).where(root).values(parent_id=SALES))
        assert set(members(shop)[SALES]) == set(shop.sim.world.staff)


def test_an_adopted_code_keeps_its_departments_when_it_is_edited(in_shop):
    with in_shop(at=MORNING) as shop:
        shop.sim.code(state="old-tool-7", user=["chenxi"], party=[SALES])
        with reading() as session:
            corp_row_id = session.scalars(select(Corp.id)).one()
        take_census(corp_row_id)
        with transaction() as session:
            stray = session.scalars(select(StrayWay)).one()
            way_id = adopt(session, stray, made_by="ops").id
        with transaction() as session:
            way = session.get_one(ContactWay, way_id)
            form = form_with_draft(session, way)
            assert (form.userids, form.parties) == (["chenxi"], [str(SALES)])
            form.name = "新名字"
            change_code(session, way, form.wanted())
        assert publish(way_id)
        (told,) = [one.fields for one in shop.sim.world.contact_ways.values()]
        assert (told["user"], told["party"], told["remark"]) == (["chenxi"], [SALES], "新名字")
        with reading() as session:
            row = schedule_of(session, way_id)
            assert row is not None
            assert (row.serving, row.serving_parties) == (["chenxi"], [SALES])
