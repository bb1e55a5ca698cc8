"""What every kind of row that WeCom must agree to has in common, for the trials of this folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.corps.models import Corp
from app.db import reading
from tests.acquisition.schedule.conftest import Shop


class Kind(Protocol):
    """Rows of one kind. `page` is where ops look, `button` what they press; both hold a row's id."""

    @property
    def page(self) -> str: ...
    @property
    def button(self) -> str: ...

    def say(self, row_id: int) -> bool:
        """What the page does when somebody has saved; True when WeCom has agreed."""

    def turn(self, shop: Shop) -> None:
        """What the clock does when it is time."""

    def next_at(self, row_id: int, at: datetime) -> datetime | None:
        """When the clock looks at the row next; None: a person must."""

    def stands(self, row_id: int) -> bool:
        """Whether our row says that WeCom holds what it wants."""

    def count(self, shop: Shop, number: int) -> int:
        """How many of number `number` WeCom has."""


@dataclass(frozen=True)
class Call:
    """One API, and how a row is made whose next word to WeCom is this call."""

    api: str
    kind: Kind
    make: Callable[[Shop, int], int]
    leaves: int = 1  # of each row, at WeCom, when it has agreed
    forgives: Callable[[int], bool] = lambda _errcode: False  # as good as done
    is_looked_up: bool = True  # after a lost answer; else a person looks


def corp_row(corp_id: str) -> int:
    """The corp's own id, as lines of the timetable know it."""
    with reading() as session:
        return session.query(Corp.id).filter_by(corp_id=corp_id).scalar() or 0
