"""One client for each corp's app, shared by a process; a changed secret makes a new one."""

import threading
import time
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import select

from app import clock
from app.config import settings
from app.corps.models import CorpApp
from app.db import nobody_waits, reading
from app.errors import NotYet
from app.queue import redis
from bots.commands import COMMANDS
from bots.rates import Rate, parse
from bots.redis_budget import RedisBudget
from bots.tokens import RedisTokens
from bots.wecom import WeCom


@dataclass(frozen=True)
class Mouth:
    """Through which app a corp speaks: its `agentid` and the client."""

    agentid: int
    client: WeCom


FRESH_FOR = 5  # seconds of real time that a process may go on with a secret that was changed
_asking = threading.Lock()


@dataclass
class Purpose:
    """What this process calls WeCom for: a worker says its lane, the web speaks for pages."""

    name: str = "page"


_purpose = Purpose()


def speak_for(purpose: str) -> None:
    """Say, before the first call, what this process calls WeCom for."""
    _purpose.name = purpose


@cache
def budget() -> RedisBudget:
    """The counter of calls that all processes share. Raises ValueError for a bad WECOM_LIMITS."""
    return RedisBudget(redis(), clock.now, limits(settings().wecom_limits))


def limits(text: str) -> dict[str, tuple[Rate, ...]]:
    """The limits of a setting."""
    return dict(parse(line) for line in text.split(";") if line.strip())


def mouth(corp_id: str) -> Mouth:
    """The first app of the corp speaks for it. Raises NotYet for a corp without an app."""
    with _asking:  # many threads speak at once: one of them looks
        agentid, secret = _credentials(corp_id, int(time.monotonic() / FRESH_FOR))
    return Mouth(agentid, _client(corp_id, secret))


@lru_cache(maxsize=256)
def _credentials(corp_id: str, _moment: int) -> tuple[int, str]:
    """The app's AgentID and Secret as they stood a moment ago."""
    with reading() as session:
        app = session.scalars(
            select(CorpApp).where(CorpApp.corp_id == corp_id).order_by(CorpApp.id).limit(1)
        ).one_or_none()
    if app is None:
        raise NotYet(f"the corp {corp_id} has no app yet: `flask corp add` makes one")
    return app.agentid, app.secret


@lru_cache(maxsize=256)
def _client(corp_id: str, secret: str) -> WeCom:
    return WeCom(
        corp_id,
        secret,
        base_url=settings().wecom_api_base,
        tokens=RedisTokens(redis(), clock.now),
        now=clock.now,
        before_call=nobody_waits,
        budget=budget(),
        purpose=_purpose.name,
    )


def forget_mouths() -> None:
    """Begin anew, after the settings have changed."""
    for kept in (_credentials, _client, budget):
        kept.cache_clear()


def wecom(corp_id: str) -> WeCom:
    """The client that speaks for `corp_id`."""
    return mouth(corp_id).client


def pace(kind: str, member: str | None) -> Rate:
    """How fast commands of a kind may follow one another here, or to one member."""
    path = COMMANDS[kind].path
    return budget().pace(path, _purpose.name, members_own=member is not None)
