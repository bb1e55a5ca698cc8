"""`flask sim`: the simulated WeCom by itself, with the options of `python -m bots.simulator`."""

import signal
import subprocess
import sys

import click

from app.children import die_with_parent


@click.command("sim", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def sim(options: tuple[str, ...]) -> None:
    """Run the simulated WeCom; --help shows its own options."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bots.simulator", *options],
        preexec_fn=die_with_parent,  # noqa: PLW1509  one libc call
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child by itself
    sys.exit(child.wait())
