"""One token for every process: a real Valkey, a real simulated WeCom, real processes."""

import multiprocessing
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from multiprocessing.pool import Pool

import pytest
import requests
from redis import Redis

from bots.errors import WeComError
from bots.questions import GetFollowUserList
from bots.tokens import TRUSTED_FOR, RedisTokens
from bots.wecom import WeCom
from tests.town import simulated_wecom

CALLS = 1000
PATH = GetFollowUserList.path


@pytest.fixture(scope="module")
def crowd() -> Iterator[Pool]:
    """Twenty processes of their own, ready at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bots.test_one_token_for_all"])
    with context.Pool(20) as pool:
        pool.map(time.sleep, [0.05] * 20, chunksize=1)  # every one of them is there
        yield pool


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    with simulated_wecom(tmp_path_factory.mktemp("wecom"), "--seed", "5") as said:
        yield said


@pytest.fixture
def work(said, valkey, redis):
    """What a process must know to work: (Valkey's socket, the API, corpid, secret)."""
    time.sleep(TRUSTED_FOR)  # no process still trusts what it read in the test before
    corp = said["corps"][0]
    socket = str(valkey.connection_kwargs["unix_socket_path"])
    return socket, said["api_base"], corp["corpid"], corp["apps"][0]["secret"]


@cache
def client(socket: str, base: str, corpid: str, secret: str) -> WeCom:
    """This process's client."""
    store = RedisTokens(Redis(unix_socket_path=socket), lambda: datetime.now(UTC))
    now = lambda: datetime.now(UTC)  # noqa: E731
    return WeCom(corpid, secret, base_url=base, tokens=store, now=now)


def ask(work: tuple[str, str, str, str]) -> tuple[int, str]:
    """Ask once: (errcode, who asked)."""
    name = multiprocessing.current_process().name
    try:
        return client(*work).ask(GetFollowUserList())["errcode"], name
    except WeComError as error:
        return error.errcode, name


def ask_at(job):
    """Ask at a moment that all have agreed on."""
    moment, work = job
    time.sleep(max(0.0, moment - time.monotonic()))
    return ask(work)


def calls(said, path):
    """errcode → how often WeCom answered so, as WeCom itself counted."""
    truth = requests.get(f"{said['control_base']}/truth", timeout=9).json()
    return truth["api_calls"].get(path, {})


def gained(before, after):
    return {code: n - before.get(code, 0) for code, n in after.items() if n != before.get(code, 0)}


def test_twenty_processes_that_need_a_token_at_once_cause_one_gettoken(crowd, said, work):
    tokens, asked = calls(said, "gettoken"), calls(said, PATH)
    job = (time.monotonic() + 0.2, work)
    answers = crowd.map(ask_at, [job] * 20, chunksize=1)
    assert {errcode for errcode, _ in answers} == {0}
    assert len({name for _, name in answers}) == 20
    assert gained(tokens, calls(said, "gettoken")) == {"0": 1}
    assert gained(asked, calls(said, PATH)) == {"0": 20}


def test_a_token_revoked_among_a_thousand_calls_heals_with_one_refresh(crowd, said, work):
    tokens, asked = calls(said, "gettoken"), calls(said, PATH)
    answers = []
    for number, answer in enumerate(crowd.imap_unordered(ask, [work] * CALLS, chunksize=5)):
        answers.append(answer)
        if number == CALLS // 2:
            fault = {"revoke_tokens": True}
            assert requests.post(f"{said['control_base']}/faults", json=fault, timeout=9).ok
    assert [errcode for errcode, _ in answers] == [0] * CALLS
    assert gained(tokens, calls(said, "gettoken")) == {"0": 2}  # the first, and one refresh
    heard = gained(asked, calls(said, PATH))
    assert heard["0"] == CALLS
    assert 1 <= heard["40014"] <= 20  # at most one refused call for each process


def test_a_wrong_secret_in_twenty_processes_is_tried_once(crowd, said, work):
    tokens = calls(said, "gettoken")
    socket, base, corpid, _ = work
    wrong = (socket, base, corpid, "a-secret-of-nobody")
    answers = crowd.map(ask, [wrong] * 100, chunksize=1)
    assert {errcode for errcode, _ in answers} == {40001}
    assert gained(tokens, calls(said, "gettoken")) == {"40001": 1}
