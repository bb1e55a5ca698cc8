"""The house's key is the one under which its secrets were sealed; another is refused at the start."""

from cryptography.fernet import InvalidToken
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.db import engine
from app.sealed import opened


class WrongKey(RuntimeError):
    """This process cannot open what the database holds; the message says what to do."""


def refuse_wrong_key() -> None:
    """Raise WrongKey when a sealed secret cannot be opened here. A database that is away, or has
    no corp yet, proves nothing."""
    try:
        sealed = _sealed()
    except OperationalError:
        return
    try:
        for secret in sealed:
            opened(secret)
    except InvalidToken:
        raise WrongKey(
            "SECRET_KEY is not the key under which this database's secrets were sealed, so neither "
            "callbacks nor calls to WeCom could work. Give every host the same SECRET_KEY: the one "
            "of the host that entered the corp (or its instance/secret.key). If the key is to "
            "change, write both, the new one first: SECRET_KEY=new,old"
        ) from None


def _sealed() -> list[str]:
    """As they stand in the database."""
    with engine().connect() as connection:
        if connection.scalar(text("select to_regclass('corp_app')")) is None:
            return []
        rows = connection.scalars(
            text("select secret from corp_app union select token from corp_app")
        )
        return [str(secret) for secret in rows]
