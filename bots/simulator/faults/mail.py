"""Between an event and the courier: what was ordered to be lost, late, doubled or overtaken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bots.simulator.apps import App
from bots.simulator.faults.board import Fate, Faults
from bots.simulator.models import Json

Later = Callable[[float, Json, Callable[[], object]], None]  # so many virtual seconds from now


class Carrier(Protocol):
    """Who really carries events; `wait` is in real seconds."""

    def carry(self, app: App, event: Json, wait: float = 0.0) -> None: ...
    def lose(self, app: App, event: Json) -> None: ...


@dataclass(frozen=True)
class Letter:
    """An event for one app. Letters about one customer or group can overtake each other."""

    app: App
    event: Json

    @property
    def about(self) -> str:
        event = self.event
        whom = event.get("ExternalUserID") or event.get("ChatId") or event.get("Event")
        return f"{self.app.agentid} {whom}"

    def words(self) -> Json:
        event = self.event
        return {"do": "callback", "event": event.get("ChangeType", event.get("Event"))}


class Mail:
    """Hold the world's lock."""

    def __init__(self, faults: Faults, carrier: Carrier, later: Later) -> None:
        self._faults, self._carrier, self._later = faults, carrier, later
        self._held: dict[str, list[Letter]] = {}

    def post(self, app: App, event: Json) -> None:
        letter, fate = Letter(app, event), self._faults.fate(event)
        if fate.lost:
            self._carrier.lose(app, event)
            return
        for number in range(fate.copies):
            seconds = fate.late + (fate.again_after if number else 0)
            if seconds:
                self._later(seconds, letter.words(), lambda: self._hold_or_go(letter, fate))
            else:
                self._hold_or_go(letter, fate)

    def _hold_or_go(self, letter: Letter, fate: Fate) -> None:
        if fate.held_for is None:
            self._go(letter, fate.slow)
        else:
            self._held.setdefault(letter.about, []).append(letter)
            self._later(fate.held_for, letter.words(), lambda: self._release(letter))

    def _go(self, letter: Letter, wait: float = 0.0) -> None:
        """Carry it; whoever was held back for it follows at its heels."""
        self._carrier.carry(letter.app, letter.event, wait)
        for held in self._held.pop(letter.about, []):
            self._carrier.carry(held.app, held.event)

    def _release(self, letter: Letter) -> None:
        """Nobody overtook it in time."""
        held = self._held.get(letter.about, [])
        if any(one is letter for one in held):
            self._held[letter.about] = [one for one in held if one is not letter]
            self._carrier.carry(letter.app, letter.event)
