"""Line: opening one envelope and naming the event in it, on one core."""

import itertools
import time
from collections.abc import Callable

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message

from app.clock import now
from callbacks import envelope, message, wire
from callbacks.envelope import Keys, Seal
from tests.bench.events import distinct
from tests.bench.figure import Figure, Size, medians
from tests.callbacks.sealing import AES_KEY, TOKEN, Post
from tests.conftest import CORP

KEYS = Keys(CORP, TOKEN, AES_KEY)
THEIRS = WeChatCrypto(TOKEN, AES_KEY, CORP)  # on cryptography, wechatpy's faster choice


def measure(size: Size) -> list[Figure]:
    """Both open the same envelopes."""
    posts = distinct(64)
    ours, theirs = medians(
        size.rounds,
        lambda: rate(open_ours, posts, size.seconds / 2),
        lambda: rate(open_theirs, posts, size.seconds / 2),
    )
    return [Figure("envelope", "opened and named per CPU second", "wechatpy", ours, theirs, goal=4)]


def rate(opened: Callable[[Post], None], posts: list[Post], seconds: float) -> float:
    """How many envelopes are opened in a second of CPU."""
    began = time.process_time()
    for done, post in enumerate(itertools.cycle(posts), 1):
        opened(post)
        spent = time.process_time() - began
        if spent >= seconds:
            return done / spent
    raise AssertionError("a cycle has no end")


def open_ours(post: Post) -> None:
    """As callbacks/endpoint.py does it."""
    seal = Seal(post.query["msg_signature"], post.query["timestamp"], post.query["nonce"])
    sealed = envelope.sealed_text(post.body)
    envelope.check(seal, sealed, KEYS)
    envelope.check_moment(seal, now(), 300)
    event = wire.named(message.read(envelope.unseal(sealed, KEYS)), CORP)
    assert event is not None


def open_theirs(post: Post) -> None:
    """As wechatpy's documentation does it."""
    query = post.query
    words = THEIRS.decrypt_message(
        post.body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    assert parse_message(words)._data["ChangeType"]
