"""Line: scans that wait in the inbox, until every reaction has run and every word is said."""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, insert, select, text

from app.children import Children
from app.clock import now
from app.config import settings
from app.corps.models import Corp
from app.corps.wecom import forget_mouths
from app.db import reading, transaction
from app.demo.control import Simulated, start_simulator
from app.demo.setting import CODES, settle_in
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import LANES
from app.tables import METADATA
from jobs.react import react, welcome
from jobs.relay import drain as say_all
from tests.bench.drain_peers import drained
from tests.bench.figure import Figure, Size
from tests.bench.welcome.crowd import row
from tests.bench.welcome.swift import swift_wecom
from tests.town import open_door

FORK, SIMPLE = "RQ, a job an event, fork worker", "RQ, a job an event, SimpleWorker"


def measure(size: Size) -> list[Figure]:
    """Real scans, real reactions, the simulated WeCom's answers; beside it one RQ job an event.

    The goal is against RQ as it comes (a fork a job), and where WeCom's own work is not on this
    machine. The other rows say what is left without forks, and with the simulated WeCom beside us.
    """
    ours: list[float] = []
    theirs: dict[str, list[float]] = {"fork": [], "simple": []}
    bare: list[tuple[float, float]] = []
    clear()
    with busy_corp() as wecom:
        drain(scans(wecom, size.events))  # statements are compiled, connections stand
        quick = beside_quick_wecom(size)
        for _ in range(size.rounds):
            ours.append(drain(scans(wecom, size.events * 5)))
            for kind, rates in theirs.items():
                rates.append(drained(kind, "whole_event", scans(wecom, size.events)))
            bare.append((machinery(size.events * 50), claims(size.events * 10)))
    spoken = statistics.median(ours)
    fork, simple = (statistics.median(rates) for rates in theirs.values())
    free, claimed = (statistics.median(rates) for rates in zip(*bare, strict=True))
    what = "events a second, reactions and words"
    lean = "events a second, of a backlog, beside a WeCom that costs no CPU"
    return [
        Figure("drain", lean, FORK, *quick["fork"], goal=50),
        Figure("drain", lean, SIMPLE, *quick["simple"]),
        Figure("drain", what, FORK, spoken, fork),
        Figure("drain", what, SIMPLE, spoken, simple),
        Figure("drain", "events a second, no reaction at all", SIMPLE, free, claimed, goal=50),
    ]


def clear() -> None:
    """An empty house: the lines before have entered a corp of theirs, and sent news that would be
    worked off first."""
    names = ", ".join(table.name for table in METADATA.sorted_tables)
    with transaction() as session:
        session.execute(text(f"truncate {names} cascade"))


def beside_quick_wecom(size: Size) -> dict[str, tuple[float, float]]:
    """Ours and each peer's events a second where WeCom answers at once: what is ours alone."""
    ours: list[float] = []
    theirs: dict[str, list[float]] = {"fork": [], "simple": []}
    with swift_wecom(0.0):
        drain(kept_scans(size.events))
        for _ in range(size.rounds):
            ours.append(drain(kept_scans(size.events * 40)))
            for kind, rates in theirs.items():
                rates.append(drained(kind, "whole_event", kept_scans(size.events)))
    own = statistics.median(ours)
    return {kind: (own, statistics.median(rates)) for kind, rates in theirs.items()}


def kept_scans(count: int) -> list[int]:
    """So many new customers, as the door keeps their callbacks; the ids of the rows."""
    moment = now()
    with transaction() as session:
        corp_id = session.scalars(select(Corp.corp_id)).one()
        rows = []
        for number in range(count):
            fields = {
                "userid": "lina",
                "external_userid": f"wmQuick{number:06d}{moment:%H%M%S%f}",
                "state": CODES[number % len(CODES)].state,
                "welcome_code": f"CODE{number:06d}{moment:%H%M%S%f}",
            }
            kept = row("FollowAdded", f"scan {number} {moment}", fields, moment)
            rows.append({**kept, "corp_id": corp_id})
        return sorted(session.scalars(insert(InboxEvent).returning(InboxEvent.id), rows))


def machinery(count: int) -> float:
    """Events a second to which nothing is done: keeping the ledger is all that is left."""
    newest = put(count)
    began = time.perf_counter()
    react("events")
    took = time.perf_counter() - began
    with reading() as session:
        left = select(func.count()).where(InboxEvent.id >= newest, InboxEvent.state == "new")
        assert not session.scalar(left)
    return count / took


def claims(count: int) -> float:
    """The same by one RQ job an event, which claims it and marks it as done."""
    newest = put(count)
    return drained("simple", "claimed_event", range(newest, newest + count))


def put(count: int) -> int:
    """So many events without a reaction; the id of the first."""
    moment = now()
    names = {"userid": "lina", "external_userid": "wmNobody"}
    rows = [
        row("StaffSpoke", f"{number} {moment}", {**names, "message_id": number}, moment)
        for number in range(count)
    ]
    with transaction() as session:
        return min(session.scalars(insert(InboxEvent).returning(InboxEvent.id), rows))


@contextmanager
def busy_corp() -> Iterator[Simulated]:
    """The demo's corp with its codes, rules and SOP beside a simulated WeCom in real time."""
    children = Children()
    before = os.environ.get("WECOM_API_BASE")
    said = start_simulator(children, "--retry-pause", "0.05")
    os.environ["WECOM_API_BASE"] = said["api_base"]
    settings.cache_clear()
    forget_mouths()
    try:
        settle_in(said)
        yield Simulated(said["control_base"])
    finally:
        children.stop()
        os.environ.pop("WECOM_API_BASE")
        if before is not None:
            os.environ["WECOM_API_BASE"] = before
        settings.cache_clear()
        forget_mouths()


def scans(wecom: Simulated, count: int) -> list[int]:
    """So many new customers scan; gives the inbox rows that their callbacks have made."""
    with reading() as session:
        last = session.scalar(select(func.max(InboxEvent.id))) or 0
    with open_door() as url:
        assert wecom.post("/callback", {"url": url})["ok"]
        for number in range(count):
            state = CODES[number % len(CODES)].state
            wecom.post("/people/scan", {"state": state, "customer": {}})
        while wecom.state().is_busy:
            time.sleep(0.01)
    with reading() as session:
        events = session.scalars(select(InboxEvent.id).where(InboxEvent.id > last)).all()
    assert len(events) == count
    return sorted(events)


def drain(events: list[int]) -> float:
    """What the lanes' workers do for these events, here: react, then speak. Events a second."""
    began = time.perf_counter()
    welcome("welcome")
    react("events")
    for lane in LANES:
        say_all(lane)
    took = time.perf_counter() - began
    assert_done(events)
    return len(events) / took


def assert_done(events: list[int]) -> None:
    """Every reaction has run, and every event has led to words that were said."""
    with reading() as session:
        reactions = session.scalars(
            select(InboxReaction.state).where(InboxReaction.event_id.in_(events))
        ).all()
        said = session.scalars(
            select(OutboxCommand.state).where(OutboxCommand.event_id.in_(events))
        ).all()
    assert len(reactions) >= 6 * len(events) and set(reactions) == {"done"}, set(reactions)
    assert len(said) >= len(events) and set(said) == {"done"}, set(said)
