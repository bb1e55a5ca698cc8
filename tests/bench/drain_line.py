"""Line: scans that wait in the inbox, until every reaction has run and every word is said."""

import logging
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from rq import Queue, SimpleWorker
from sqlalchemy import func, select

from app.children import Children
from app.config import settings
from app.corps.wecom import forget_mouths
from app.db import reading
from app.demo.control import Simulated, start_simulator
from app.demo.setting import CODES, settle_in
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import LANES
from jobs.react import react, welcome
from jobs.relay import drain as say_all
from tests.bench.figure import Figure, Size
from tests.bench.peers import nothing
from tests.town import open_door


@dataclass(frozen=True)
class Drained:
    """Events a second: reactions alone, and with the words that follow from them.

    `cpu_ms` is what this process spent on an event, words included; PostgreSQL, Valkey and the
    simulated WeCom are not in it.
    """

    reacted: float
    spoken: float
    cpu_ms: float


def measure(size: Size) -> list[Figure]:
    """Real scans, real reactions, the simulated WeCom's answers; beside it RQ doing nothing."""
    ours: list[Drained] = []
    theirs: list[Drained] = []
    with busy_corp() as wecom:
        for _ in range(size.rounds):
            ours.append(drain(scans(wecom, size.events)))
            theirs.append(drain_rq(size.events * 10))
    peer = "RQ no-op job, SimpleWorker"
    reacted, spoken, cpu_ms = (middle(ours, what) for what in ("reacted", "spoken", "cpu_ms"))
    noop, noop_ms = middle(theirs, "spoken"), middle(theirs, "cpu_ms")
    return [
        Figure("drain", "events a second, all reactions", peer, reacted, noop, goal=50),
        Figure("drain", "events a second, reactions and words", peer, spoken, noop),
        Figure("drain", "CPU ms per event, worker", peer, cpu_ms, noop_ms, more_is_better=False),
    ]


def middle(turns: list[Drained], what: str) -> float:
    """The median of one measure."""
    return float(statistics.median(getattr(turn, what) for turn in turns))


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


def drain(events: list[int]) -> Drained:
    """What the lanes' workers do for these events, here: react, then speak."""
    began, spent = time.perf_counter(), time.process_time()
    welcome("welcome")
    react("events")
    reacted = time.perf_counter() - began
    for lane in LANES:
        say_all(lane)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    assert_done(events)
    return Drained(len(events) / reacted, len(events) / took, 1000 * spent / len(events))


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


def drain_rq(count: int) -> Drained:
    """One RQ worker of the quick kind, whose jobs do nothing."""
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    connection = Redis.from_url(settings().redis_url or "")
    queue = Queue("bench-noop", connection=connection)
    for number in range(count):
        queue.enqueue(nothing, number, result_ttl=0)
    worker = SimpleWorker([queue], connection=connection)
    began, spent = time.perf_counter(), time.process_time()
    worker.work(burst=True, logging_level="WARNING")
    took, spent = time.perf_counter() - began, time.process_time() - spent
    assert queue.count == 0 and queue.failed_job_registry.count == 0
    return Drained(count / took, count / took, 1000 * spent / count)
