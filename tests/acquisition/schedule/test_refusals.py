"""Every failure of the live codes' API: kept with its errcode, told again as it asks for."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from app import clock
from app.acquisition.codes import stop_code
from app.acquisition.models import ContactWay
from app.acquisition.publishing import publish
from app.acquisition.schedule.changes import look_again, schedule_of
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Period, Plan, Window
from app.corps.wecom import forget_mouths
from app.db import reading, transaction
from app.outbox.models import Breaker
from app.queue import redis
from bots.errcodes import KNOWN
from bots.errors import advice
from tests.acquisition.schedule.conftest import Shop

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
PATHS = ("add", "update", "del", "get", "list")
# What these five calls answer by their pages (92228), and what any call may.
CODES = sorted(
    code
    for code in (
        -1, 40003, 40014, 40058, 40063, 40096, 40098, 41041, 41042, 41044, 41045, 41054, 42001,
        45009, 45033, 45035, 48001, 48002, 60011, 60020, 60111, 60123, 84061, 84084, 301002,
    )
    if code in KNOWN
)  # fmt: skip
NEXT = START + timedelta(minutes=1)
# In CI one code of each kind; `make refusals` takes them all.
TRIED = (
    CODES
    if os.environ.get("REFUSALS") == "all"
    else sorted({KNOWN[code].kind: code for code in CODES}.values())
)
LONGEST = timedelta(hours=4)


def way_of(way_id: int) -> ContactWay:
    with reading() as session:
        return session.get_one(ContactWay, way_id)


def bring_to(shop: Shop, name: str, number: int) -> int:
    """A code whose next word to WeCom is `name`."""
    plan = Plan(("lina",), (Period((0,), Window(9 * 60 + 1, 18 * 60), ("chenxi",)),))
    if name in ("add", "get", "list"):
        return shop.open(plan, number, is_told=False)
    way_id = shop.open(plan, number)
    with transaction() as session, clock.held_at(NEXT):
        row = schedule_of(session, way_id, lock=True)
        assert row is not None
        way = session.get_one(ContactWay, way_id)
        if name == "del":
            stop_code(way)
        look_again(session, [(row, way)], NEXT)
    return way_id


def heals(shop: Shop, way_id: int, errcode: int) -> bool:
    """Whether the code comes back by itself; until then it says what WeCom said."""
    at = NEXT
    with clock.held_at(at):
        if publish(way_id):
            return True
    way = way_of(way_id)
    assert (way.errcode, bool(way.error)) == (errcode, True)
    assert advice(errcode).advice_zh and advice(errcode).advice_en
    while not way_of(way_id).is_pushed:
        due_at = shop.row(way_id).due_at
        assert due_at is not None
        at = max(at, due_at)
        if at > NEXT + LONGEST:
            return False
        with clock.held_at(at):
            shop.work()
    return way_of(way_id).errcode is None


@pytest.mark.parametrize("name", PATHS)
def test_a_failure_is_shown_with_its_next_step_and_heals_by_itself(in_shop, name):
    with in_shop(at=START) as shop:
        shop.sim.code(state="of somebody else")  # so that there is something to look at
        path = f"externalcontact/{name}_contact_way"
        for number, errcode in enumerate(TRIED):
            way_id = bring_to(shop, name, number)
            shop.sim.order("faults", clear=True, api={path: {"errcode": errcode, "times": 2}})
            assert heals(shop, way_id, errcode), (name, errcode)
            redis().flushall()  # a pause that one errcode asks for is not the next one's
            forget_mouths()
            with transaction() as session:
                session.execute(delete(Breaker))
                session.execute(update(CodeSchedule).values(due_at=None))
