"""Logs are sentences with fields, on standard error; no body, phone number or secret in them.

An error is told by its kind and its place, never by its words: they may quote a customer. The
words are kept in the row that stopped, where a person with a login finds them.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.contextvars import bound_contextvars as bound

__all__ = ["bound", "start", "stop"]

ROOT = Path(__file__).resolve().parents[1]
DEEPEST = 6  # places of an error that are told: the innermost, and those of our own
CALLED = r"(?i)(\w*(?:token|secret|password)|\b(?:welcome_)?code)"
MASKS = (
    (re.compile(r"(?<![\dA-Za-z])(?:\+?86)?(1[3-9])\d{9}(?!\d)"), r"\1*********"),
    (re.compile(CALLED + r"([\"']?\s*[=:]\s*[\"']?)[^&\s\"',}]+"), r"\1\2***"),
    (re.compile(r"(/login/)[\w-]+"), r"\1***"),
    (re.compile(r"(://[^:/@\s]*:)[^@/\s]+(?=@)"), r"\1***"),
)


class ToStderr(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.stream = sys.stderr
        super().emit(record)


def start(level: int = logging.INFO, part: str = "") -> None:
    """Send the standard library's logging through structlog, with what was bound.

    `part` is which process of the house speaks.
    """
    stop()
    root, handler = logging.getLogger(), ToStderr()
    handler.setFormatter(formatter(part))
    root.addHandler(handler)
    root.setLevel(level)
    for quiet in ("rq.worker", "alembic", "werkzeug"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    # urllib3 tells of every repetition with the whole address; APScheduler of every tick that
    # comes while the last one still works, which is as it should be.
    for silent in ("urllib3", "apscheduler"):
        logging.getLogger(silent).setLevel(logging.ERROR)


def stop() -> None:
    """Write no more lines."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, ToStderr)]:
        root.removeHandler(handler)


def formatter(part: str) -> logging.Formatter:
    """How a record becomes a line."""

    def say_part(_logger: Any, _name: str, told: MutableMapping[str, Any]) -> Any:
        return {**told, "part": part} if part else told

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            say_part,
            tell_error,
            mask,
            structlog.processors.KeyValueRenderer(
                key_order=["timestamp", "level", "part", "event"], drop_missing=True
            ),
        ],
    )


def tell_error(_logger: Any, _name: str, told: MutableMapping[str, Any]) -> Any:
    """The kind of an error and of what caused it, with its places instead of its words."""
    caught = told.pop("exc_info", None)
    told.pop("stack_info", None)
    error = caught[1] if isinstance(caught, tuple) else None
    if error is None:
        return told
    cause = error.__cause__ or error.__context__
    about = {"error": type(error).__name__, "cause": cause and type(cause).__name__}
    about["errcode"] = getattr(error, "errcode", None)
    about["sqlstate"] = getattr(getattr(error, "orig", None), "sqlstate", None)
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    places = [place(frame) for frame in frames if frame is frames[0] or is_ours(frame)]
    told_of = {name: value for name, value in about.items() if value is not None}
    return {**told, **told_of, "at": " < ".join(places[:DEEPEST])}


def is_ours(frame: traceback.FrameSummary) -> bool:
    """Whether it is the house's own code."""
    path = Path(frame.filename)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


def place(frame: traceback.FrameSummary) -> str:
    """file:line, from the house's own folder on."""
    path = Path(frame.filename)
    here = path.relative_to(ROOT) if is_ours(frame) else Path(path.parent.name, path.name)
    return f"{here}:{frame.lineno}"


def mask(_logger: Any, _name: str, told: MutableMapping[str, Any]) -> Any:
    """What looks like a phone number, a secret or a login link is not told."""
    return {name: masked(value) for name, value in told.items()}


def masked(value: Any) -> Any:
    """A value of a line; anything but numbers is told as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    for looks, instead in MASKS:
        text = looks.sub(instead, text)
    return text
