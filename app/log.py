"""Logs are sentences with fields, on standard error; no body, phone number or secret in them."""

import logging
import sys

import structlog


def start(level: int = logging.INFO) -> None:
    """Send the standard library's logging through structlog, with what the door has bound."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso"),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for quiet in ("rq.worker", "urllib3", "alembic", "werkzeug"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    # It warns of every tick that comes while the last one still works, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
