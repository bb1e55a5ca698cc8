"""What can go wrong when we speak to WeCom: a small tree, and the table errcode → class."""

from collections.abc import Mapping
from typing import ClassVar

from bots.advice import Advice, advice

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
]


class WeComError(Exception):
    """An answer that is not 0, or no answer at all. `temporary`: would waiting help?"""

    temporary: ClassVar[bool] = False

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
    `repeatable` must then be looked up before it is said again.
    """

    temporary = True

    def __init__(self, errcode: int = -1, errmsg: str = "", *, reached: bool = True) -> None:
        super().__init__(errcode, errmsg)
        self.reached = reached


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


class Gone(WeComError):
    """This member and this customer are no longer tied: ends this follow only."""


class TooLate(WeComError):
    """The welcome_code is spent, expired or was delivered by somebody else."""


class Refused(WeComError):
    """Any other final answer: the request itself must change."""


# Another call is in WeCom's way; ours was not carried out.
BUSY = (6000, 40100, 41063, 41096)
ERRCODES: Mapping[int, type[WeComError]] = {
    -1: Unavailable,
    **dict.fromkeys(BUSY, Unavailable),
    **dict.fromkeys((45009, 45033, 45035), Throttled),
    **dict.fromkeys((40014, 41001, 42001), Unauthorized),
    **dict.fromkeys((40001, 40013, 40056, 40091, 301002, 60020, 301042), Forbidden),
    **dict.fromkeys((48001, 48002, 48004, 48006, 50001, 50003, 60011), Forbidden),
    **dict.fromkeys((43009, 84074, 301052, 301053, 610016, 701008), Forbidden),
    **dict.fromkeys((40096, 84061, 84084), Gone),
    **dict.fromkeys((41050, 41051), TooLate),
    **dict.fromkeys((40003, 40007, 40031, 40058, 40063, 40068, 40071, 40098), Refused),
    **dict.fromkeys((41035, 41037, 41041, 41042, 41043, 41044, 41045, 41046), Refused),
    **dict.fromkeys((41047, 41048, 41049, 41053, 41054, 41064, 41065, 41093), Refused),
    **dict.fromkeys((44001, 44004, 45001, 45002, 45007, 46004, 50002), Refused),
    **dict.fromkeys((60003, 60111, 60123, 60136, 81011, 81013, 81017, 301058), Refused),
}


def error_for(errcode: int, errmsg: str) -> WeComError:
    """The error for an answer. A code that nobody knows is final: guessing could repeat harm."""
    if errcode in BUSY:
        return Unavailable(errcode, errmsg, reached=False)
    return ERRCODES.get(errcode, Refused)(errcode, errmsg)
