"""The migrations and the models tell one story, in both directions."""

import pytest
from alembic import command
from alembic.util.exc import CommandError
from sqlalchemy import inspect, text

from app import migrate
from app.db import engine
from app.tables import METADATA


def test_every_table_belongs_to_a_corp():
    assert [name for name, table in METADATA.tables.items() if "corp_id" not in table.columns] == []


def test_uniqueness_is_per_corp_or_by_a_parent():
    from sqlalchemy import UniqueConstraint

    secrets = {"api_token", "login_link"}  # a token's hash is unique in the whole world
    for table in METADATA.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint) and table.name not in secrets:
                first = next(iter(constraint.columns))
                assert first.name == "corp_id" or first.foreign_keys, f"{table.name}: {first.name}"


def test_up_down_and_up_again(house: None):
    try:
        migrate.downgrade("base")
        assert set(inspect(engine()).get_table_names()) == {"alembic_version"}
    finally:
        migrate.upgrade()
    assert migrate.is_current()


def test_models_and_migrations_are_equal(house: None):
    try:
        command.check(migrate.config())
    except CommandError as difference:
        pytest.fail(str(difference))


def test_every_foreign_key_that_is_followed_back_has_an_index(house: None):
    unindexed = text(
        """
        select c.conrelid::regclass || '.' || a.attname
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and not exists (
            select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = a.attnum)
        """
    )
    with engine().connect() as connection:
        assert sorted(connection.scalars(unindexed)) == []
