"""Where and when a fortnight is lived: clocks and public holidays, written down by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Scene:
    """`offsets` are minutes east of Greenwich, each from its moment on; the first holds before."""

    zone: str
    start: datetime
    offsets: tuple[tuple[datetime, int], ...]
    off: tuple[date, ...] = ()  # public holidays, and the weekend that touches them
    on: tuple[date, ...] = ()  # weekend days on which people work instead

    def wall(self, moment: datetime) -> int:
        """Minutes since 1970 as the corp's wall clock shows them."""
        past = [minutes for since, minutes in self.offsets if since <= moment]
        minutes = past[-1] if past else self.offsets[0][1]
        return int(moment.timestamp()) // 60 + minutes

    def leaps(self, days: int) -> bool:
        """Whether the clocks are put within so many days."""
        end = self.start + timedelta(days=days)
        return any(self.start < since < end for since, _ in self.offsets)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


NEW_YEAR = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
WORKED = (date(2026, 1, 4),)  # a Sunday

SCENES = (
    Scene("Asia/Shanghai", at(2025, 12, 24, 3), ((at(2025, 1, 1), 480),), NEW_YEAR, WORKED),
    # The clocks leap over midnight itself, in the middle of a holiday, two days before the year ends.
    Scene(
        "America/Argentina/Buenos_Aires",
        at(2007, 12, 20, 20),
        ((at(2007, 1, 1), -180), (at(2007, 12, 30, 3), -120)),
        (date(2007, 12, 30), date(2007, 12, 31), date(2008, 1, 1)),
        (date(2007, 12, 29),),
    ),
    Scene(
        "America/New_York", at(2025, 12, 25, 11), ((at(2025, 11, 2, 6), -300),), NEW_YEAR, WORKED
    ),
    # Half an hour is repeated, on a public holiday.
    Scene(
        "Australia/Lord_Howe",
        at(2026, 3, 27, 9),
        ((at(2025, 10, 4, 15), 660), (at(2026, 4, 4, 15), 630)),
        (date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6)),
    ),
)
