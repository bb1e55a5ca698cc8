"""Line: opening one envelope and naming the event in it, on one core."""

import itertools
import time
from collections.abc import Callable
from typing import Any

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message

from app.clock import now
from callbacks import envelope, message, wire
from callbacks.envelope import Keys, Seal
from tests.bench.events import distinct
from tests.bench.figure import Figure, Size, medians
from tests.bench.natives import floor_rate, node_rate
from tests.callbacks.sealing import AES_KEY, TOKEN, Post
from tests.conftest import CORP

OPENED = "verified, opened, parsed per CPU second"
KEYS = Keys(CORP, TOKEN, AES_KEY)
THEIRS = WeChatCrypto(TOKEN, AES_KEY, CORP)  # on cryptography, wechatpy's faster choice


def measure(size: Size) -> list[Figure]:
    """All open the same envelopes, in turns."""
    posts, seconds = distinct(64), size.seconds / 2
    ours, named, theirs, node, floor = medians(
        size.rounds,
        lambda: rate(open_ours, posts, seconds),
        lambda: rate(name_ours, posts, seconds),
        lambda: rate(open_theirs, posts, seconds),
        lambda: node_rate(posts, seconds),
        lambda: floor_rate(posts, seconds),
    )
    figures = [
        Figure("envelope", OPENED, "wechatpy", ours, theirs, goal=4),
        Figure("envelope", OPENED, "@wecom/crypto + fast-xml-parser", ours, node, goal=2),
        Figure("envelope", OPENED, "C: OpenSSL + expat", ours, floor),
        Figure("envelope", "the same, and named", "wechatpy", named, theirs),
    ]
    return [figure for figure in figures if figure.peer]


def rate(opened: Callable[[Post], object], posts: list[Post], seconds: float) -> float:
    """How many envelopes are opened in a second of CPU."""
    began = time.process_time()
    for done, post in enumerate(itertools.cycle(posts), 1):
        opened(post)
        spent = time.process_time() - began
        if spent >= seconds:
            return done / spent
    raise AssertionError("a cycle has no end")


def open_ours(post: Post) -> dict[str, Any]:
    """As callbacks/door.py does it."""
    query = post.query
    seal = Seal(query["msg_signature"], query["timestamp"], query["nonce"])
    sealed = envelope.sealed_text(post.body)
    envelope.check(seal, sealed, KEYS)
    envelope.check_moment(seal, now(), 300)
    return message.read(envelope.unseal(sealed, KEYS))


def name_ours(post: Post) -> None:
    """And as callbacks/entry.py goes on."""
    assert wire.named(open_ours(post), CORP) is not None


def open_theirs(post: Post) -> None:
    """As wechatpy's documentation does it."""
    query = post.query
    words = THEIRS.decrypt_message(
        post.body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    assert parse_message(words)._data["ChangeType"]
