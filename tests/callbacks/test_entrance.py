"""The web as it runs: granian, callbacks on its loop, pages in threads; killed and ended."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import requests

from app import household
from app.children import Children
from app.db import reading
from app.inbox.models import InboxEvent
from tests.bench.corp import enter_corp
from tests.bench.doors import await_answer, free_port
from tests.bench.events import distinct
from tests.bench.load import fire, spelt
from tests.bench.spent import parent_of
from tests.callbacks.sealing import AES_KEY, TOKEN, Post, encrypt, seal, sign
from tests.conftest import CORP

PATH = Post.path


class Web:
    """The web's process and its address."""

    def __init__(self, children: Children, port: int) -> None:
        self.children = children
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def pid(self) -> int:
        return self.children.pids()["web"]

    def workers(self) -> list[int]:
        folders = Path("/proc").glob("[0-9]*")
        return [int(one.name) for one in folders if parent_of(one) == self.pid]

    def post(self, post: Post) -> requests.Response:
        return requests.post(self.url + PATH, params=post.query, data=post.body, timeout=10)


@contextmanager
def running_web() -> Iterator[Web]:
    children, port = Children(), free_port()
    try:
        household.start_web(children, port)
        await_answer(port)
        yield Web(children, port)
    finally:
        children.stop(10)


@pytest.fixture(scope="module")
def running(services: None) -> Iterator[Web]:
    with running_web() as web:
        yield web


@pytest.fixture
def web(running: Web, empty_house: None) -> Web:
    enter_corp()
    return running


def fresh() -> Post:
    return distinct(1)[0]


def kept() -> int:
    with reading() as session:
        return session.query(InboxEvent).count()


def test_a_callback_is_kept_and_a_forged_one_is_not(web: Web) -> None:
    post = fresh()
    assert (web.post(post).status_code, web.post(post).text) == (200, "success")
    assert web.post(Post({**post.query, "nonce": "7"}, post.body)).status_code == 403
    assert web.post(Post(post.query, b"")).status_code == 400
    assert kept() == 1


def test_the_echo_comes_back(web: Web) -> None:
    echo, now = encrypt(b"12345", CORP, AES_KEY), str(int(time.time()))
    query = {"timestamp": now, "nonce": "n", "echostr": echo}
    query["msg_signature"] = sign(TOKEN, now, "n", echo)
    assert requests.get(web.url + PATH, params=query, timeout=5).text == "12345"
    query["nonce"] = "m"
    assert requests.get(web.url + PATH, params=query, timeout=5).status_code == 403


def test_what_is_too_long_is_refused_unread(web: Web) -> None:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    line.putrequest("POST", f"{PATH}?{urlencode(fresh().query)}")
    line.putheader("Content-Length", str(10**9))
    line.endheaders()  # and not one byte of it
    assert line.getresponse().status == 413


def test_chunks_are_read_as_far_as_a_letter_may_be_long(web: Web) -> None:
    post = fresh()
    address, half = web.url + PATH, len(post.body) // 2
    chunks = iter([post.body[:half], post.body[half:]])
    assert requests.post(address, params=post.query, data=chunks, timeout=5).status_code == 200
    endless = (b"a" * 8000 for _ in range(100))
    try:
        status = requests.post(address, params=post.query, data=endless, timeout=5).status_code
    except requests.ConnectionError:  # it may hang up on who goes on sending
        status = 413
    assert status == 413
    assert kept() == 1


@pytest.mark.parametrize("path", [f"/callbacks/{CORP}/7", f"/callbacks/{CORP}/x", "/callbacks/"])
def test_other_addresses_are_not_found(web: Web, path: str) -> None:
    assert requests.post(web.url + path, data=b"x", timeout=5).status_code == 404
    assert requests.put(web.url + PATH, timeout=5).status_code == 405


def test_a_member_is_answered(web: Web) -> None:
    now = str(int(time.time()))
    words = (
        f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>lina</FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType>text</MsgType><Content>在吗</Content>"
        "<MsgId>9</MsgId></xml>"
    )
    assert "<Encrypt>" in web.post(seal(words, timestamp=now)).text


def test_pages_are_as_under_any_server(web: Web) -> None:
    assert requests.get(f"{web.url}/healthz", timeout=5).json() == {"status": "alive"}
    assert requests.head(f"{web.url}/healthz", timeout=5).content == b""
    lost = requests.get(f"{web.url}/{quote('客户')}?q={quote('张')}", timeout=5)
    assert lost.status_code in {401, 404}
    assert lost.headers["Content-Type"].startswith("text/html")
    style = requests.get(f"{web.url}/static/console/console.css", timeout=5)
    assert (style.status_code, len(style.content)) == (200, int(style.headers["Content-Length"]))


def test_a_worker_that_is_killed_comes_back(web: Web) -> None:
    (worker,) = web.workers()
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while worker in web.workers() and time.monotonic() < deadline:
        time.sleep(0.05)
    await_answer(web.port)
    assert web.post(fresh()).status_code == 200


def test_no_worker_outlives_its_parent(services: None) -> None:
    with running_web() as web:
        (worker,) = web.workers()
        os.kill(web.pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(f"/proc/{worker}").exists()


def test_whoever_was_heard_is_answered_and_kept_when_the_web_ends(empty_house: None) -> None:
    enter_corp()
    with running_web() as web:
        posts = [spelt(post, PATH) for post in distinct(4000)]
        end = threading.Timer(0.15, os.kill, (web.pid, signal.SIGTERM))
        end.start()
        volley = fire(web.port, posts, 16, 2.0, may_hang_up=True)
        end.join()
        web.children.stop(10)
    assert volley.refused == 0
    assert volley.unanswered > 0  # it ended while more was to come
    assert 0 < len(volley.waits) == kept()
