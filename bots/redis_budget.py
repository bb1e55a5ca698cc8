"""The budget in Redis: calls counted per corp and API, by all processes, in the product's own time.

While Redis is away nothing is counted: WeCom's own refusals are what is left.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from bots.budget import OverBudget, Usage
from bots.rates import PER_MEMBER, RATES, SHARES, SLOTS, USUAL, Rate
from bots.reserve import Reserve

log = logging.getLogger(__name__)

AWAY_FOR = 5  # seconds of real time without asking a Redis that has just failed
KEPT_FOR = 90_000  # seconds of real time: longer than the longest window

# KEYS: the pause, then a hash (slot → calls) for each limit.
# ARGV: now, calls wanted, calls a window, first slot that counts, slot now, … for each limit.
# Answers: calls granted, then per limit the calls used and the oldest slot that counts.
TAKE = """
local paused = tonumber(redis.call('GET', KEYS[1]) or '0')
local want = tonumber(ARGV[2])
local told = {0}
local granted = want
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 3
  local most, first = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local used, oldest = 0, -1
  local all = redis.call('HGETALL', KEYS[i])
  for j = 1, #all, 2 do
    local slot = tonumber(all[j])
    if slot < first then
      redis.call('HDEL', KEYS[i], all[j])
    else
      used = used + tonumber(all[j + 1])
      if oldest < 0 or slot < oldest then oldest = slot end
    end
  end
  granted = math.max(0, math.min(granted, most - used))
  told[#told + 1] = used
  told[#told + 1] = oldest
end
if paused > tonumber(ARGV[1]) then granted = 0 end
if want > 0 and granted >= want then
  for i = 2, #KEYS do
    redis.call('HINCRBY', KEYS[i], ARGV[3 + (i - 2) * 3 + 2], want)
    redis.call('EXPIRE', KEYS[i], KEPT)
  end
end
told[1] = granted
told[#told + 1] = tostring(paused)
return told
""".replace("KEPT", str(KEPT_FOR))
MANY = 1_000_000_000  # asks how much room there is, and takes nothing


class RedisBudget:
    """The budget that all processes of the house share."""

    def __init__(
        self,
        redis: Redis,
        now: Callable[[], datetime],
        rates: Mapping[str, tuple[Rate, ...]] | None = None,
    ) -> None:
        self._redis = redis
        self._now = now
        self._rates = {**RATES, **(rates or {})}
        self._away_until = 0.0
        self._reserve = Reserve()

    def room(self, corp_id: str, path: str, purpose: str) -> int:
        return self._count(corp_id, path, SHARES[purpose], MANY, ())[0]

    def take(self, corp_id: str, path: str, purpose: str, members: Iterable[str] = ()) -> None:
        named = tuple(members)
        if named:  # beyond a member's own limit nothing may ever go: each call is counted alone
            self._take(corp_id, path, purpose, 1, named)
            return
        rates = self._rates.get(path, USUAL)
        slot = min(rates, key=lambda rate: rate.seconds).slot(self._now().timestamp())
        most = min(_part(rate, SHARES[purpose]) for rate in rates)

        def count(wanted: int) -> bool:
            try:
                self._take(corp_id, path, purpose, wanted, ())
            except OverBudget:
                if wanted == 1:
                    raise
                return False
            return True

        self._reserve.take((corp_id, path, purpose), slot, most, count)

    def _take(
        self, corp_id: str, path: str, purpose: str, wanted: int, members: Iterable[str]
    ) -> None:
        granted, wait, member = self._count(corp_id, path, SHARES[purpose], wanted, members)
        if granted < wanted:
            raise OverBudget(path, wait, member)

    def pace(self, path: str, purpose: str, *, members_own: bool = False) -> Rate:
        share = 1.0 if members_own else SHARES[purpose]
        rates = PER_MEMBER[path] if members_own else self._rates.get(path, USUAL)
        slowest = min(rates, key=lambda rate: rate.calls / rate.seconds)
        return Rate(_part(slowest, share), slowest.seconds)

    def refused(self, corp_id: str, path: str, wait: float) -> None:
        """The pause is WeCom's window, or the shortest of ours when that is shorter."""
        self._reserve.drop()
        shortest = min(rate.seconds for rate in self._rates.get(path, USUAL))
        until = self._now().timestamp() + min(wait, shortest)
        if self._is_here():
            try:
                self._redis.set(_pause(corp_id, path), until, ex=KEPT_FOR)
            except RedisError as error:
                self._leave_alone(error)

    def usage(self, corp_id: str) -> list[Usage]:
        """What is used of every limit that was touched lately, fullest first. Raises RedisError."""
        now = self._now().timestamp()
        found = []
        for key in self._redis.scan_iter(f"quota:{corp_id}:used:*", count=1000):
            path, member, calls, seconds = json.loads(key.decode().split(":used:", 1)[1])
            rate = Rate(calls, seconds)
            slots: Any = self._redis.hgetall(key)
            first = rate.slot(now) - SLOTS
            used = sum(int(count) for slot, count in slots.items() if int(slot) >= first)
            paused: Any = self._redis.get(_pause(corp_id, path))
            until = float(paused) if paused and float(paused) > now else None
            if used or until:
                found.append(Usage(path, rate, used, until, member))
        return sorted(found, key=lambda one: (-one.used / one.rate.calls, one.path, one.member))

    def _count(
        self, corp_id: str, path: str, share: float, want: int, members: Iterable[str]
    ) -> tuple[int, float, str | None]:
        """Calls granted (all, or how many there is room for), seconds to wait, whose limit it is."""
        now = self._now().timestamp()
        limits = [("", rate, share) for rate in self._rates.get(path, USUAL)]
        limits += [(one, rate, 1.0) for one in members for rate in PER_MEMBER.get(path, ())]
        keys = [_pause(corp_id, path)]
        args: list[float] = [now, want]
        for member, rate, part in limits:
            keys.append(_used(corp_id, path, member, rate))
            slot = rate.slot(now)
            args += [_part(rate, part), slot - SLOTS, slot]
        told = self._ask(keys, args)
        if told is None or int(told[0]) >= want:
            return want, 0.0, None
        waits: list[tuple[float, str | None]] = [
            (float(told[-1]) - now, None),
            (_shortest(limits), None),
        ]
        for (member, rate, part), used, oldest in zip(
            limits, told[1:-1:2], told[2:-1:2], strict=True
        ):
            if int(used) + min(want, 1) > _part(rate, part):
                waits.append((rate.leaves_at(int(oldest)) - now, member or None))
        return int(told[0]), *max(waits, key=lambda wait: wait[0])

    def _ask(self, keys: list[str], args: list[float]) -> list[Any] | None:
        if not self._is_here():
            return None
        try:
            told: Any = self._redis.eval(TAKE, len(keys), *keys, *args)
        except RedisError as error:
            self._leave_alone(error)
            return None
        return list(told)

    def _is_here(self) -> bool:
        return time.monotonic() >= self._away_until

    def _leave_alone(self, error: RedisError) -> None:
        self._away_until = time.monotonic() + AWAY_FOR
        log.warning("redis is away, calls are not counted", extra={"cause": type(error).__name__})


def _part(rate: Rate, share: float) -> int:
    """How many calls of a limit a share allows: one at least."""
    return max(1, int(rate.calls * share))


def _shortest(limits: Iterable[tuple[str, Rate, float]]) -> float:
    """The shortest sensible wait: one slot of the finest window."""
    return min(rate.seconds for _, rate, _ in limits) / SLOTS


def _pause(corp_id: str, path: str) -> str:
    return f"quota:{corp_id}:paused:{path}"


def _used(corp_id: str, path: str, member: str, rate: Rate) -> str:
    return f"quota:{corp_id}:used:{json.dumps([path, member, rate.calls, rate.seconds])}"
