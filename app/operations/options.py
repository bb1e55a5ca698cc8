"""Options that the commands of inbox and outbox share, and how a moment is typed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from app.clock import now
from app.config import settings

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
A_SPAN = re.compile(r"(\d{1,5})([mhd])")


class Since(click.ParamType[datetime]):
    """`90m`, `6h`, `3d` ago, or a date or moment in the corp's zone."""

    name = "since"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        if span := A_SPAN.fullmatch(value):
            return now() - timedelta(**{UNITS[span[2]]: int(span[1])})
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            told = f"{value!r} is neither a span (90m, 6h, 3d) nor a date (2026-03-02)"
            self.fail(told, param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings().corp_zone))


Command = Callable[..., Any]


def filters(command: Command) -> Command:
    """--corp and --since."""
    since = click.option("--since", type=Since(), help="90m, 6h, 3d, or a date: kept since then.")
    corp = click.option("--corp", "corp_id", help="One corp's id, ww….")
    return corp(since(command))


def dry_run(command: Command) -> Command:
    """--dry-run."""
    told = "Say what would happen, and change nothing."
    return click.option("--dry-run", is_flag=True, help=told)(command)


def when(moment: datetime | None) -> str:
    """A moment as commands print it: in the corp's zone, to the second."""
    if moment is None:
        return "-"
    return f"{moment.astimezone(ZoneInfo(settings().corp_zone)):%Y-%m-%d %H:%M:%S}"


def last_line(error: str | None) -> str:
    """What an error or a traceback says in the end."""
    lines = (error or "").strip().splitlines()
    return lines[-1][:200] if lines else ""
