"""Addresses that strangers choose: what may be fetched, and what may not."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bots import egress
from bots.egress import Bounds, EgressRefused, check, fetch

HERE = Bounds(loopback=True)


class Pages(BaseHTTPRequestHandler):
    """A page, a redirect to it, one that goes round, one without end, one that drips."""

    def do_GET(self):
        getattr(self, self.path.strip("/").split("?")[0])()

    def page(self):
        self.answer(200, {"Content-Type": "text/html; charset=utf-8", "Content-Length": "5"})
        self.wfile.write(b"hello")

    def moved(self):
        self.answer(302, {"Location": "/page", "Content-Length": "0"})

    def round(self):
        self.answer(302, {"Location": "/round", "Content-Length": "0"})

    def inside(self):
        self.answer(302, {"Location": "http://10.0.0.1/", "Content-Length": "0"})

    def other(self):
        self.answer(302, {"Location": "file:///etc/passwd", "Content-Length": "0"})

    def endless(self):
        self.answer(200, {})
        while True:
            self.wfile.write(bytes(65536))

    def drip(self):
        self.answer(200, {})
        for _ in range(100):
            self.wfile.write(b".")
            time.sleep(0.05)

    def gone(self):
        self.answer(404, {"Content-Length": "0"})

    def answer(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    with running() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    monkey = pytest.MonkeyPatch()
    monkey.setattr(server, "handle_error", lambda *_: None)  # whoever is left midway complains
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()


def test_a_page_is_fetched_with_its_kind(site):
    found = fetch(f"{site}/page", HERE)
    assert (found.content, found.content_type) == (b"hello", "text/html")


def test_a_redirect_is_followed_and_its_end_is_told(site):
    assert fetch(f"{site}/moved", HERE).url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("round", "more than 3 redirects"),
        ("inside", "private network"),
        ("other", "only https"),
        ("endless", "larger than"),
        ("gone", "HTTP 404"),
    ],
)
def test_what_may_not_be_taken_is_refused_with_its_reason(site, path, why):
    with pytest.raises(EgressRefused, match=why):
        fetch(f"{site}/{path}", HERE)


def test_a_dripping_answer_is_left_in_time(site):
    began = time.monotonic()
    with pytest.raises(EgressRefused, match="slower than"):
        fetch(f"{site}/drip", Bounds(loopback=True, seconds=0.2))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://",
        "https:///path",
        "https://user:word@example.com/",
        "https://example.com:8443/",
        "https://example.com:99999/",
        "https://[::1",
        "//example.com/",
        "",
    ],
)
def test_addresses_of_the_wrong_form_are_refused_before_anything_is_resolved(url, monkeypatch):
    monkeypatch.setattr(egress, "_visit", lambda *_: pytest.fail("it was visited"))
    with pytest.raises(EgressRefused):
        fetch(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.9.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "[fd00::1]",
        "[2002:7f00:1::]",
    ],
)
def test_addresses_of_our_own_network_are_refused_however_they_are_spelt(host):
    with pytest.raises(EgressRefused, match="private network"):
        fetch(f"https://{host}/")


def test_a_public_name_passes_by_its_looks():
    check("https://example.com/picture.png?a=1")
