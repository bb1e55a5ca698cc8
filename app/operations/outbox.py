"""`flask outbox`: what we said or shall say, saying it again, and settling what is unclear."""

import getpass
from collections.abc import Iterator
from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import household
from app.config import settings
from app.db import reading, transaction
from app.operations.inbox import would
from app.operations.options import dry_run, filters, when
from app.outbox import again
from app.outbox.models import OutboxCommand
from app.sentences import as_told

outbox = AppGroup("outbox", help="What we said or shall say, and settling what is unclear.")
STATES = ("pending", "sending", "again", "done", "failed", "expired", "unknown")


@outbox.command("list")
@filters
@click.option("--name", "kind", default="", help="A command's name, such as MarkTag.")
@click.option("--state", type=click.Choice(STATES))
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
def listing(
    corp_id: str | None, since: datetime | None, kind: str, state: str | None, limit: int
) -> None:
    """List calls to WeCom, the newest first."""
    states = [state] if state else []
    rows = select(OutboxCommand).where(
        *again.commands_that(corp_id=corp_id, kind=kind, since=since, states=states)
    )
    with household.beside(settings().instance_dir), reading() as session:
        total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
        for row in session.scalars(rows.order_by(OutboxCommand.id.desc()).limit(limit)):
            click.echo(line(row))
    click.echo(f"{min(total, limit)} of {total} calls" if total else "there is no such call")


def line(row: OutboxCommand) -> str:
    """One call: id, moment, state, name, about whom, and WeCom's answer."""
    answer = f"{'' if row.errcode is None else row.errcode} {row.errmsg or ''}".strip()
    waits = "  waits for WeCom to accept the app again" if row.waits_for else ""
    return (
        f"{row.id:>8}  {when(row.finished_at or row.due_at)}  {row.state:<8} {row.kind:<20} "
        f"{row.external_userid or row.userid or '-'}  {answer}{waits}".rstrip()
    )


@outbox.command("show")
@click.argument("command_id", type=int)
@click.option("--body", is_flag=True, help="Also what is said, and WeCom's whole answer.")
def show(command_id: int, *, body: bool) -> None:
    """Show one call: why, when, how often, and what WeCom answered."""
    with household.beside(settings().instance_dir), reading() as session:
        for told in shown(found(session, command_id), with_body=body):
            click.echo(told)


def shown(row: OutboxCommand, *, with_body: bool) -> Iterator[str]:
    """The lines of `show`."""
    yield line(row)
    yield f"corp {row.corp_id}  lane {row.lane}  key {row.key}  attempts {row.attempts}"
    yield f"decided {when(row.created_at)}  deadline {when(row.deadline_at)}"
    yield f"because {as_told(row.because.get('reason'))}  ({row.because.get('reaction')})"
    if row.because.get("rule"):
        yield f"rule {as_told(row.because['rule'])} @v{row.because.get('version') or '-'}"
    if row.event_id:
        yield f"event {row.event_id}: `flask inbox show {row.event_id}`"
    if row.settled_by:
        yield f"settled by {row.settled_by} {when(row.settled_at)}: {row.settled_note}"
    if with_body:
        yield f"body {row.body}"
        yield f"answer {row.answer}"


def found(session: Session, command_id: int) -> OutboxCommand:
    """The call, or an error that a person understands."""
    row = session.get(OutboxCommand, command_id)
    if row is None:
        raise click.ClickException(f"there is no call {command_id}: `flask outbox list` shows them")
    return row


@outbox.command("settle")
@click.argument("command_id", type=int)
@click.argument("how", type=click.Choice(again.SETTLED_AS))
@click.option("--note", required=True, help="What was seen at WeCom; it is kept.")
@click.option("--by", default=getpass.getuser, help="Who says so; your login name unless given.")
def settle(command_id: int, how: str, note: str, by: str) -> None:
    """Say what became of an unclear call: it is `done`, or it `failed`."""
    with household.beside(settings().instance_dir), transaction() as session:
        row = found(session, command_id)
        if not again.settle(session, row.corp_id, row.id, how=how, by=by, note=note):
            raise click.ClickException(f"call {command_id} is {row.state}: only unknown is settled")
    click.echo(f"{command_id} {row.kind}: settled as {how} by {by}")


@outbox.command("retry")
@click.argument("command_ids", type=int, nargs=-1)
@filters
@click.option("--name", "kind", default="", help="A command's name, such as MarkTag.")
@click.option("--all", "every", is_flag=True, help="Every failed call that the filters leave.")
@dry_run
def retry(
    command_ids: tuple[int, ...],
    corp_id: str | None,
    since: datetime | None,
    kind: str,
    *,
    every: bool,
    dry_run: bool,
) -> None:
    """Say failed calls again. An unclear one only by its id: it may take effect twice."""
    if bool(command_ids) == every:
        raise click.UsageError("name calls by their ids, or all failed ones by --all and filters")
    states = ["failed"] if every else again.STOPPED
    chosen = again.commands_that(corp_id=corp_id, kind=kind, since=since, states=states)
    chosen += [OutboxCommand.id.in_(command_ids)] if command_ids else []
    with household.beside(settings().instance_dir), transaction() as session:
        groups = again.counted(session, chosen)
        for name, errcode, count in groups:
            click.echo(f"{count:>6}  {name}  {'' if errcode is None else errcode}".rstrip())
        total = sum(count for *_, count in groups)
        if not total:
            raise click.ClickException("no such call is failed or unknown")
        if not dry_run:
            total = again.retry(session, chosen)
    click.echo(f"{would(dry_run)}say again: {total}")
