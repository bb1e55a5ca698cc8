"""`flask demo`: the whole product against a simulated WeCom, in one command."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

import click
from sqlalchemy.exc import DBAPIError

from app import clock, log
from app.acquisition.queries import channel_names
from app.db import reading
from app.demo import people, plan, story, tempo
from app.demo.driver import Driver
from app.demo.run import START, Demo, Wishes, running

logger = logging.getLogger(__name__)

LASTS = timedelta(days=3)  # of virtual time; then the story is told


@click.command("demo")
@click.option("--once", is_flag=True, help="Tell the story as text, then end.")
@click.option("--speed", default="60", show_default=True, help="Virtual seconds a second, or max.")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same story.")
@click.option("--port", default=8000, show_default=True, help="The next free one if it is taken.")
@click.option("--customers", default=28, show_default=True, help="How many people come.")
@click.option(
    "--folder", default="instance/demo", show_default=True, type=click.Path(path_type=Path)
)
def demo(once: bool, speed: str, seed: int, port: int, customers: int, folder: Path) -> None:
    """Run Lianke against a simulated WeCom: nothing leaves this machine."""
    log.start(logging.WARNING)
    signal.signal(signal.SIGTERM, _end)
    wishes = Wishes(seed, port, pace(speed), customers, folder)
    try:
        with running(wishes) as lively:
            begin(lively)
            tell_once(lively) if once else stay(lively)
    except KeyboardInterrupt:
        say("演示结束 · the demo has ended")


def pace(speed: str) -> float | None:
    """Virtual seconds a second; None for max."""
    if speed == "max":
        return None
    try:
        return max(float(speed), 0.01)
    except ValueError:
        raise click.BadParameter(f"a number or max, not {speed!r}", param_hint="--speed") from None


def begin(demo: Demo) -> None:
    """Give the simulated people their plan, and the staff the habit of confirming."""
    with reading() as session:
        states = sorted(channel_names(session, demo.corp_id))
    wishes = demo.wishes
    everybody = plan.people(wishes.seed, wishes.customers, states, START)
    demo.simulated.post("/staff/policy", {"userid": "*", "confirm_after": 600})
    demo.simulated.post("/plan", {"actions": plan.actions(wishes.seed, everybody)})


def tell_once(demo: Demo) -> None:
    """Leap through the story, then print it on standard output."""
    drive(demo, until=START + LASTS)
    with reading() as session:
        for line in story.tell(session, demo.corp_id):
            print(line)  # noqa: T201  the story is what this command is for


def stay(demo: Demo) -> None:
    """Show the link and let time pass until Ctrl-C, between two steps of time."""
    ended = threading.Event()  # raised in the middle of a query, an interrupt breaks the connection
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: ended.set())
    say(f"\n  打开 · open   {demo.link}\n")
    say("  Ctrl-C 结束 · ends everything\n")
    speed = demo.wishes.speed
    tempo.keep(tempo.MAX if speed is None else f"{speed:g}")
    drive(demo, until=None, ended=ended.is_set)
    raise KeyboardInterrupt


def drive(demo: Demo, until: datetime | None, ended: Callable[[], bool] = lambda: False) -> None:
    """Let time pass until `until` (None: for ever); who died is started again on the way."""
    driver = Driver(
        demo.simulated,
        speed=tempo.speed if until is None else lambda: demo.wishes.speed,
        others=lambda: min(filter(None, (people.next_tick(), until)), default=None),
        watch=demo.watch,
    )
    for moment in driver.run(lambda: ended() or (until is not None and clock.now() >= until)):
        with suppress(DBAPIError):  # the database is away: the same moment comes again
            people.tick_off()
        logger.info("it is %s", moment)


def say(words: str) -> None:
    """A line for the person at the terminal."""
    click.echo(words, err=True)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
