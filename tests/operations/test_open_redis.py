"""A Redis that strangers could write into is refused with the way out, before any work."""

import os
import subprocess
import sys

import pytest

from app.queue import OpenRedis, refuse_open


@pytest.mark.parametrize(
    "url",
    [
        "unix:///run/valkey.sock",
        "redis://localhost:6379/0",
        "redis://127.0.0.1:6379",
        "redis://[::1]:6379",
        "redis://:secret@10.0.0.5:6379/0",
        "rediss://lianke:secret@redis.example.com",
        "rediss://10.0.0.5/0?ssl_certfile=/etc/lianke/client.pem",
    ],
)
def test_what_only_we_can_reach_is_taken(url: str):
    refuse_open(url, allowed=False)


@pytest.mark.parametrize(
    "url", ["redis://10.0.0.5:6379", "redis://redis/0", "rediss://user@redis.example.com"]
)
def test_what_anybody_can_reach_is_refused_unless_it_is_allowed(url: str):
    with pytest.raises(OpenRedis, match="ALLOW_OPEN_REDIS=true"):
        refuse_open(url, allowed=False)
    refuse_open(url, allowed=True)


@pytest.mark.parametrize("words", [("jobs.worker", "bulk"), ("jobs.ticker",), ("wsgi",)])
def test_no_part_of_the_house_starts_with_one(words: tuple[str, ...]):
    there = {**os.environ, "REDIS_URL": "redis://10.255.255.1:6379", "SECRET_KEY": "x"}
    told = subprocess.run(
        [sys.executable, "-m", *words], env=there, capture_output=True, text=True, check=False
    )
    assert told.returncode != 0
    assert "10.255.255.1 without a password" in told.stderr
