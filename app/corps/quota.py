"""`flask quota`: how much of WeCom's limits a corp has used, and which APIs rest."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from redis.exceptions import RedisError
from sqlalchemy import select

from app import household
from app.config import settings
from app.corps.models import Corp
from app.corps.wecom import budget
from app.db import reading
from bots.budget import Usage


@click.command("quota")
def quota() -> None:
    """Show how much of WeCom's API limits is used, fullest first."""
    with household.beside(settings().instance_dir):
        with reading() as session:
            corps = session.scalars(select(Corp).order_by(Corp.id)).all()
        if not corps:
            click.echo("no corp yet: `flask corp add` enters one")
        for corp in corps:
            try:
                usage = budget().usage(corp.corp_id)
            except RedisError as error:
                raise click.ClickException(
                    "nobody counts: the house does not run, or its Redis is away"
                ) from error
            click.echo(f"{corp.name} ({corp.corp_id})")
            for used in usage:
                click.echo(line(used, ZoneInfo(corp.zone)))
            if not usage:
                click.echo("  no calls within any window")


def line(usage: Usage, zone: ZoneInfo) -> str:
    """One limit as a line: used / calls per window, the API, whose, until when it rests."""
    rate = usage.rate
    share = f"{100 * usage.used / rate.calls:5.1f} %"
    who = f" of {usage.member}" if usage.member else ""
    rests = ""
    if usage.paused_until is not None:
        until = datetime.fromtimestamp(usage.paused_until, UTC).astimezone(zone)
        rests = f"  rests until {until:%H:%M:%S}"
    return f"  {share}  {usage.used}/{rate.calls} in {rate.seconds:g} s  {usage.path}{who}{rests}"
