"""One access token per (corpid, secret), shared by all threads and processes, fetched by one."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from redis import Redis
from redis.exceptions import LockError, RedisError

from bots.errors import Unavailable, WeComError, error_for

log = logging.getLogger(__name__)

REFUSAL_PAUSE = 60  # seconds of real time: WeCom blocks who asks with a wrong secret too often
RENEWAL_PAUSE = 30  # seconds of real time between two renewals of a token that was refused
LOCK_FOR = 5  # seconds: longer than a gettoken may take
WAIT_FOR = 6  # seconds: longer than the lock of a process that died
TRUSTED_FOR = 1  # seconds of real time in which a token that was read is not read again
AWAY_FOR = 5  # seconds of real time without asking a Redis that has just failed


@dataclass(frozen=True)
class Grant:
    """An access token and its moments, in seconds since the epoch of the product's clock."""

    token: str = field(repr=False)
    refresh_at: float
    expires_at: float


Fetch = Callable[[], Grant]
Now = Callable[[], datetime]


class TokenStore(Protocol):
    """Where the shared token lives."""

    def token(self, key: str, fetch: Fetch) -> str:
        """A token that should still be good; `fetch` asks WeCom when there is none.

        What WeCom refused stays refused for a while, without asking again.
        """
        ...

    def forget(self, key: str, token: str) -> bool:
        """Drop this very token, which WeCom refused. False: do not ask for another one yet."""
        ...

    def forgive(self, key: str) -> None:
        """Forget that WeCom refused: a person says that the cause is gone."""
        ...


def key_of(corpid: str, secret: str) -> str:
    """The name of a token: it tells nothing about the secret."""
    return hashlib.sha256(f"{corpid}{secret}".encode()).hexdigest()


def granted(token: str, expires_in: float, issued_at: datetime) -> Grant:
    """A grant that is renewed after 80 % of its life."""
    start = issued_at.timestamp()
    return Grant(token, start + 0.8 * expires_in, start + expires_in)


def renewed(held: Grant | None, fetch: Fetch, now: Now) -> Grant:
    """A new grant, or the one held when WeCom cannot be asked and it has not yet expired."""
    try:
        return fetch()
    except WeComError as error:
        if error.temporary and held is not None and now().timestamp() < held.expires_at:
            return held
        raise


def is_refusal(error: WeComError) -> bool:
    """Whether WeCom itself will not give a token; a person must hear of it."""
    if isinstance(error, Unavailable):
        return False
    log.error("WeCom gives no access token", extra={"errcode": error.errcode})
    return True


class LocalTokens:
    """Tokens of this process alone: for tests, tools, and while Redis is away."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._grants: dict[str, Grant] = {}
        self._refusals: dict[str, tuple[float, WeComError]] = {}
        self._renewed_at: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def token(self, key: str, fetch: Fetch) -> str:
        with self._lock(key):
            held = self._grants.get(key)
            if held is None or self._now().timestamp() >= held.refresh_at:
                held = self._grants[key] = self._renew(key, held, fetch)
            return held.token

    def _renew(self, key: str, held: Grant | None, fetch: Fetch) -> Grant:
        refused_at, refusal = self._refusals.get(key, (-REFUSAL_PAUSE, None))
        if refusal is not None and time.monotonic() - refused_at < REFUSAL_PAUSE:
            raise error_for(refusal.errcode, refusal.errmsg)
        try:
            return renewed(held, fetch, self._now)
        except WeComError as error:
            if is_refusal(error):
                self.refuse(key, error)
            raise

    def forget(self, key: str, token: str) -> bool:
        with self._guard:
            held = self._grants.get(key)
            if held is None or held.token != token:
                return True  # somebody else has already renewed it
            if time.monotonic() - self._renewed_at.get(key, -RENEWAL_PAUSE) < RENEWAL_PAUSE:
                return False
            self._renewed_at[key] = time.monotonic()
            del self._grants[key]
            return True

    def forgive(self, key: str) -> None:
        self._refusals.pop(key, None)

    def keep(self, key: str, grant: Grant) -> None:
        """Remember what the shared store said, in case it goes away."""
        self._grants[key] = grant

    def refuse(self, key: str, error: WeComError) -> None:
        """Remember that WeCom will not give a token."""
        self._refusals[key] = (time.monotonic(), error)

    def _lock(self, key: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(key, threading.Lock())


# Compare and drop in one step; the mark allows one renewal per pause, whoever asks.
FORGET = """
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 1 end
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
return 1
"""


class RedisTokens:
    """Tokens that all processes share. While Redis is away each process keeps its own."""

    def __init__(self, redis: Redis, now: Now) -> None:
        self._redis = redis
        self._now = now
        self._local = LocalTokens(now)
        self._away_until = 0.0
        self._read_lately: dict[str, tuple[float, Grant]] = {}
        self._refused: dict[str, str] = {}  # a slow thread may still have read this one

    def token(self, key: str, fetch: Fetch) -> str:
        held = self._trusted(key)
        if held is not None:
            return held.token
        with self._doorbell() as is_here:
            if is_here:
                grant = self._shared(key, fetch)
                self._read_lately[key] = (time.monotonic(), grant)
                return grant.token
        return self._local.token(key, fetch)

    def forget(self, key: str, token: str) -> bool:
        self._refused[key] = token
        names = (f"wecom:token:{key}", f"wecom:token:{key}:renewed")
        with self._doorbell() as is_here:
            if is_here:
                return bool(self._redis.eval(FORGET, 2, *names, token, RENEWAL_PAUSE))
        return self._local.forget(key, token)

    def _trusted(self, key: str) -> Grant | None:
        """The grant that was read a moment ago: a burst of calls need not ask Redis each time."""
        read_at, held = self._read_lately.get(key, (-TRUSTED_FOR, None))
        if held is None or time.monotonic() - read_at >= TRUSTED_FOR:
            return None
        is_good = held.token != self._refused.get(key)
        return held if is_good and self._now().timestamp() < held.refresh_at else None

    def forgive(self, key: str) -> None:
        self._local.forgive(key)
        with self._doorbell() as is_here:
            if is_here:
                self._redis.delete(f"wecom:token:{key}:refused")

    @contextmanager
    def _doorbell(self) -> Iterator[bool]:
        """Whether to ask Redis. When it fails the block ends, and it is left alone for a while:
        its client may retry for seconds, which a welcome has not got."""
        try:
            yield time.monotonic() >= self._away_until
        except RedisError as error:
            self._away_until = time.monotonic() + AWAY_FOR
            log.warning("redis is away, tokens are local", extra={"cause": type(error).__name__})

    def _shared(self, key: str, fetch: Fetch) -> Grant:
        held = self._read(key)
        if held is not None and self._now().timestamp() < held.refresh_at:
            return held
        with self._turn(key, held) as is_ours:
            if is_ours:
                return self._renew(key, fetch)
        if held is None:
            raise Unavailable(errmsg="another process is still fetching the token", reached=False)
        return held

    def _renew(self, key: str, fetch: Fetch) -> Grant:
        """Fetch, unless whoever had the lock before us has done so."""
        held = self._read(key)
        if held is not None and self._now().timestamp() < held.refresh_at:
            return held
        self._raise_refusal(key)
        try:
            held = renewed(held, fetch, self._now)
        except WeComError as error:
            if is_refusal(error):
                self._local.refuse(key, error)
                told = f"{error.errcode} {error.errmsg}"
                self._redis.set(f"wecom:token:{key}:refused", told, ex=REFUSAL_PAUSE)
            raise
        self._local.keep(key, held)  # before Redis can fail: the token is not asked for twice
        self._write(key, held)
        return held

    def _raise_refusal(self, key: str) -> None:
        kept = self._redis.get(f"wecom:token:{key}:refused")
        if kept is not None:
            errcode, _, errmsg = text(kept).partition(" ")
            raise error_for(int(errcode), errmsg)

    @contextmanager
    def _turn(self, key: str, held: Grant | None) -> Iterator[bool]:
        """Single flight. Only who has no token at all waits for the one who is fetching."""
        lock = self._redis.lock(f"wecom:token:{key}:lock", timeout=LOCK_FOR, sleep=0.02)
        waits = held is None or self._now().timestamp() >= held.expires_at
        is_ours = lock.acquire(blocking=waits, blocking_timeout=WAIT_FOR if waits else None)
        try:
            yield is_ours
        finally:
            if is_ours:
                with suppress(LockError):  # it ran out while WeCom was slow
                    lock.release()

    def _read(self, key: str) -> Grant | None:
        token, refresh_at, expires_at = self._redis.hmget(
            f"wecom:token:{key}", ["token", "refresh_at", "expires_at"]
        )
        if token is None or refresh_at is None or expires_at is None:
            return None
        grant = Grant(text(token), float(refresh_at), float(expires_at))
        self._local.keep(key, grant)
        return grant

    def _write(self, key: str, grant: Grant) -> None:
        name = f"wecom:token:{key}"
        lasts_for = max(60, int(grant.expires_at - self._now().timestamp()))
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(name, "token", grant.token)
            pipe.hset(name, "refresh_at", repr(grant.refresh_at))
            pipe.hset(name, "expires_at", repr(grant.expires_at))
            pipe.expire(name, lasts_for)
            pipe.execute()


def text(value: bytes | str) -> str:
    """Redis answers bytes or text, as its client was told."""
    return value.decode() if isinstance(value, bytes) else value
