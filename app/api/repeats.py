"""A write with an Idempotency-Key happens once: whoever repeats it is told the first answer."""

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.api.models import IdempotentAnswer
from app.clock import now
from app.corps.models import Corp
from app.db import reading, transaction

KEY = re.compile(r"[\x21-\x7e]{1,200}")
LEASE = timedelta(seconds=60)  # machine time: whoever works longer has died
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """An answer that was given before."""

    status: int
    body: str


class Differs(Exception):
    """The key stands for another write already."""


class UnderWay(Exception):
    """The first one with this key is still being answered."""


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two writes the same."""
    return sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def begin(session: Session, corp_id: str, token_id: int, key: str, print_: str) -> Told | None:
    """Take the key, or learn what was answered. Raises Differs and UnderWay."""
    until = func.clock_timestamp() + LEASE
    values = {"corp_id": corp_id, "token_id": token_id, "key": key, "fingerprint": print_}
    fresh = insert(IdempotentAnswer).values(**values, lease_until=until).on_conflict_do_nothing()
    if session.scalar(fresh.returning(IdempotentAnswer.id)):
        return None
    row = session.scalars(select(IdempotentAnswer).where(*_mine(token_id, key))).one_or_none()
    if row is None:  # the first one failed just now and gave the key back
        raise UnderWay
    if row.fingerprint != print_:
        raise Differs
    if row.status is not None:
        return Told(row.status, row.body or "")
    taken_over = (
        update(IdempotentAnswer)
        .where(*_mine(token_id, key), IdempotentAnswer.status.is_(None))
        .where(IdempotentAnswer.lease_until < func.clock_timestamp())
        .values(lease_until=until)
        .returning(IdempotentAnswer.id)
    )
    if session.scalar(taken_over) is None:
        raise UnderWay
    return None


def end(session: Session, token_id: int, key: str, status: int, body: str) -> None:
    """Keep the answer."""
    values = {"status": status, "body": body}
    session.execute(update(IdempotentAnswer).where(*_mine(token_id, key)).values(values))


def forget(session: Session, token_id: int, key: str) -> None:
    """Nothing came of it: the same key may be tried again."""
    session.execute(delete(IdempotentAnswer).where(*_mine(token_id, key)))


def forget_old(corp_row_id: int) -> int:
    """Answers that nobody will ask for again. Returns how many."""
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
    with transaction() as session:
        gone = session.scalars(
            delete(IdempotentAnswer)
            .where(
                IdempotentAnswer.corp_id == corp_id,
                IdempotentAnswer.created_at < now() - KEPT_FOR,
                or_(
                    IdempotentAnswer.status.is_not(None),
                    IdempotentAnswer.lease_until < func.clock_timestamp(),
                ),
            )
            .returning(IdempotentAnswer.id)
        ).all()
    return len(gone)


def _mine(token_id: int, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return IdempotentAnswer.token_id == token_id, IdempotentAnswer.key == key
