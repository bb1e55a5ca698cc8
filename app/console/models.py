"""The one-time links by which a person comes in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class LoginLink(Row):
    """A link good once, until it expires; only the hash of its token is kept."""

    __tablename__ = "login_link"

    token_hash: Mapped[str] = mapped_column(unique=True)
    userid: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
