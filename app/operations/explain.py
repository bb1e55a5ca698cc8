"""`flask explain`: the chain event → reaction → rule@version → action → WeCom's answer."""

from collections.abc import Iterator, Sequence

import click
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import household
from app.config import settings
from app.contacts.models import ExternalContact
from app.db import reading
from app.inbox.models import InboxEvent
from app.insight.portrait import MOST, score_and_lead, story
from app.operations.options import last_line, when
from app.outbox.models import OutboxCommand
from app.sentences import as_told


@click.command("explain")
@click.argument("customer")
@click.option("--corp", "corp_id", help="One corp's id, ww….")
def explain(customer: str, corp_id: str | None) -> None:
    """Print what happened with a CUSTOMER (external_userid or name), and why."""
    with household.beside(settings().instance_dir), reading() as session:
        found = known(session, customer, corp_id)
        if len(found) > 1:
            several = "\n".join(f"  {one.external_userid}  {one.name}" for one in found)
            raise click.ClickException(f"several are called so, name one by its id:\n{several}")
        for told in explained(session, found[0]):
            click.echo(told)


def known(session: Session, customer: str, corp_id: str | None) -> Sequence[ExternalContact]:
    """Who is meant."""
    called = or_(ExternalContact.external_userid == customer, ExternalContact.name == customer)
    rows = select(ExternalContact).where(called).order_by(ExternalContact.id).limit(20)
    found = session.scalars(
        rows.where(ExternalContact.corp_id == corp_id) if corp_id else rows
    ).all()
    if not found:
        raise click.ClickException(f"nobody here has the id or the name {customer!r}")
    return found


def explained(session: Session, contact: ExternalContact) -> Iterator[str]:
    """The customer's story, the oldest first."""
    about = (contact.corp_id, contact.external_userid)
    score, lead = score_and_lead(session, *about)
    told = story(session, *about, lead)
    yield f"{contact.name or '?'}  {contact.external_userid}  corp {contact.corp_id}"
    commands: dict[int | None, list[OutboxCommand]] = {}
    for command in reversed(list(told.commands)):
        commands.setdefault(command.event_id, []).append(command)
    events = list(told.events)
    for event in reversed(events):
        yield from of_event(event, commands.pop(event.id, []))
    for others in commands.values():
        yield "of other events, or of the clock"
        for command in others:
            yield from of_command(command)
    if not events and not told.commands:
        yield "nothing has happened yet"
    if score:
        yield f"score {score.total} of {score.threshold}" + ("  a lead" if lead else "")
    if len(events) == MOST:
        yield f"older events than these {MOST}: `flask inbox list`"


def of_event(event: InboxEvent, commands: Sequence[OutboxCommand]) -> Iterator[str]:
    """A fact, what we did about it, and what we said because of it, each under its reaction."""
    yield f"{when(event.happened_at)}  {event.name}  event {event.id}  {event.userid or ''}".rstrip()
    said = list(commands)
    for reaction in event.reactions:
        error = f"  {last_line(reaction.error)}" if reaction.error else ""
        yield f"  → {reaction.name.rpartition('.')[2]}  {reaction.state}{error}"
        for command in [one for one in said if one.because.get("reaction") == reaction.name]:
            said.remove(command)
            yield from of_command(command)
    for command in said:
        yield from of_command(command)


def of_command(command: OutboxCommand) -> Iterator[str]:
    """A call: rule and version, reason, action and answer."""
    because = command.because
    rule, version = as_told(because.get("rule")), because.get("version")
    if rule:
        yield f"      → {rule}{f' @v{version}' if version else ''}"
    yield f"      → {as_told(because.get('reason'))}"
    code = "" if command.errcode is None else f"  {command.errcode}"
    answer = f"{command.state}{code} {command.errmsg or ''}".rstrip()
    yield f"      → {command.kind}  call {command.id}  → {answer}  {when(command.finished_at)}"
    if command.settled_by:
        yield f"      → settled by {command.settled_by}: {command.settled_note}"
