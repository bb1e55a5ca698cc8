"""One page of a list that is counted whole."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.console.paging import Page


def page_of(lines: Sequence[Any], size: int) -> Page:
    """The page that the address asks for (`?page=2`); past the end it is the last one."""
    last = max(1, -(-len(lines) // size))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return Page(lines[(number - 1) * size : number * size], number, size, len(lines))
