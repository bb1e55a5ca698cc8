"""What can go wrong when we speak to WeCom: a small tree, and the table errcode → class."""

from collections.abc import Mapping
from typing import ClassVar

from bots.advice import Advice, advice
from bots.errcodes import KNOWN, Kind, Stops

__all__ = [
    "ERRCODES",
    "Advice",
    "Forbidden",
    "Gone",
    "Refused",
    "Throttled",
    "TooLate",
    "Unauthorized",
    "Unavailable",
    "WeComError",
    "advice",
    "error_for",
    "is_done",
]


class WeComError(Exception):
    """An answer that is not 0, or no answer at all. `temporary`: would waiting help?"""

    temporary: ClassVar[bool] = False
    path = ""  # which API said so

    def __init__(self, errcode: int, errmsg: str = "") -> None:
        super().__init__(errcode, errmsg)
        self.errcode = errcode
        self.errmsg = errmsg

    def __str__(self) -> str:
        return f"{self.errcode}: {self.errmsg}"

    @property
    def advice(self) -> Advice:
        """What to tell the person who must act."""
        return advice(self.errcode)


class Unavailable(WeComError):
    """No usable answer, or WeCom is busy.

    `reached`: the request may have arrived, so its effect may have happened. What is not
    `repeatable` must then be looked up before it is said again. `told`: WeCom itself said so.
    """

    temporary = True

    def __init__(
        self, errcode: int = -1, errmsg: str = "", *, reached: bool = True, told: bool = False
    ) -> None:
        super().__init__(errcode, errmsg)
        self.reached = reached
        self.told = told

    @property
    def tries(self) -> int | None:
        """How often to try in all: WeCom allows three retries of its -1; None is up to you."""
        is_broken = self.told and KNOWN[self.errcode].kind == "retry"
        return 4 if is_broken else None


class Throttled(WeComError):
    """Too many calls: later, and without counting this as an attempt."""

    temporary = True

    @property
    def wait_for(self) -> float:
        """Seconds to leave this API alone: 45009 lasts a minute at least, the others a moment."""
        return 60.0 if self.errcode == 45009 else 1.0


class Unauthorized(WeComError):
    """The access token was refused, also after the client renewed it once."""

    temporary = True


class Forbidden(WeComError):
    """A setting in the admin console is wrong: an administrator must act, no retry helps."""

    @property
    def stops(self) -> Stops:
        """What cannot work until then: the whole app, this API of it, or this one member."""
        return KNOWN[self.errcode].stops if self.errcode in KNOWN else "one"


class Gone(WeComError):
    """This member and this customer are no longer tied: ends this follow only."""


class TooLate(WeComError):
    """The welcome_code is spent, expired or was delivered by somebody else."""


class Refused(WeComError):
    """Any other final answer: the request itself must change."""


KINDS: Mapping[Kind, type[WeComError]] = {
    "retry": Unavailable,
    "busy": Unavailable,
    "refresh": Unauthorized,
    "window": Throttled,
    "breaker": Forbidden,
    "gone": Gone,
    "late": TooLate,
    "final": Refused,
}
ERRCODES: Mapping[int, type[WeComError]] = {
    code: KINDS[known.kind] for code, known in KNOWN.items() if known.kind != "done"
}


def is_done(errcode: int) -> bool:
    """Whether the call had its effect: 0, or one of the few codes that only remark on it."""
    return errcode in KNOWN and KNOWN[errcode].kind == "done"


def error_for(errcode: int, errmsg: str) -> WeComError:
    """The error for an answer. A code that nobody knows is final: guessing could repeat harm."""
    kind = ERRCODES.get(errcode, Refused)
    if kind is Unavailable:
        is_busy = KNOWN[errcode].kind == "busy"
        return Unavailable(errcode, errmsg, reached=not is_busy, told=True)
    return kind(errcode, errmsg)
