"""What all resources answer alike: a page of a list, a thing just made, and WeCom's complaints."""

from typing import Any, Protocol

from flask import Response, jsonify

from app.api.shell import Told


class Complaint(Told):
    """Why WeCom does not hold it yet, in WeCom's words."""

    errcode: int | None
    errmsg: str


class Counted(Protocol):
    """A page of a list that is longer."""

    @property
    def total(self) -> int:
        """How many there are in all."""

    @property
    def number(self) -> int:
        """Which page it is."""

    @property
    def size(self) -> int:
        """How many a page holds."""


def complaint(errcode: int | None, error: str | None) -> dict[str, Any] | None:
    """A row's own complaint, if it has one."""
    return {"errcode": errcode, "errmsg": error} if error else None


def listed(page: Counted, items: list[dict[str, Any]]) -> Response:
    """One page of a list."""
    return jsonify(items=items, total=page.total, page=page.number, size=page.size)


def created(answer: Response) -> Response:
    """201: what is told has just been made."""
    answer.status_code = 201
    return answer
