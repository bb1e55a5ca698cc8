"""Secrets at rest: a column type that stores text encrypted under the house's key."""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from app.config import settings


@cache
def _box() -> MultiFernet:
    """One lock for each comma-separated key: the first seals, all of them open."""
    keys = settings().key().split(",")
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in keys])


def opened(sealed: str) -> str:
    """What was sealed. InvalidToken when another key did it."""
    return _box().decrypt(sealed.encode()).decode()


class Sealed(TypeDecorator[str]):
    """Text that only this house can read back from the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Seal on the way in."""
        return None if value is None else _box().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Open on the way out."""
        return None if value is None else opened(value)
