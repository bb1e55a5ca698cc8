"""How alembic finds our tables and our database."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text

from app.db import engine
from app.sealed import Sealed
from app.tables import METADATA


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Sealed text is text to the database."""
    return "sa.Text()" if kind == "type" and isinstance(thing, Sealed) else False


def run() -> None:
    """Bring the database along, one process at a time, never waiting long for a lock."""
    with engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            compare_server_default=True,
            render_item=render,
            transaction_per_migration=True,
        )
        connection.execute(text("select pg_advisory_lock(6011)"))
        connection.commit()
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text("select pg_advisory_unlock(6011)"))
        connection.commit()


run()
