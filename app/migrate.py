"""Bringing the database to the newest schema, and telling how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.db import engine


def config() -> Config:
    """Where the migrations are."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made


def upgrade(to: str = "head") -> None:
    """Bring the schema to `to`."""
    command.upgrade(config(), to)


def downgrade(to: str) -> None:
    """Take the schema back to `to`."""
    command.downgrade(config(), to)


def is_current() -> bool:
    """Whether the database has the newest schema."""
    with engine().connect() as connection:
        there = MigrationContext.configure(connection).get_current_revision()
    return there == ScriptDirectory.from_config(config()).get_current_head()
