"""Tokens by which programs come in, and the answers that they were given."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class ApiToken(Row):
    """A program's way in; only the SHA-256 of the token is kept, and its last four characters.

    `last_used_at` is exact to a minute.
    """

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    name: Mapped[str]
    token_hash: Mapped[str]
    ending: Mapped[str]
    may_write: Mapped[bool]
    made_by: Mapped[str]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class IdempotentAnswer(Row):
    """The first answer to a write with an Idempotency-Key; `status` is None while it is made.

    `fingerprint` is the SHA-256 of method, path and body. `lease_until` is machine time.
    """

    __tablename__ = "idempotent_answer"
    __table_args__ = (
        UniqueConstraint("token_id", "key"),
        Index("ix_idempotent_answer_created_at", "created_at"),
    )

    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key: Mapped[str]
    fingerprint: Mapped[str]
    lease_until: Mapped[datetime]
    status: Mapped[int | None]
    body: Mapped[str | None]
