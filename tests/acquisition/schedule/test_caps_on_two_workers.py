"""Caps with two worker processes in the lane that counts, one of which may die by kill -9."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.models import CodeCount
from app.acquisition.schedule.plan import Caps, Plan
from app.acquisition.schedule.view import reception_of
from app.db import reading, transaction
from app.inbox.models import InboxEvent, InboxReaction
from tests.acquisition.fortnight.shop import state_of
from tests.acquisition.schedule.staffed import (
    EVENTS,
    SHANGHAI,
    Staffed,
    jobs_done,
    staffed,
    wait_until,
)

STAFF, SPARE = ("lina", "chenxi", "sunyue"), "zhaolei"
MOST, BURST, BURSTS = 10, 20, 10
IN_TIME = 5.0  # seconds
CAPPED = Plan(STAFF, fallback=(SPARE,), caps=Caps(staff_day=MOST))
MONDAY, TUESDAY = "2026-03-02", "2026-03-03"


@pytest.fixture(scope="module")
def house(services, tmp_path_factory):
    with staffed(tmp_path_factory.mktemp("staffed")) as running:
        yield running


def counted(way_id: int) -> Counter[tuple[str, str]]:
    """(member, day) → adds, as the house has counted them."""
    with reading() as session:
        rows = session.scalars(select(CodeCount).where(CodeCount.way_id == way_id))
        return Counter({(row.userid, str(row.day)): row.adds for row in rows})


def over(way_id: int) -> int:
    """How many more than allowed, as the code's page says."""
    with reading() as session:
        row = schedule_of(session, way_id)
        assert row is not None
        return reception_of(session, session.get_one(ContactWay, way_id), row).over


def free(house: Staffed, number: int, day: str) -> set[str]:
    """Who has not reached the cap, by WeCom's own count."""
    adds = house.adds(number)
    return {userid for userid in STAFF if adds[userid, day] < MOST}


def test_200_adds_in_bursts_of_20_are_counted_by_two_processes(house):
    way_id = house.open(CAPPED, 0)
    house.sim.order("faults", callbacks=[{"do": "duplicate", "probability": 0.2, "copies": 2}])
    waits: list[float] = []
    before: Counter[tuple[str, str]] = Counter()
    for _ in range(BURSTS):
        serving = house.at_wecom(0)
        house.burst(0, BURST)
        waits.append(house.rest())
        assert house.at_wecom(0) == (free(house, 0, MONDAY) or {SPARE})
        after = house.adds(0)
        grown = {userid for userid, _ in after - before}
        assert grown <= serving, "nobody gets a customer but whom WeCom had"
        before = after
        house.move(clock.now() + timedelta(minutes=1))
    house.sim.order("faults", clear=True)
    truth = house.adds(0)
    assert counted(way_id) == truth and truth.total() == BURSTS * BURST
    assert 0 < sum(truth[userid, MONDAY] - MOST for userid in STAFF) == over(way_id) <= BURST
    assert max(waits) < IN_TIME, waits
    assert min(jobs_done("events")) > 0 and len(jobs_done("events")) == len(EVENTS)


def test_a_worker_dies_while_it_counts_and_no_add_is_lost_or_counted_twice(house):
    way_id = house.open(CAPPED, 1)
    for _ in range(2):
        with transaction() as session:
            assert schedule_of(session, way_id, lock=True)  # so that who counts must wait
            house.burst(1, BURST)
            wait_until(house.waiting)
            house.kill(house.waiting()[0])
        house.rest()
        assert counted(way_id) == house.adds(1)
    assert house.adds(1).total() == 2 * BURST
    assert house.at_wecom(1) == (free(house, 1, MONDAY) or {SPARE})
    with reading() as session:
        again = session.scalars(
            select(InboxReaction.id)
            .join(InboxReaction.event)
            .where(InboxEvent.fields["state"].astext == state_of(1))
            .where(InboxReaction.name.endswith(".count_add"), InboxReaction.attempts > 1)
        ).all()
    assert again, "somebody took over what the dead had begun"


def test_a_new_day_begins_with_nothing_and_what_came_before_midnight_is_yesterday_s(house):
    way_id = house.open(CAPPED, 2)
    for _ in range(2):
        house.burst(2, BURST)
        house.rest()
    assert house.at_wecom(2) == {SPARE}
    midnight = datetime.fromisoformat(f"{TUESDAY}T00:00:00").replace(tzinfo=SHANGHAI)
    house.move(midnight - timedelta(seconds=1))
    house.rest()
    assert house.at_wecom(2) == {SPARE}
    house.burst(2, BURST, then=midnight)  # they are counted after midnight
    assert house.rest() < IN_TIME
    assert house.at_wecom(2) == set(STAFF)
    assert house.adds(2)[SPARE, MONDAY] >= BURST
    house.burst(2, 3)
    house.rest()
    truth = house.adds(2)
    assert counted(way_id) == truth
    assert [truth[userid, TUESDAY] for userid in STAFF] == [1, 1, 1]
