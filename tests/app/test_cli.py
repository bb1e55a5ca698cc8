"""Entering a corp and serving it: what is printed works in WeCom's console."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from app.demo.run import free_port
from tests.callbacks.sealing import encrypt, sign

ROOT = Path(__file__).resolve().parents[2]
REAL = "ww1234567890123456"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A machine on which nothing of ours is set but where to put things."""
    ours = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CLOCK_FILE", "WECOM_API_BASE")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    port = str(free_port(8800))
    address = f"http://127.0.0.1:{port}"
    ours_here = {"INSTANCE_DIR": str(tmp_path), "PORT": port, "PUBLIC_URL": address}
    return {**clean, **ours_here, "DRAIN_FOR": "2"}


def flask(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    return told.stdout


def test_a_corp_is_entered_and_its_callback_address_verifies(env: dict[str, str]):
    printed = flask(
        env,
        *("corp", "add", "--corp-id", REAL, "--name", "真公司"),
        *("--agentid", "1000005", "--secret", "s" * 43),
    )
    url, token, key = (
        re.search(rf"{name}\s+(\S+)", printed)[1]  # type: ignore[index]
        for name in ("URL", "Token", "EncodingAESKey")
    )
    assert url == f"{env['PUBLIC_URL']}/callbacks/{REAL}/1000005"
    assert (len(token) <= 32, len(key)) == (True, 43)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    house = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        await_web(env["PUBLIC_URL"])
        answer = requests.get(url, params=asked(token, key), timeout=5)
        assert (answer.status_code, answer.text) == (200, "7654321")
        assert requests.get(f"{env['PUBLIC_URL']}/readyz", timeout=5).ok
        assert "no calls within any window" in flask(env, "quota")
        link = flask(env, "login-link", "--corp", REAL, "--userid", "boss").strip()
        entered = requests.get(link, timeout=5)  # beside the house that runs
        assert (entered.status_code, "/login" in entered.url) == (200, False)
        told = subprocess.run(
            [*command[:-1], "serve"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert (told.returncode != 0, "another house runs" in told.stderr) == (True, True)
        again = ("--corp-id", REAL, "--name", "x", "--agentid", "1", "--secret", "s")
        with pytest.raises(AssertionError, match="is here already"):
            flask(env, "corp", "add", *again)
        for _ in range(3):
            huge = requests.post(url, params=asked(token, key), data=b"a" * 5_000_000, timeout=5)
            assert huge.status_code == 413
    finally:
        house.send_signal(signal.SIGTERM)
        assert readiness(env["PUBLIC_URL"]) == 503, "not ready, while it still answers"
        assert house.wait(30) == 0


def asked(token: str, key: str) -> dict[str, str]:
    """What WeCom's console asks when the address is saved."""
    echo, now = encrypt(b"7654321", REAL, key), str(int(time.time()))
    signature = sign(token, now, "nonce", echo)
    return {"msg_signature": signature, "timestamp": now, "nonce": "nonce", "echostr": echo}


def await_web(address: str) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{address}/healthz", timeout=1).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError("the house did not open")


def readiness(address: str) -> int:
    """What /readyz answers a moment later."""
    time.sleep(0.7)
    return requests.get(f"{address}/readyz", timeout=5).status_code


def test_without_a_house_the_quota_says_that_nobody_counts(env: dict[str, str]):
    command = [sys.executable, "-m", "flask", "--app", "wsgi"]
    entry = [*command, "corp", "add", "--corp-id", REAL, "--name", "真公司"]
    keys = ["--agentid", "1000005", "--secret", "s" * 43]
    subprocess.run([*entry, *keys], cwd=ROOT, env=env, capture_output=True, check=True)
    told = subprocess.run(
        [*command, "quota"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "the house does not run" in told.stderr
