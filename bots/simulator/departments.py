"""The corp's departments: a tree under the root, 1."""

from collections.abc import Iterable
from dataclasses import dataclass

from bots.simulator import cast


@dataclass
class Department:
    id: int
    name: str
    parentid: int
    order: int
    name_en: str = ""


class Departments(dict[int, Department]):
    """By id."""

    def line(self, number: int) -> set[int]:
        """The department and all above it."""
        found: set[int] = set()
        while number in self:
            found.add(number)
            number = self[number].parentid
        return found

    def under(self, numbers: Iterable[int]) -> set[int]:
        """The departments and all below them."""
        wanted = set(numbers)
        return {number for number in self if self.line(number) & wanted}


def found_departments() -> Departments:
    rows = cast.DEPARTMENTS
    return Departments((n, Department(n, name, parent, n)) for n, name, parent in rows)
