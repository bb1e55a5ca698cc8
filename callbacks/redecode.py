"""`flask inbox decode`: events that nobody could name or read are named again, from what is kept."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import click
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app import household
from app.config import settings
from app.db import transaction
from app.events.base import Event
from app.inbox.again import events_that
from app.inbox.models import InboxEvent
from app.inbox.record import recalled
from app.operations.inbox import would
from app.operations.options import dry_run, filters
from app.queue import later
from callbacks import wire

AT_ONCE = 500


@click.command("decode")
@filters
@dry_run
def decode(corp_id: str | None, since: datetime | None, *, dry_run: bool) -> None:
    """Name unknown events again after a parser was mended, and let their reactions run."""
    named: Counter[str] = Counter()
    unknown = events_that(corp_id=corp_id, since=since)
    with household.beside(settings().instance_dir):
        last: int | None = 0
        while last is not None:
            with transaction() as session:
                last = decode_some(session, [*unknown, InboxEvent.id > last], named, dry_run)
    left = named.pop("", 0)
    for name, count in sorted(named.items()):
        click.echo(f"{count:>6}  {name}")
    click.echo(f"{would(dry_run)}name: {named.total()}, still unknown: {left}")


def decode_some(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    named: Counter[str],
    dry_run: bool,
) -> int | None:
    """Name the next unknown events. Returns the last one's id, None when there are no more."""
    rows = session.scalars(
        select(InboxEvent)
        .where(InboxEvent.state == "unknown", *conditions)
        .order_by(InboxEvent.id)
        .limit(AT_ONCE)
        .with_for_update()
    ).all()
    for row in rows:
        event = renamed(row)
        named[type(event).__name__ if event else ""] += 1
        if event and not dry_run:
            keep_named(session, row, event)
    return rows[-1].id if rows else None


def renamed(row: InboxEvent) -> Event | None:
    """What today's tables call it: WeCom's message where it came from there, else our own fields."""
    try:
        return wire.named(row.message, row.corp_id) if row.message else recalled(row)
    except (KeyError, TypeError, ValueError):
        return None


def keep_named(session: Session, row: InboxEvent, event: Event) -> None:
    """The row as if it had been understood when it came."""
    row.name, row.fields, row.state = type(event).__name__, event.fields(), "new"
    row.userid = getattr(event, "userid", None)
    row.external_userid = getattr(event, "external_userid", None)
    row.happened_at, row.rung_at = event.happened_at, None
    later(session, "jobs.react.welcome", None)
