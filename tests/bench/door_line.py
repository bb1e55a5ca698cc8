"""Line: the door under load, from the POST to the 200 that follows a commit."""

import statistics
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db import reading
from app.inbox.models import InboxEvent
from tests.bench import peers
from tests.bench.doors import Door, open_doors
from tests.bench.figure import Figure, Size
from tests.bench.load import fire, spelt
from tests.bench.spent import IS_COUNTED, postgresql, spent_under

CONNECTIONS = 64
LONGEST_MS = 50.0  # that one answer in a hundred may take longer than
MOST = 12000  # requests a second that are made ready
PEER = "Flask + wechatpy + ORM"
RUNG = "the same + RQ enqueue"
SHIPPED = "wecom-app-svr, keeps nothing"
LIMIT = f"the limit of {LONGEST_MS:g} ms"
Middle = dict[str, float]


@dataclass(frozen=True)
class Turn:
    """One round against one door."""

    kept: int
    rate: float
    p50: float
    p99: float
    app_us: float
    store_us: float


def measure(size: Size) -> list[Figure]:
    """The doors take turns; each one's store must hold exactly what it has acknowledged."""
    with open_doors() as doors:
        before = counts()
        for door in doors.values():  # pools and caches fill
            turn(door, size.seconds / 4)
        warm = counts()
        turns: dict[str, list[Turn]] = {name: [] for name in doors}
        for _ in range(size.rounds):
            for name, door in doors.items():
                turns[name].append(turn(door, size.seconds))
        assert warm[0] > before[0] and warm[1] > before[1]
        ours = sum(one.kept for one in turns["ours"])
        theirs = sum(one.kept for one in turns["plain"] + turns["ringing"])
        assert counts() == (warm[0] + ours, warm[1] + theirs)
    return figures(turns)


def turn(door: Door, seconds: float) -> Turn:
    """Fire at one door."""
    posts = [spelt(post, door.path) for post in door.posts(max(int(MOST * seconds), CONNECTIONS))]
    store = postgresql()
    before = (spent_under(door.pid), spent_under(store)) if IS_COUNTED else (0.0, 0.0)
    volley = fire(door.port, posts, CONNECTIONS, seconds)
    after = (spent_under(door.pid), spent_under(store)) if IS_COUNTED else (0.0, 0.0)
    assert volley.refused == 0, f"{door.path} refused {volley.refused} good events"
    kept = len(volley.waits)
    app, stored = (1e6 * (then - first) / kept for first, then in zip(before, after, strict=True))
    return Turn(kept, volley.rate, volley.wait_ms(0.5), volley.wait_ms(0.99), app, stored)


def figures(turns: dict[str, list[Turn]]) -> list[Figure]:
    """The medians: rate and waits beside the plain peer, the rate beside the ringing one too."""
    ours, plain, ringing, shipped = (
        middle(turns[name]) for name in ("ours", "plain", "ringing", "shipped")
    )
    cpu = cpu_figures(ours, plain, ringing, shipped) if IS_COUNTED else []
    return [
        Figure("door", "events a second", PEER, ours["rate"], plain["rate"], goal=10),
        Figure("door", "events a second", RUNG, ours["rate"], ringing["rate"]),
        Figure("door", "events a second", SHIPPED, ours["rate"], shipped["rate"], goal=5),
        less("p50 ms", PEER, ours["p50"], plain["p50"]),
        less("p99 ms", PEER, ours["p99"], plain["p99"]),
        less("p99 ms", LIMIT, ours["p99"], LONGEST_MS, goal=1),
        *cpu,
    ]


def cpu_figures(ours: Middle, plain: Middle, ringing: Middle, shipped: Middle) -> list[Figure]:
    """What an event costs, in the app and in PostgreSQL. Valkey is not counted."""
    return [
        less("CPU µs per event, app", PEER, ours["app_us"], plain["app_us"]),
        less("CPU µs per event, app", RUNG, ours["app_us"], ringing["app_us"]),
        less("CPU µs per event, store", PEER, ours["store_us"], plain["store_us"]),
        less("CPU µs per event, both", PEER, both(ours), both(plain)),
        less("CPU µs per event, both", SHIPPED, both(ours), shipped["app_us"]),
    ]


def both(one: Middle) -> float:
    return one["app_us"] + one["store_us"]


def less(what: str, peer: str, ours: float, theirs: float, goal: float | None = None) -> Figure:
    """A figure of the door of which less is better."""
    return Figure("door", what, peer, ours, theirs, more_is_better=False, goal=goal)


def middle(turns: list[Turn]) -> Middle:
    """The median of each measure."""
    measures = ("rate", "p50", "p99", "app_us", "store_us")
    return {name: statistics.median(getattr(one, name) for one in turns) for name in measures}


def counts() -> tuple[int, int]:
    """Events kept by us and by the peer."""
    with reading() as session:
        mine = session.scalar(select(func.count()).select_from(InboxEvent)) or 0
        theirs = session.scalar(select(func.count()).select_from(peers.PeerEvent)) or 0
    return mine, theirs
