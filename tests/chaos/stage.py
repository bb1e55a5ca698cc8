"""A round: deeds, troubles and time together; then the troubles end, and all must come to rest.

Time runs as fast as real time while anything is being done, so that a welcome has its 20 seconds
and no more; when everybody is at rest it leaps to the next moment.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol

from app.demo.control import Simulated, State
from tests.chaos.checker import Verdict
from tests.chaos.deeds import SPAN, Deed
from tests.chaos.people import People
from tests.chaos.troubles import FAULTS, Kill, kills

PAUSE = 0.04  # seconds of real time between two looks
SETTLES = 30.0  # seconds of real time in which all must be at rest after the last trouble
LONGEST = 60.0  # seconds of real time that a round may take before its troubles are ended


class Subject(Protocol):
    """Whoever serves the corp: the whole house, or another to compare with."""

    wecom: Simulated

    def victims(self) -> dict[str, int]:
        """Name → pid of who can be killed now."""

    def kill(self, name: str) -> bool:
        """kill -9; False when it is not there to be killed."""

    def mend(self) -> None:
        """Start again who has died."""

    def is_busy(self) -> bool:
        """Whether something is due; a database that is away counts as busy."""

    def next_moment(self) -> datetime | None:
        """When something will be due."""

    def is_settled(self) -> bool:
        """Whether nothing is under way any more, not even to be tried again later."""

    def under_way(self) -> list[str]:
        """What is under way, in words, for who wonders why there is no rest."""

    def redriven(self) -> str:
        """What a person had to run again, since WeCom had failed too often."""

    def look(self, truth: dict[str, Any], verdict: Verdict) -> None:
        """Add what only the one who serves can be asked."""


class Unsettled(AssertionError):
    """It did not come to rest in time."""


@dataclass
class Played:
    """What a round was."""

    kills: list[str] = field(default_factory=list)
    beats: int = 0
    settled_in: float = 0.0  # seconds of real time
    took: float = 0.0


@dataclass
class Stage:
    """People, WeCom's control, and whoever serves."""

    wecom: Simulated
    people: People
    subject: Subject
    _seen_at: float = field(default_factory=time.monotonic)
    _seen: State | None = None  # WeCom as the last step left it, None when that is to be asked

    def play(self, dice: Random, planned: Sequence[Deed]) -> Played:
        """One round."""
        played, began = Played(), time.monotonic()
        self.wecom.post("/faults", FAULTS)
        self.disturb(played, list(planned), kills(dice, self.subject.victims()))
        self.wecom.post("/faults", {"clear": True})
        played.settled_in = self.settle()
        played.took = time.monotonic() - began
        return played

    def disturb(self, played: Played, planned: list[Deed], doomed: list[Kill]) -> None:
        """Let the deeds happen while everybody is killed."""
        begin = self.wecom.state().now
        end, last = begin + timedelta(seconds=SPAN), time.monotonic() + LONGEST
        now = begin
        while now < end and time.monotonic() < last:
            while planned and now >= begin + timedelta(seconds=planned[0].after):
                self.people.do(planned.pop(0))
            while doomed and doomed[0].beat <= played.beats:
                doom = doomed.pop(0)
                time.sleep(doom.after)
                if self.subject.kill(doom.victim):
                    played.kills.append(doom.victim)
            then = begin + timedelta(seconds=planned[0].after) if planned else end
            played.beats += self.step(then)
            now = self.look().now
        for deed in planned:  # the round took too long: they happen all the same
            self.people.do(deed)

    def settle(self) -> float:
        """Until nothing is under way any more. Returns how many seconds it took."""
        began = time.monotonic()
        while not self.subject.is_settled() or self.wecom.state().is_busy:
            self.step(None)
            if time.monotonic() - began > SETTLES:
                seen = self.wecom.state()
                raise Unsettled(
                    f"not at rest {SETTLES:.0f} s after the last trouble: "
                    f"WeCom {'is busy' if seen.is_busy else 'rests'} at {seen.now}; "
                    + ("; ".join(self.subject.under_way()) or "nothing is under way here")
                )
        return time.monotonic() - began

    def step(self, until: datetime | None) -> bool:
        """Let time pass: a leap when all are at rest (True), else as long as it really took."""
        self.subject.mend()
        rest, self._seen = self.rest(), None
        elapsed, self._seen_at = time.monotonic() - self._seen_at, time.monotonic()
        if rest is not None:
            moments = (self.subject.next_moment(), rest.next_due, until)
            target = min((one for one in moments if one), default=rest.now)
            if target > rest.now:  # not where it is ahead by less than a datetime can tell
                return self.wecom.move_clock(target, rest)
        self._seen = self.wecom.pass_time(elapsed)
        time.sleep(PAUSE)
        return False

    def rest(self) -> State | None:
        """The simulated WeCom, seen while nothing was to be done there, nor after that look here.

        A look that has grown old is good enough: no leap is made when something has happened since.
        """
        seen = self.look()
        return None if seen.is_busy or self.subject.is_busy() else seen

    def look(self) -> State:
        """The simulated WeCom, as it was when it was last asked since the last leap."""
        self._seen = self._seen or self.wecom.state()
        return self._seen

    def pass_quietly(self, span: timedelta) -> None:
        """Let time pass without troubles, so that every step comes due."""
        end = self.now() + span
        while self.look().now < end:
            self.step(end)
        self.settle()

    def now(self) -> datetime:
        """WeCom's clock."""
        return self.wecom.state().now.astimezone(UTC)
