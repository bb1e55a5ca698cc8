"""`flask mirror`: compare everything we know with WeCom here and now, with a line that grows."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from redis.exceptions import RedisError
from sqlalchemy import select

from app import household, log, migrate
from app.config import settings
from app.contacts.mirror.models import MirrorRun
from app.contacts.mirror.progress import Progress, progress
from app.contacts.mirror.run import begin, seize, slices
from app.corps.models import Corp
from app.corps.wecom import speak_for
from app.db import reading, transaction
from app.embedded import Valkey
from app.queue import redis
from bots.errors import Throttled, WeComError

PATIENCE = 5  # temporary errors in a row, without a slice between them
LOOK = 0.3  # seconds of real time between two looks at a run that a worker is on


@click.command("mirror")
@click.option("--corp", "corp_id", default="", help="CorpID; not needed where there is only one.")
def mirror(corp_id: str) -> None:
    """Bring members, tags and all customers in line with WeCom."""
    log.start(logging.WARNING)
    speak_for("sync")
    with alone_or_beside():
        run_id = begun(corp_id)
        bar = Bar()
        try:
            for _ in going(run_id):
                bar.draw(counted(run_id))
        except WeComError as error:
            raise click.ClickException(
                f"WeCom: {error}. Run it again to go on from here."
            ) from None
        bar.end(counted(run_id))


@contextmanager
def alone_or_beside() -> Iterator[None]:
    """PostgreSQL and the doorbell: those of a house that runs, else ours for this command."""
    folder = settings().instance_dir
    with ExitStack() as stack:
        is_theirs = settings().redis_url is not None
        stack.enter_context(household.beside(folder))
        try:
            redis().ping()
        except RedisError:
            if is_theirs:
                raise
            stack.callback(Valkey(folder).stop)
        migrate.upgrade()
        yield


def begun(corp_id: str) -> int:
    """The run of that corp."""
    with transaction() as session:
        wanted = select(Corp).order_by(Corp.id)
        corps = session.scalars(wanted.where(Corp.corp_id == corp_id) if corp_id else wanted).all()
        if len(corps) != 1:
            raise click.UsageError("which corp? --corp names one" if corps else "no such corp")
        return begin(session, corps[0].id)


def going(run_id: int) -> Iterator[None]:
    """Work on the run; while a worker of the house is on it, watch."""
    troubles = 0
    while True:
        with transaction() as session:
            mine = seize(session, run_id)
        if mine is None:
            if not counted(run_id).is_going_on:
                return
            time.sleep(LOOK)
            yield
            continue
        try:
            for _ in slices(run_id):
                troubles = 0
                yield
        except WeComError as error:
            troubles += not isinstance(error, Throttled)
            if not error.temporary or troubles > PATIENCE:
                raise
            time.sleep(error.wait_for if isinstance(error, Throttled) else 2**troubles)


def counted(run_id: int) -> Progress:
    """How far the run has come."""
    with reading() as session:
        return progress(session, session.get_one(MirrorRun, run_id))


class Bar:
    """One line on standard error; where nobody watches, a new one for every tenth."""

    def __init__(self) -> None:
        self._tenths = -1

    def draw(self, now: Progress) -> None:
        """Show how far the run has come."""
        if sys.stderr.isatty():
            click.echo(f"\r{line(now)}", err=True, nl=False)
        elif now.percent // 10 > self._tenths:
            self._tenths = now.percent // 10
            click.echo(line(now), err=True)

    def end(self, now: Progress) -> None:
        """Say what came of it."""
        if sys.stderr.isatty():
            click.echo(f"\r{line(now)}", err=True)
        run = now.run
        click.echo(
            f"mirror: {run.state}; {now.seen} customers of {now.members} members compared, "
            f"changed {now.changed}, staff {run.staff}, tags {run.tags}, "
            f"ended {run.ended}, members failed {now.failed}"
        )


def line(now: Progress) -> str:
    """`[######--------------]  32 %  32,100 of 100,000 customers`."""
    filled = now.percent // 5
    return (
        f"[{'#' * filled}{'-' * (20 - filled)}] {now.percent:3} %  "
        f"{now.seen:,} of {now.expected:,} customers"
    )
