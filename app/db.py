"""The database: one engine, one way to write, and the only commit."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    Identity,
    MetaData,
    Text,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app import queue
from app.clock import now
from app.config import settings

TRIED_AFTER = 0.5  # seconds of real time at rest

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it off the class
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


class Row(Base):
    """What all rows have: an id, the corp that they belong to, and when they came."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-2)
    corp_id: Mapped[str] = mapped_column(index=True, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=99)


@cache
def engine() -> Engine:
    """The engine of this process, made on first use."""
    url = settings().database_url
    if url is None:
        raise RuntimeError("DATABASE_URL is not set: start through `flask serve` or `make demo`")
    made = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=settings().web_threads,
        max_overflow=8,
        hide_parameters=True,  # an error must not quote what somebody wrote
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC -c lock_timeout=10s"},
    )
    event.listen(made, "checkin", _rested)
    event.listen(made, "checkout", _tried)
    return made


def _rested(_connection: Any, record: Any) -> None:
    record.info["rested_at"] = time.monotonic()


def _tried(connection: Any, record: Any, _fairy: Any) -> None:
    """Try a connection that has rested: PostgreSQL may have been restarted. In the thick of work
    none is tried, for it would be one more journey before each unit of work."""
    if time.monotonic() - record.info.get("rested_at", math.inf) < TRIED_AFTER:
        return
    try:
        engine().dialect.do_ping(connection)
    except engine().dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits at the end, and only then rings for the jobs that it planned.

    Opened by doors only (a reaction, a job, a page). Never wait for the network inside one.
    """
    if _writing.get():
        raise RuntimeError(
            "a transaction inside a transaction: functions below a door take `session`"
        )
    mark = _writing.set(True)
    try:
        with Session(engine(), expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        _writing.reset(mark)
    queue.ring_all(session)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only looks: whatever it changed is forgotten."""
    with Session(engine(), expire_on_commit=False) as session:
        yield session
        session.expunge_all()  # what was read stays readable after the rollback


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Only one of all processes at a time holds `what`; the others are told False, and do not wait.

    No transaction is open meanwhile: the network may be waited for.
    """
    key = func.hashtextextended(what, 0)
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_ours = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield is_ours
        finally:
            if is_ours:
                connection.execute(select(func.pg_advisory_unlock(key)))


def nobody_waits() -> None:
    """Raise when a transaction is open: called before every word on the network."""
    if _writing.get():
        raise RuntimeError("a network call inside a transaction: fetch before it, speak after it")
