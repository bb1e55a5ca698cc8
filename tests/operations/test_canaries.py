"""What customers write, their phones and our secrets stay out of logs, Redis and figures."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from redis import Redis

from app.demo.control import Simulated
from tests.stories.demo_process import demo

WORDS, PHONE, CONTENT = "金丝雀在唱歌多少钱", "13987654321", "金丝雀的正文"
KEY = "canary-key-0123456789"
SECRETS = """
from app.archive.models import ArchiveCursor, ArchiveKey
from app.corps.models import CorpApp
from app.db import reading
with reading() as session:
    for app in session.query(CorpApp):
        print(app.secret, app.token, app.encoding_aes_key)
    for account in session.query(ArchiveCursor):
        print(account.secret)
    for key in session.query(ArchiveKey):
        print(*key.private_key.splitlines()[1:3])
"""
POISON = """
insert into inbox_event (corp_id, fingerprint, name, fields, message, envelope, userid,
    external_userid, happened_at, state, created_at)
select corp_id, 'canary', 'CustomerSpoke', jsonb_build_object(
        'userid', userid, 'external_userid', external_userid, 'message_id', %s::text),
    jsonb_build_object('Content', %s::text), ''::bytea, userid, external_userid,
    happened_at, 'new', created_at
from inbox_event where name = 'FollowAdded' limit 1
"""


def kept_in(redis: Any) -> Iterator[bytes]:
    """Every key and every value."""
    readers: dict[bytes, Callable[[bytes], object]] = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        b"stream": redis.xrange,
        b"none": repr,  # a job that was done since the key was seen
    }
    for key in redis.scan_iter(count=1000):
        yield key + b" " + repr(readers[redis.type(key)](key)).encode()


def secrets_of(env: dict[str, str]) -> list[str]:
    """Every secret that this house keeps, opened."""
    told = subprocess.run(
        [sys.executable, "-c", SECRETS],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.split()


def kept(env: dict[str, str], statement: str) -> int:
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0


def until(claim: Callable[[], object], patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not claim():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)


@pytest.mark.timeout(180)
def test_no_canary_is_heard_outside_the_database(tmp_path: Path):
    flags = ("--speed", "20", "--port", "8890", "--customers", "3")
    secret = {"SECRET_KEY": KEY}
    with (tmp_path / "log").open("wb") as log, demo(tmp_path, *flags, env=secret, stderr=log) as it:
        env = it.environment()
        sing(env)
        poison(env)
        figures = requests.get(f"{env['PUBLIC_URL']}/metrics", timeout=9)
        redis = b"\n".join(kept_in(Redis.from_url(env["REDIS_URL"]))).decode()
        secrets = [*secrets_of(env), KEY]
        it.process.terminate()
        it.process.wait(30)
    told = (tmp_path / "log").read_text()
    assert "lianke_reactions_total" in figures.text
    assert "rq:" in redis
    assert "a bug stopped a piece of work" in told, "else the log proves little"
    assert len(secrets) > 4 and all(len(secret) >= 12 for secret in secrets)
    for place, text in {"log": told, "redis": redis, "figures": figures.text}.items():
        heard = [
            one for one in (WORDS, PHONE, CONTENT, *secrets) if one in text or quoted(one) in text
        ]
        assert heard == [], place


def quoted(words: str) -> str:
    """As Python prints bytes."""
    return repr(words.encode())[2:-1]


def sing(env: dict[str, str]) -> None:
    """A customer comes and writes the canary's words and phone; WeCom has its troubles."""
    wecom = Simulated(env["SIMULATOR_URL"])
    until(lambda: wecom.get("/codes")["codes"])
    who = {"key": "canary", "name": "小鸟"}
    wecom.post("/people/scan", {"state": "lk-demo-web", "customer": who})
    until(lambda: kept(env, "select count(*) from external_contact where name = '小鸟'"))
    wecom.post("/faults", {"api": {"externalcontact/mark_tag": {"errcode": -1, "times": 2}}})
    wecom.post("/people/say", {"customer": "canary", "text": f"{WORDS}，电话 {PHONE}"})
    until(lambda: kept(env, f"select count(*) from chat_message where text like '%{WORDS}%'"))
    until(lambda: kept(env, "select count(*) from outbox_command where state = 'done'") >= 2)


def poison(env: dict[str, str]) -> None:
    """Let reactions meet words where they expect a number: PostgreSQL's error quotes them."""
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        connection.execute(POISON, (f"{WORDS} {PHONE}", CONTENT))
    broke = f"select count(*) from inbox_reaction where error like '%{WORDS}%'"
    until(lambda: kept(env, broke))
