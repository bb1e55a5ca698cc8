"""The same numbers as rows of a file, shares as fractions."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.attribution.metrics import NET_LABEL, SHOWN
from app.attribution.tables import Line, Table
from app.console.sheet_files import Cell

NOTHING = ""


def cells(table: Table, heads: tuple[str, ...]) -> Iterator[list[Cell]]:
    """Heads, lines, and the line of all; `heads` are those of a line's name and perhaps its id."""
    yield list(_heads(heads))
    for line in (*table.lines, table.total):
        yield list(_cells(line, len(heads)))


def _heads(first: tuple[str, ...]) -> Iterator[str]:
    yield from first
    for metric in SHOWN:
        yield str(metric.label)
        if metric.name == "losses":
            yield str(NET_LABEL)
        if metric.of:
            yield _("%(label)s率", label=str(metric.label))


def _cells(line: Line, named_by: int) -> Iterator[Cell]:
    yield from (line.name, line.key)[:named_by]
    for metric in SHOWN:
        yield line.counts.get(metric.name)
        if metric.name == "losses":
            yield line.counts.net
        if metric.of:
            share = line.counts.share(metric.name, metric.of)
            yield NOTHING if share is None else round(share, 4)
