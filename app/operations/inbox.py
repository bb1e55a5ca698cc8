"""`flask inbox`: what came in, what we did about it, and running it again."""

from collections.abc import Iterator
from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app import household
from app.config import settings
from app.db import reading, transaction
from app.inbox import again
from app.inbox.models import InboxEvent, InboxReaction
from app.operations.options import dry_run, filters, last_line, when
from app.outbox.models import OutboxCommand

inbox = AppGroup("inbox", help="What came in, and running it again.")
EVENT_STATES = ("new", "planned", "unknown")
REACTION_STATES = ("pending", "running", "again", "done", "pointless", "parked")


@inbox.command("list")
@filters
@click.option("--name", default="", help="An event's name, such as FollowAdded.")
@click.option(
    "--state",
    type=click.Choice([*EVENT_STATES, *REACTION_STATES]),
    help="The event's state, or that of any reaction to it.",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
def listing(
    corp_id: str | None, since: datetime | None, name: str, state: str | None, limit: int
) -> None:
    """List kept events, the newest first."""
    rows = select(InboxEvent).where(*again.events_that(corp_id=corp_id, name=name, since=since))
    if state in EVENT_STATES:
        rows = rows.where(InboxEvent.state == state)
    elif state:
        rows = rows.where(InboxEvent.reactions.any(InboxReaction.state == state))
    with household.beside(settings().instance_dir), reading() as session:
        total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
        newest = rows.options(selectinload(InboxEvent.reactions)).order_by(InboxEvent.id.desc())
        for event in session.scalars(newest.limit(limit)):
            click.echo(line(event))
    click.echo(f"{min(total, limit)} of {total} events" if total else "no such event is kept")


def line(event: InboxEvent) -> str:
    """One event: id, moment, state, name, about whom, and how its reactions stand."""
    states = [reaction.state for reaction in event.reactions]
    stand = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
    about = event.external_userid or event.userid or "-"
    return (
        f"{event.id:>8}  {when(event.happened_at)}  {event.state:<8} {event.name:<22} "
        f"{about}  {stand}".rstrip()
    )


@inbox.command("show")
@click.argument("event_id", type=int)
@click.option("--message", is_flag=True, help="Also WeCom's message, which may hold what was said.")
def show(event_id: int, *, message: bool) -> None:
    """Show one event, its reactions with their errors, and what was said because of it."""
    with household.beside(settings().instance_dir), reading() as session:
        for told in shown(session, found(session, event_id), with_message=message):
            click.echo(told)


def shown(session: Session, event: InboxEvent, *, with_message: bool) -> Iterator[str]:
    """The lines of `show`."""
    yield line(event)
    yield f"corp {event.corp_id}  app {event.agentid or '-'}  kept {when(event.created_at)}"
    if with_message:
        yield f"message {event.message}"
    for one in event.reactions:
        yield f"  {one.position} {one.name}  {one.state}  attempts {one.attempts}".rstrip()
        if one.error:
            yield f"      {last_line(one.error)}"
    said = (
        select(OutboxCommand).where(OutboxCommand.event_id == event.id).order_by(OutboxCommand.id)
    )
    for command in session.scalars(said):
        answer = f"{command.errcode} {command.errmsg}" if command.errmsg else "no answer yet"
        yield f"  said {command.id} {command.kind}  {command.state}  {answer}"


def found(session: Session, event_id: int) -> InboxEvent:
    """The event, or an error that a person understands."""
    event = session.get(InboxEvent, event_id)
    if event is None:
        raise click.ClickException(f"there is no event {event_id}: `flask inbox list` shows them")
    return event


@inbox.command("replay")
@click.argument("event_ids", type=int, nargs=-1, required=True)
@dry_run
def replay(event_ids: tuple[int, ...], *, dry_run: bool) -> None:
    """Run all reactions of events again; what they have said before is not said twice."""
    with household.beside(settings().instance_dir), transaction() as session:
        for event_id in event_ids:
            event = found(session, event_id)
            if event.state == "unknown":
                raise click.ClickException(
                    f"event {event_id} has no name that reactions know: try `flask inbox decode`"
                )
            in_order = sorted(event.reactions, key=lambda one: one.position)
            names = ", ".join(one.name.rpartition(".")[2] for one in in_order) or "nothing"
            click.echo(f"{event_id} {event.name}: {would(dry_run)}run again {names}")
            if not dry_run:
                again.replay(session, event_id)


@inbox.command("redrive")
@filters
@click.option("--name", default="", help="An event's or a reaction's name.")
@dry_run
def redrive(corp_id: str | None, since: datetime | None, name: str, *, dry_run: bool) -> None:
    """Run every parked reaction again, or those of one kind."""
    parked = again.parked_that(corp_id=corp_id, name=name, since=since)
    with household.beside(settings().instance_dir), transaction() as session:
        groups = again.counted(session, parked)
        if not groups:
            click.echo("no such reaction is parked")
            return
        for event, reaction, count in groups:
            click.echo(f"{count:>6}  {event} → {reaction.rpartition('.')[2]}")
        total = sum(count for *_, count in groups)
        if not dry_run:
            total = again.redrive(session, parked)
    click.echo(f"{would(dry_run)}run again: {total}")


def would(dry_run: bool) -> str:
    """How a dry run speaks."""
    return "would " if dry_run else ""
