"""Adds that are counted together are counted as one by one; who holds a code's lock is heard."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import monotonic, sleep

from sqlalchemy import text

from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.counting import count_add, count_adds
from app.acquisition.schedule.models import CodeCount
from app.acquisition.schedule.plan import Caps, Plan
from app.acquisition.states import make
from app.db import reading, transaction
from app.events.contacts import FollowAdded

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
CAPPED = Plan(("lina", "chenxi"), fallback=("zhaolei",), caps=Caps(staff_day=2))


def added(shop, number: int, userid: str, code: int = 0) -> FollowAdded:
    return FollowAdded(
        corp_id=shop.corp_id,
        happened_at=MORNING,
        event_id=number,
        userid=userid,
        external_userid=f"wm{number}",
        state=make(code.to_bytes(16)) if code < 9 else "",
        welcome_code="",
    )


def adds_of(way_id: int) -> dict[str, int]:
    with reading() as session:
        rows = session.query(CodeCount).filter_by(way_id=way_id)
        return {row.userid: row.adds for row in rows}


def version_of(way_id: int) -> int:
    with reading() as session:
        return session.get_one(ContactWay, way_id).version


def test_a_batch_counts_each_code_and_looks_at_once_at_those_that_are_full(in_shop):
    with in_shop(at=MORNING) as shop:
        full, free, capless = (
            shop.open(CAPPED, 0),
            shop.open(CAPPED, 1),
            shop.open(Plan(("lina",)), 2),
        )
        told = version_of(free)
        events = [added(shop, 1, "lina"), added(shop, 2, "lina"), added(shop, 3, "chenxi")]
        events += [added(shop, 4, "lina", 1), added(shop, 5, "lina", 2), added(shop, 6, "lina", 9)]
        assert count_adds(events) == {}
        assert (
            count_adds([*events[2:], added(shop, 7, "lina", 7)]) == {}
        )  # heard of before; no code
        assert adds_of(full) == {"lina": 2, "chenxi": 1}
        assert (adds_of(free), adds_of(capless)) == ({"lina": 1}, {"lina": 1})
        assert version_of(free) == told
        assert shop.row(full).due_at == MORNING
        shop.work()
        assert (shop.at_wecom(0), shop.at_wecom(1)) == ({"chenxi"}, {"lina", "chenxi"})
        count_adds([added(shop, 8, "chenxi"), added(shop, 9, "zhaolei")])
        shop.work()
        assert shop.at_wecom(0) == {"zhaolei"}


def test_batches_that_meet_lose_no_count_and_wait_in_no_ring(in_shop):
    with in_shop(at=MORNING) as shop, ThreadPoolExecutor(2) as workers:
        ways = [shop.open(CAPPED, code) for code in range(3)]
        events = [added(shop, number, "lina", number % 3) for number in range(1, 61)]
        halves = [events[at : at + 20] for at in range(0, 60, 10)]  # each event stands in two
        list(workers.map(count_adds, [*halves, *(half[::-1] for half in halves)]))
        assert [adds_of(way_id) for way_id in ways] == [{"lina": 20}] * 3


def test_a_change_made_while_the_count_waited_for_the_lock_is_not_undone(in_shop):
    with in_shop(at=MORNING) as shop, ThreadPoolExecutor(1) as worker:
        way_id = shop.open(CAPPED)
        count_add(added(shop, 1, "lina"))
        before = version_of(way_id)
        with transaction() as session:
            assert schedule_of(session, way_id, lock=True)
            counting = worker.submit(count_add, added(shop, 2, "lina"))
            wait_for_a_waiter()
            session.get_one(ContactWay, way_id).version += 1  # WeCom is about to hear of this one
        counting.result()
        assert version_of(way_id) == before + 2  # so the cap is another version, and is told too


def wait_for_a_waiter() -> None:
    waiting = text(
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and wait_event_type = 'Lock'"
    )
    until = monotonic() + 10
    while monotonic() < until:
        with reading() as session:
            if session.scalar(waiting):
                return
        sleep(0.02)
    raise AssertionError("nobody waits for the lock")
