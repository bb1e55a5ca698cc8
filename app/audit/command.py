"""`flask audit`: every invariant with its count and examples; it ends non-zero when one is broken."""

import sys
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy import select

from app import household
from app.audit.invariant import Finding
from app.audit.look import look, scope_of
from app.clock import now
from app.config import settings
from app.console.language import english
from app.corps.models import Corp
from app.db import reading

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@click.command("audit")
@click.option("--since", default="", help="Only rows that came since: 30m, 12h, 7d, or a moment.")
@click.option("--patience", default="15m", show_default=True, help="What is late by less is not.")
def audit(since: str, patience: str) -> None:
    """Check what must always be true of inbox, outbox, SOPs, tags, leads and archive."""
    broken = 0
    with household.beside(settings().instance_dir), reading() as session:
        for corp_id in session.scalars(select(Corp.corp_id).order_by(Corp.id)).all():
            scope = scope_of(corp_id, moment(since), span(patience))
            found = look(session, scope)
            click.echo(f"{corp_id}")
            for each in found:
                tell(each)
            broken += sum(each.is_broken for each in found)
    click.echo(f"{broken} invariants broken" if broken else "every invariant holds")
    sys.exit(1 if broken else 0)


def tell(finding: Finding) -> None:
    """One invariant, and the first rows that break it."""
    mark = "BROKEN" if finding.is_broken else "note" if finding.count else "ok"
    known = english().get(finding.invariant.claim.say)
    claim = known.string if known else finding.invariant.claim.say
    click.echo(f"{mark:>7} {finding.count:>6}  {finding.invariant.name:16} {claim}")
    for example in finding.examples:
        click.echo(f"{'':16}{example}")


def moment(text: str) -> datetime:
    """`7d` ago, a moment such as 2026-03-02T09:00:00+08:00, or the beginning when nothing is said."""
    if not text:
        return BEGINNING
    if text[-1] in UNITS:
        return now() - span(text)
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"30m, 12h, 7d or a moment, not {text!r}") from None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def span(text: str) -> timedelta:
    """`15m`, `12h` or `7d`."""
    if text[-1:] not in UNITS or not text[:-1].isdecimal():
        raise click.BadParameter(f"a number of minutes, hours or days such as 15m, not {text!r}")
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})
