"""Which days a page of statistics is about. Pure: days are the corp's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 366  # days
USUAL = "7d"
A_DAY = timedelta(days=1)
BACK = {"today": (0, 0), "yesterday": (1, 1), "7d": (6, 0), "30d": (29, 0)}  # days before today


@dataclass(frozen=True)
class Period:
    """`begins` to `ends`, both days in it. `fault` names what was wrong with the days asked for."""

    name: str
    begins: date
    ends: date
    fault: str = ""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends - self.begins).days + 1

    @property
    def before(self) -> "Period":
        """As many days, right before it."""
        ends = self.begins - A_DAY
        return Period("before", ends - timedelta(days=self.days - 1), ends)

    def each_day(self) -> list[date]:
        """Its days, the first one first."""
        return [self.begins + timedelta(days=number) for number in range(self.days)]


def period(asked: Mapping[str, str], today: date) -> Period:
    """The period that an address asks for; what makes no sense becomes the usual one."""
    name = asked.get("range", "") or USUAL
    if name != "custom":
        return _back(name if name in BACK else USUAL, today)
    fault, begins, ends = "", _day(asked.get("from", "")), _day(asked.get("to", ""))
    if begins is None or ends is None:
        fault = "missing"
    elif begins > ends:
        fault = "backwards"
    elif (ends - begins).days >= LONGEST:
        fault = "long"
    if fault or begins is None or ends is None:
        usual = _back(USUAL, today)
        return Period("custom", usual.begins, usual.ends, fault)
    return Period("custom", begins, ends)


def _back(name: str, today: date) -> Period:
    first, last = BACK[name]
    return Period(name, today - timedelta(days=first), today - timedelta(days=last))


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
