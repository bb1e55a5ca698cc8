"""Finding the effect of a command at WeCom, when its answer was lost on the way."""

from typing import Any

from bots.limits import found
from bots.paging import Asked, pages
from bots.speech import JSON, Command, Trace


def find(wecom: Asked, command: Command) -> JSON | None:
    """What the command would have been answered, or None when WeCom shows no such thing."""
    trace = command.looked_up_by
    assert isinstance(trace, Trace)
    body = command.body()
    asked = {theirs: body[ours] for theirs, ours in trace.ask.items()}
    for answer in pages(wecom, trace.question(**asked)):
        for row in _rows(answer, trace.rows):
            if _shows(row, body, trace):
                told = {trace.told_as: row} if trace.told_as else row
                return {**told, "errcode": 0, "errmsg": "found"}
    return None


def _rows(answer: JSON, name: str) -> list[JSON]:
    rows = answer.get(name, []) if name else answer
    return rows if isinstance(rows, list) else [rows]


def _shows(row: JSON, body: JSON, trace: Trace) -> bool:
    """Whether everything that the command says about itself is in the row."""
    return all(
        one in _values(row, theirs)
        for theirs, ours in trace.same.items()
        for one in _values(body, ours)
    )


def _values(value: JSON, path: str) -> list[Any]:
    return list(found(value, path.split(".")))
