"""What members do by themselves, and what the administrator has set for them in the console."""

from dataclasses import dataclass
from typing import Any

from bots.simulator.errors import MistakeError
from bots.simulator.models import Json

EVERYBODY = "*"
NEVER = "never"
GIVEN, ASKED = "given", "asked"  # consent to the archive


@dataclass(frozen=True)
class Habit:
    """Of one member. All spans are virtual seconds."""

    half_add: float | str | None = None  # None: no half; else when he adds in return, or never
    accept_after: float | str = 10.0  # a request to be added, where the code is not skip_verify
    welcome: str = ""  # of the administrator: WeCom sends it, and no app gets a code
    asleep: bool = False  # has not logged in for long: welcomes do not arrive
    consent: str = GIVEN  # to the archive: given from the start, or asked of the customer
    rival: float | None = None  # another app takes every welcome code and needs so long
    rival_fails: bool = False  # …and fails, so that the code is free again
    welcome_takes: float = 0.0  # how long a welcome is under way


class Habits:
    def __init__(self) -> None:
        self._chosen: dict[str, Json] = {}

    def of(self, userid: str) -> Habit:
        """His own, else everybody's."""
        return Habit(**{**self._chosen.get(EVERYBODY, {}), **self._chosen.get(userid, {})})

    def choose(self, userid: str, wishes: Json) -> Json:
        """From now on; a field that is not named stays as it is."""
        read = {name: READERS[name](name, wishes[name]) for name in READERS if name in wishes}
        if read:
            self._chosen.setdefault(userid, {}).update(read)
        return read

    def as_json(self) -> Json:
        return {userid: dict(chosen) for userid, chosen in self._chosen.items()}


def _span(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise MistakeError(f"{name} is a number of seconds")
    return value


def _span_or_never(name: str, value: Any) -> float | str:
    return NEVER if value == NEVER else _span(name, value)


def _half(name: str, value: Any) -> float | str | None:
    return None if value is None else _span_or_never(name, value)


def _rival(name: str, value: Any) -> float | None:
    return None if value is None else _span(name, value)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise MistakeError(f"{name} is true or false")
    return value


def _words(name: str, value: Any) -> str:
    if not isinstance(value or "", str):
        raise MistakeError(f"{name} is text, or null")
    return value or ""


def _consent(name: str, value: Any) -> str:
    if value not in (GIVEN, ASKED):
        raise MistakeError(f"{name} is given or asked")
    return str(value)


READERS = {
    "half_add": _half,
    "accept_after": _span_or_never,
    "welcome": _words,
    "asleep": _flag,
    "consent": _consent,
    "rival": _rival,
    "rival_fails": _flag,
    "welcome_takes": _span,
}
