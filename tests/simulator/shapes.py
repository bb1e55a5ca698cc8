"""The shape of JSON: which keys stand where, and of which types; what one has and another lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shape:
    """What was seen at one place of one or of many answers."""

    types: set[str] = field(default_factory=set)
    keys: dict[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None

    def see(self, value: Any) -> None:
        """Take one more value into account."""
        if value is None:
            return
        self.types.add(_type(value))
        if isinstance(value, dict):
            for key, inner in value.items():
                self.keys.setdefault(key, Shape()).see(inner)
        if isinstance(value, list):
            for inner in value:
                self.item = self.item or Shape()
                self.item.see(inner)


def shape_of(values: Iterable[Any]) -> Shape:
    """The shape of all of them together."""
    shape = Shape()
    for value in values:
        shape.see(value)
    return shape


def gaps(wanted: Shape, ours: Shape, at: str = "") -> list[tuple[str, str]]:
    """(place, why) for everything that `wanted` has and `ours` lacks or spells with other types."""
    if not ours.types:
        return [(at, "never shown")]
    if not ours.types <= wanted.types and wanted.types:
        return [(at, f"is {'/'.join(sorted(ours.types))}, not {'/'.join(sorted(wanted.types))}")]
    found = []
    for key, inner in wanted.keys.items():
        place = f"{at}.{key}".lstrip(".")
        found += gaps(inner, ours.keys[key], place) if key in ours.keys else [(place, "missing")]
    if wanted.item and "list" in ours.types:
        found += gaps(wanted.item, ours.item or Shape(), f"{at}.*".lstrip("."))
    return found


NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "bool"),  # before numbers: a bool is an int to Python
    ((int, float), "number"),
    (str, "string"),
    (list, "list"),
    (dict, "object"),
)


def _type(value: Any) -> str:
    return next(name for kind, name in NAMES if isinstance(value, kind))
