"""Between an event and the courier: what was ordered to be lost, late, doubled or overtaken."""

from collections.abc import Callable
from typing import Protocol

from bots.simulator.faults.board import Fate, Faults
from bots.simulator.models import Json

Later = Callable[[float, Json, Callable[[], object]], None]  # so many virtual seconds from now


class Carrier(Protocol):
    """Who really carries events; `wait` is in real seconds."""

    def carry(self, event: Json, wait: float = 0.0) -> None: ...
    def lose(self, event: Json) -> None: ...


class Mail:
    """Hold the world's lock. Events keep the moment at which they came about (CreateTime)."""

    def __init__(self, faults: Faults, carrier: Carrier, later: Later) -> None:
        self._faults, self._carrier, self._later = faults, carrier, later
        self._held: dict[str, list[Json]] = {}

    def post(self, event: Json) -> None:
        fate = self._faults.fate(event)
        if fate.lost:
            self._carrier.lose(event)
            return
        for number in range(fate.copies):
            seconds = fate.late + (fate.again_after if number else 0)
            if seconds:
                self._later(seconds, _words(event), lambda: self._hold_or_go(event, fate))
            else:
                self._hold_or_go(event, fate)

    def _hold_or_go(self, event: Json, fate: Fate) -> None:
        if fate.held_for is None:
            self._go(event, fate.slow)
        else:
            self._held.setdefault(_about(event), []).append(event)
            self._later(fate.held_for, _words(event), lambda: self._release(event))

    def _go(self, event: Json, wait: float = 0.0) -> None:
        """Carry it; whoever was held back for it follows at its heels."""
        self._carrier.carry(event, wait)
        for held in self._held.pop(_about(event), []):
            self._carrier.carry(held)

    def _release(self, event: Json) -> None:
        """Nobody overtook it in time."""
        held = self._held.get(_about(event), [])
        if any(one is event for one in held):
            self._held[_about(event)] = [one for one in held if one is not event]
            self._carrier.carry(event)


def _about(event: Json) -> str:
    """Callbacks about one customer or group overtake each other; others have no order to lose."""
    return str(event.get("ExternalUserID") or event.get("ChatId") or event.get("Event"))


def _words(event: Json) -> Json:
    return {"do": "callback", "event": event.get("ChangeType", event.get("Event"))}
