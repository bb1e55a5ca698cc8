"""TABLE: the type of an event's field → how it is read out of a message. XML knows only text."""

from collections.abc import Callable, Mapping
from typing import Any

Selected = tuple[tuple[str, tuple[str, ...]], ...]


def text(value: object) -> str:
    """A word; the JSON envelope may bring numbers."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def number(value: object) -> int:
    """A whole number; ValueError when it is none."""
    return int(text(value))


def fraction(value: object) -> float:
    """Any number; ValueError when it is none."""
    return float(text(value))


def items(value: object) -> tuple[str, ...]:
    """Several words: repeated elements, alone or wrapped, of which one looks like text; or a,b,c."""
    if isinstance(value, Mapping):
        return tuple(item for inner in value.values() for item in items(inner))
    if isinstance(value, list):
        return tuple(text(item) for item in value)
    return tuple(part for part in text(value).split(",") if part)


def selections(value: object) -> Selected:
    """What was chosen in a card. One published version spells OptionIds as OpitonIds."""
    chosen = value.get("SelectedItem", []) if isinstance(value, Mapping) else value
    each = chosen if isinstance(chosen, list) else [chosen]
    return tuple(
        (text(one.get("QuestionKey")), items(one.get("OptionIds") or one.get("OpitonIds")))
        for one in each
        if isinstance(one, Mapping)
    )


READ: dict[Any, Callable[[object], Any]] = {
    str: text,
    int: number,
    float: fraction,
    tuple[str, ...]: items,
    Selected: selections,
}
