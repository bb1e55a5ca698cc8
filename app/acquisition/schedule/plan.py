"""What people decide about who receives: periods, special days, caps, spares. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

A_DAY = 1440  # minutes


@dataclass(frozen=True)
class Window:
    """From–to in minutes since midnight, by the wall clock of the corp.

    An `end` that is not after `start` belongs to the next day: 22:00–06:00, or 00:00–00:00.
    """

    start: int
    end: int

    @property
    def lasts(self) -> int:
        """Minutes; a window that ends where it starts is a whole day."""
        return (self.end - self.start) % A_DAY or A_DAY

    def covers(self, wall: datetime, day: date) -> bool:
        """Whether the window that begins on `day` covers a moment of the wall clock (naive)."""
        begins = midnight(day) + timedelta(minutes=self.start)
        return begins <= wall < begins + timedelta(minutes=self.lasts)


@dataclass(frozen=True)
class Receivers:
    """Members by name, and departments (部门), each with all members and departments within."""

    userids: tuple[str, ...] = ()
    parties: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is meant."""
        return bool(self.userids or self.parties)


@dataclass(frozen=True)
class Period:
    """A row of the weekly grid (Monday is 0). A night belongs to the day that it begins on."""

    weekdays: tuple[int, ...]
    window: Window
    userids: tuple[str, ...]
    parties: tuple[int, ...] = ()

    @property
    def receivers(self) -> Receivers:
        """Who receives in it."""
        return Receivers(self.userids, self.parties)


@dataclass(frozen=True)
class Special:
    """Every day from `first` to `last`, instead of what the week says."""

    first: date
    last: date
    window: Window
    userids: tuple[str, ...]
    parties: tuple[int, ...] = ()

    @property
    def receivers(self) -> Receivers:
        """Who receives on them."""
        return Receivers(self.userids, self.parties)


@dataclass(frozen=True)
class Caps:
    """At most so many adds by one code; None: no limit. The spares' adds count in none of them."""

    staff_day: int | None = None
    staff_all: int | None = None
    code_day: int | None = None
    code_all: int | None = None

    def is_any(self) -> bool:
        """Whether there is a limit at all."""
        return any(most is not None for most in vars(self).values())


@dataclass(frozen=True)
class Plan:
    """All of it. `default` receives whenever nothing else is said; `fallback` (备用成员) when
    nobody else is left. `makeup_as` is the weekday whose periods hold on a make-up workday.
    """

    default: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    specials: tuple[Special, ...] = ()
    holiday: tuple[str, ...] = ()  # empty: a public holiday is a day like any other
    makeup_as: int | None = None
    fallback: tuple[str, ...] = ()
    caps: Caps = field(default_factory=Caps)
    skip_verify: bool = True
    verify_window: Window | None = None  # skip_verify only then; None: always
    is_paused: bool = False
    parties: tuple[int, ...] = ()  # of `default`
    holiday_parties: tuple[int, ...] = ()
    fallback_parties: tuple[int, ...] = ()

    @property
    def always(self) -> Receivers:
        """Who receives whenever nothing else is said."""
        return Receivers(self.default, self.parties)

    @property
    def on_holidays(self) -> Receivers:
        """Who receives on public holidays; nobody: they are days like any other."""
        return Receivers(self.holiday, self.holiday_parties)

    @property
    def spares(self) -> Receivers:
        """Who stands in (备用成员)."""
        return Receivers(self.fallback, self.fallback_parties)

    def named(self) -> frozenset[str]:
        """Everybody who may ever receive and is named."""
        return frozenset().union(*(one.userids for one in self._all()))

    def named_parties(self) -> frozenset[int]:
        """Every department that may ever receive."""
        return frozenset().union(*(one.parties for one in self._all()))

    def _all(self) -> list[Receivers]:
        rows: list[Period | Special] = [*self.periods, *self.specials]
        named = [row.receivers for row in rows]
        return [self.always, self.on_holidays, self.spares, *named]

    def as_json(self) -> dict[str, Any]:
        """As a JSON column keeps it."""
        return {
            "default": list(self.default),
            "periods": [
                {
                    "weekdays": list(row.weekdays),
                    **_window(row.window),
                    "userids": list(row.userids),
                    "parties": list(row.parties),
                }
                for row in self.periods
            ],
            "specials": [
                {
                    "first": row.first.isoformat(),
                    "last": row.last.isoformat(),
                    **_window(row.window),
                    "userids": list(row.userids),
                    "parties": list(row.parties),
                }
                for row in self.specials
            ],
            "holiday": list(self.holiday),
            "makeup_as": self.makeup_as,
            "fallback": list(self.fallback),
            "caps": vars(self.caps),
            "skip_verify": self.skip_verify,
            "verify_window": _window(self.verify_window) if self.verify_window else None,
            "is_paused": self.is_paused,
            "parties": list(self.parties),
            "holiday_parties": list(self.holiday_parties),
            "fallback_parties": list(self.fallback_parties),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` wrote."""
        hours = kept.get("verify_window")
        return cls(
            default=tuple(kept["default"]),
            periods=tuple(
                Period(
                    tuple(row["weekdays"]),
                    _read(row),
                    tuple(row["userids"]),
                    tuple(row.get("parties", ())),
                )
                for row in kept.get("periods", ())
            ),
            specials=tuple(
                Special(
                    date.fromisoformat(row["first"]),
                    date.fromisoformat(row["last"]),
                    _read(row),
                    tuple(row["userids"]),
                    tuple(row.get("parties", ())),
                )
                for row in kept.get("specials", ())
            ),
            holiday=tuple(kept.get("holiday", ())),
            makeup_as=kept.get("makeup_as"),
            fallback=tuple(kept.get("fallback", ())),
            caps=Caps(**kept.get("caps", {})),
            skip_verify=kept.get("skip_verify", True),
            verify_window=_read(hours) if hours else None,
            is_paused=kept.get("is_paused", False),
            parties=tuple(kept.get("parties", ())),
            holiday_parties=tuple(kept.get("holiday_parties", ())),
            fallback_parties=tuple(kept.get("fallback_parties", ())),
        )


def midnight(day: date) -> datetime:
    """The first moment of a day on the wall clock (naive)."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a wall clock has no zone


def _window(window: Window) -> dict[str, int]:
    return {"start": window.start, "end": window.end}


def _read(kept: Mapping[str, Any]) -> Window:
    return Window(kept["start"], kept["end"])
