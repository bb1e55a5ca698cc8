"""`flask drain`: take this host out of a load balancer before it is stopped."""

import time

import click

from app import draining


@click.command("drain")
@click.option("--off", is_flag=True, help="Be ready again.")
@click.option("--wait", type=click.FloatRange(0), default=0.0, help="Then wait so many seconds.")
def drain(*, off: bool, wait: float) -> None:
    """Let /readyz answer 503, while everything that comes is still answered."""
    if off:
        draining.take_back()
        click.echo("this host is ready again")
        return
    draining.announce()
    click.echo("this host says that it is not ready; `flask drain --off` takes that back")
    time.sleep(wait)
