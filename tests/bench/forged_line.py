"""Line: what a body costs that nobody has signed, from the WSGI call to the refusal."""

import time
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.clock import now
from callbacks.envelope import LARGEST
from tests.bench import peers
from tests.bench.corp import enter_corp
from tests.bench.figure import Figure, Size, medians
from tests.callbacks.sealing import Post

MEGABYTE = 1024 * 1024
MOST_MS = 1.0  # that a body which nobody has signed may cost
REFUSED = (400, 403, 413)


def measure(size: Size) -> list[Figure]:
    """CPU milliseconds of a refusal; both doors are called as a server would call them."""
    from wsgi import app as ours

    enter_corp()
    bodies = {
        "1 MiB of small elements": many_elements(MEGABYTE),
        "64 KiB of small elements": many_elements(LARGEST),
        "64 KiB of one long Encrypt": one_long_text(LARGEST),
    }
    figures = []
    for name, body in bodies.items():
        mine, theirs = medians(
            size.rounds,
            partial(cost, ours, Post.path, body, 20 * size.rounds),
            partial(cost, peers.app, "/plain", body, size.rounds),
        )
        figures += beside_both(f"{name}, CPU ms", mine, theirs)
    return figures


def beside_both(what: str, mine: float, theirs: float) -> list[Figure]:
    """Our cost beside the peer's and beside what a stranger may cost us."""
    limit = f"the limit of {MOST_MS:g} ms"
    return [
        Figure("forged", what, "Flask + wechatpy", mine, theirs, more_is_better=False),
        Figure("forged", what, limit, mine, MOST_MS, more_is_better=False, goal=1),
    ]


def many_elements(length: int) -> bytes:
    """What costs an XML parser most: as many elements as fit."""
    head, tail = b"<xml>", b"<Encrypt>AAAA</Encrypt></xml>"
    one = b"<a>1</a>"
    body = head + one * ((length - len(head) - len(tail)) // len(one)) + tail
    return body.ljust(length)


def one_long_text(length: int) -> bytes:
    """What costs a signature check most: all of it is to be hashed."""
    head, tail = b"<xml><Encrypt>", b"</Encrypt></xml>"
    return head + b"A" * (length - len(head) - len(tail)) + tail


def cost(app: Flask, path: str, body: bytes, times: int) -> float:
    """CPU milliseconds for each refusal."""
    asked = [environ(path, body) for _ in range(times + 1)]
    run_wsgi_app(app, asked.pop(), buffered=True)  # the first one pays for what is cached
    began = time.process_time()
    statuses = [run_wsgi_app(app, one, buffered=True)[1] for one in asked]
    spent = time.process_time() - began
    assert all(int(status.split()[0]) in REFUSED for status in statuses), statuses
    return spent * 1000 / times


def environ(path: str, body: bytes) -> dict[str, Any]:
    query = {
        "msg_signature": "0" * 40,
        "timestamp": str(int(now().timestamp())),
        "nonce": "n",
    }
    builder = EnvironBuilder(
        path=path, query_string=urlencode(query), method="POST", data=body, content_type="text/xml"
    )
    return builder.get_environ()
