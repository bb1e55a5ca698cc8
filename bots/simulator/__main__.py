"""`python -m bots.simulator`: a local WeCom until its parent ends or it is told to stop."""

import argparse
import json
import logging
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

from bots.simulator.clock import Clock, FileClock, OwnClock, real_now
from bots.simulator.control.limits import limit_of, set_limits
from bots.simulator.errors import MistakeError
from bots.simulator.seeded import Seeded
from bots.simulator.server import serve
from bots.simulator.settled import settle
from bots.simulator.world import World

STORY_BEGINS = "2026-03-02T09:00:00+08:00"


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bots.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--clock-file", type=Path, help="8 bytes that only we write; see README")
    parser.add_argument("--start-at", type=datetime.fromisoformat, help="ISO moment with zone")
    parser.add_argument("--speed", type=float, default=1.0, help="of a clock without a file")
    parser.add_argument(
        "--callback", action="append", default=[], help="URL or AGENTID=URL; repeats; see README"
    )
    parser.add_argument(
        "--limit", action="append", default=[], help="PATH=50/s (s, min, h, d) instead of WeCom's"
    )
    parser.add_argument("--sidebar", default="", help="URL of the demo app's page beside chats")
    parser.add_argument("--customers", type=int, default=0, help="who follow staff already")
    parser.add_argument("--retry-pause", type=float, default=1.0, help="real seconds between tries")
    parser.add_argument("--echo", action="store_true", help="API changes call back, as some report")
    parser.add_argument("--faults", type=Path, help="JSON as POST /sim/faults takes it")
    return parser


def make_clock(chosen: argparse.Namespace) -> Clock:
    begin = chosen.start_at
    if begin is not None and begin.tzinfo is None:
        raise SystemExit("--start-at needs a zone, as in 2026-03-02T09:00:00+08:00")
    if chosen.clock_file is None:
        return OwnClock(begin.timestamp() if begin else real_now(), chosen.speed)
    story = begin or datetime.fromisoformat(STORY_BEGINS)
    return FileClock(chosen.clock_file, story.timestamp())


def tell(words: str) -> None:
    """A line for whoever waits; standard output stays one line."""
    sys.stderr.write(f"simulator {words}\n")
    sys.stderr.flush()


def order_faults(world: World, file: Path) -> None:
    try:
        world.faults.order(json.loads(file.read_text()))
    except (OSError, ValueError, MistakeError) as error:
        raise SystemExit(f"--faults {file}: {error}") from error


def set_callback(world: World, wish: str) -> None:
    """`AGENTID=URL`, or a URL of the demo's own app; nobody verifies it here."""
    agentid, equals, url = wish.partition("=")
    if equals and agentid.isdecimal():
        world.corp.app(agentid).url = url
    else:
        world.corp.main.url = wish


def prepare(world: World, chosen: argparse.Namespace) -> None:
    """What the options wish for before anybody calls."""
    if chosen.faults:
        order_faults(world, chosen.faults)
    for wish in chosen.limit:
        set_limits(world, limit_of(wish))
    for wish in chosen.callback:
        set_callback(world, wish)
    world.corp.main.sidebar_url = chosen.sidebar
    settle(world, chosen.customers, lambda done: tell(f"{done} of {chosen.customers} customers"))


def announce(world: World) -> None:
    """One line that tells whoever started us where we are and what the corp's secrets are."""
    here = {"api_base": f"{world.base_url}/cgi-bin", "control_base": f"{world.base_url}/sim"}
    line = json.dumps({**here, "corps": [world.corp.as_json()]}, ensure_ascii=False)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parent = os.getppid()
    logging.basicConfig(stream=sys.stderr, format="simulator %(levelname)s %(message)s")
    chosen = options().parse_args()
    world = World(
        Seeded(chosen.seed), make_clock(chosen), retry_pause=chosen.retry_pause, echo=chosen.echo
    )
    try:
        prepare(world, chosen)
    except MistakeError as mistake:
        raise SystemExit(mistake.why) from mistake
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    server = serve(world, chosen.port)
    try:
        announce(world)
        # an orphan gets another parent; nobody would stop it any more
        while os.getppid() == parent:
            time.sleep(0.5)
    finally:
        world.stop()
        server.shutdown()


if __name__ == "__main__":
    main()
