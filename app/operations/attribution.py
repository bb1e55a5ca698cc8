"""`flask attribution recount`: whether the statistics are what the inbox's events say."""

import sys
from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import household
from app.attribution.recount import recount
from app.config import settings
from app.corps.models import Corp
from app.db import reading
from app.operations.options import filters

SHOWN = 5

attribution = AppGroup("attribution", help="The statistics of channels.")


@attribution.command("recount")
@filters
@click.option("--repair", is_flag=True, help="Write what is right over what is not.")
def recount_command(corp_id: str | None, since: datetime | None, *, repair: bool) -> None:
    """Count again from the inbox's events and compare; ends with 1 when something differs."""
    differing = 0
    with household.beside(settings().instance_dir):
        with reading() as session:
            corps = session.scalars(select(Corp.corp_id).order_by(Corp.id)).all()
        for each in [corp_id] if corp_id else corps:
            told = recount(each, since, repair=repair)
            differing += len(told.differing)
            click.echo(
                f"{each}: {told.customers} customers, {told.arrivals} arrivals, "
                f"{len(told.differing)} differ{' (repaired)' if repair and told.differing else ''}"
            )
            for one in told.differing[:SHOWN]:
                click.echo(f"  {one}")
    sys.exit(1 if differing and not repair else 0)
