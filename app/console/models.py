"""One-time links that log a person in."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.db import Row


class LoginLink(Row):
    """A link that logs one person in, once; only the SHA-256 of its token is kept."""

    __tablename__ = "login_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    token_hash: Mapped[str]
    userid: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
