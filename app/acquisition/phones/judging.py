"""What becomes of each row of a table: good, or why not. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.acquisition.phones.numbers import read_number

COLUMNS = ("phone", "name", "note", "source")
MOST_WORDS = 200  # characters of a cell that are kept


@dataclass(frozen=True)
class Known:
    """What we know of numbers (E.164) already: number → the list's name, the member's userid."""

    earlier: Mapping[str, str] = field(default_factory=dict)
    friends: Mapping[str, str] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """A row with its verdict; `told` is the row, list or member that the verdict is about."""

    place: int
    typed: str
    name: str
    note: str
    source: str
    phone: str
    verdict: str
    why: str = ""
    told: str = ""


def judge(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], known: Known, *, has_head: bool
) -> list[Judged]:
    """A verdict for each row that is not empty; rows count from 1, the head included."""
    return list(_judged(rows, columns, known, int(has_head)))


def _judged(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], known: Known, skipped: int
) -> Iterator[Judged]:
    first: dict[str, int] = {}
    for place, row in enumerate(rows[skipped:], start=1 + skipped):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: cell_of(row, columns.get(name)) for name in COLUMNS}
        number = read_number(cells["phone"])
        verdict, why, told = _verdict(number.phone, number.why, first, known)
        first.setdefault(number.phone, place)
        yield Judged(
            place,
            cells["phone"],
            cells["name"],
            cells["note"],
            cells["source"],
            number.phone,
            verdict,
            why,
            told,
        )


def _verdict(phone: str, why: str, first: Mapping[str, int], known: Known) -> tuple[str, str, str]:
    if not phone:
        return "bad", why, ""
    if phone in first:
        return "repeated", "", str(first[phone])
    if phone in known.blocked:
        return "blocked", "", ""
    if phone in known.friends:
        return "friend", "", known.friends[phone]
    if phone in known.earlier:
        return "earlier", "", known.earlier[phone]
    return "good", "", ""


def cell_of(row: Sequence[str], column: int | None) -> str:
    """What stands in a column, if the row is that long."""
    if column is None or not 0 <= column < len(row):
        return ""
    return row[column].strip()[:MOST_WORDS]
