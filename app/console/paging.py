"""Lists in pages: rows of one page, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Page:
    """One page of a list; `rows` are what the select gives."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def paged(session: Session, rows: Select[*tuple[Any, ...]], *, size: int = 20) -> Page:
    """The page that the address asks for (`?page=2`); past the end it is the last one.

    A select of one entity gives entities, a select of several columns gives tuples.
    """
    counted = select(func.count()).select_from(rows.order_by(None).subquery())
    total = session.scalar(counted) or 0
    last = max(1, -(-total // size))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    found = session.execute(rows.limit(size).offset((number - 1) * size)).all()
    is_single = len(rows.column_descriptions) == 1
    return Page([row[0] for row in found] if is_single else found, number, size, total)


def page_url(number: int) -> str:
    """This address with another page number, its filters kept."""
    kept = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "console.home", **kept)
