"""Callbacks that nobody should send, made by seed: each a request to the door."""

import json
import string
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from callbacks.wire import MESSAGES, SPELT, WIRE, WRAPPED
from tests.callbacks.sealing import AES_KEY, TOKEN, encrypt, event, seal, sign
from tests.conftest import AGENTID, CORP, MOMENT

NOW = str(int(MOMENT.timestamp()))
PATH = f"/callbacks/{CORP}/{AGENTID}"
ODD = [
    *("", " ", "0", "-1", "1e999", "9" * 40, "NaN", "null", "true", "\u0000", "\ud7ff", "\uffff"),
    *("]]>", "<![CDATA[", "&amp;", "&a;", "<a>", "</xml>", "<!--", "<?xml?>", "\r\n", "名", "👩‍👧"),
    *("a" * 300, "a,b,,c", "%00", "\\u0000", "../../etc", "'; drop table", "{{7*7}}"),
]
NAMES = [*SPELT.values(), *WRAPPED, "Event", "ChangeType", "CreateTime", "MsgType", "FromUserName"]
JUNK = ["a", "1a", "a:b", "名", "xml", "a b", "", "a\u0000", "_", "a" * 200]
PAIRS = [*WIRE, ("", ""), ("odd", "odder")]
TYPES = ["event"] * 40 + [*MESSAGES, ""]


@dataclass
class Mutant:
    """A request."""

    body: bytes
    query: str = ""
    path: str = PATH
    method: str = "POST"
    length: str | None = None  # what Content-Length says; none: the truth


def mutant(random: Random) -> Mutant:
    """One of them; the costly ones seldom."""
    return deep(random) if random.random() < 0.002 else random.choice(KINDS)(random)


def damaged_bytes(random: Random) -> Mutant:
    """A good callback, some bytes of whose body are others."""
    post = good()
    return Mutant(scratched(random, post.body), post.query)


def damaged_query(random: Random) -> Mutant:
    """A good callback with an odd query."""
    post = good()
    pairs = [pair.split("=") for pair in post.query.split("&")]
    for _ in range(random.randint(1, 3)):
        where = random.choice(pairs)
        where[random.randrange(2)] = quote(random.choice([*ODD, *JUNK, "nonce", NOW]), safe="&=%+")
    random.shuffle(pairs)
    return Mutant(post.body, "&".join("=".join(pair) for pair in pairs))


def damaged_frame(random: Random) -> Mutant:
    """A good callback in an odd request."""
    post = good()
    post.method = random.choice(["GET", "PUT", "HEAD", "DELETE", "POST", "odd"])
    odd = f"/callbacks/{quote(random.choice(ODD))}/{random.choice(['7', '-1', 'x', '9' * 12, ''])}"
    post.path = random.choice([PATH, PATH, PATH + "/", "/callbacks/", odd])
    post.length = random.choice([None, None, "0", "7", "-1", "x", "1e3", "9" * 14, "٣"])
    return post


def signed_noise(random: Random) -> Mutant:
    """Signed as WeCom would, around what does not open."""
    noise = random.randbytes(random.choice([0, 1, 15, 16, 17, 32, 64, 160, 3000]))
    text = b64encode(noise).decode()
    form = random.choice(
        [text, text[:-1], text + "=", "=" + text, text.replace("A", "\\/"), "===="]
    )
    return signed(form, as_json=random.random() < 0.3)


def signed_damage(random: Random) -> Mutant:
    """Signed, and opens to something whose length, padding or receiver is wrong."""
    whole = bytearray(words_of_some_event(random))
    receiver = random.choice([CORP, CORP, "", "ww", CORP + "x", "名", "\u0000" * 40])
    sealed = encrypt(bytes(scratched(random, bytes(whole))), receiver, AES_KEY)
    return signed(sealed[: random.choice([len(sealed), len(sealed), 64, 44])], as_json=False)


def odd_event(random: Random) -> Mutant:
    """An authentic event with odd fields."""
    return signed(encrypt(words_of_some_event(random), CORP, AES_KEY), random.random() < 0.2)


def odd_xml(random: Random) -> Mutant:
    """Authentic words that look like XML."""
    inner = "".join(element(random, 3) for _ in range(random.randint(0, 6)))
    frame = random.choice(
        ["<xml>{}</xml>"] * 6 + ["{}", "<xml>{}", "<a>{}</a>", " <xml>{}</xml>\n"]
    )
    return signed(encrypt(frame.format(inner).encode("utf-8", "replace"), CORP, AES_KEY))


def odd_json(random: Random) -> Mutant:
    """Authentic words that look like JSON."""
    words = json.dumps(tree(random, 4), ensure_ascii=random.random() < 0.5)
    sealed = encrypt(scratched(random, words.encode("utf-8", "replace"), 0.3), CORP, AES_KEY)
    return signed(sealed, as_json=True)


def deep(random: Random) -> Mutant:
    """Authentic words nested beyond measure, or as long as they may be."""
    depth = random.choice([50, 500, 5000])
    words = random.choice(
        [
            "<xml>" + "<a>" * depth + "</a>" * depth + "</xml>",
            "[" * depth + "]" * depth,
            '{"a":' * depth + "1" + "}" * depth,
            "<xml>" + "<a>1</a>" * depth + "</xml>",
            event(State="长" * depth),
        ]
    )
    return signed(encrypt(words.encode(), CORP, AES_KEY))


KINDS: tuple[Callable[[Random], Mutant], ...] = (
    *(damaged_bytes, damaged_query, damaged_frame, signed_noise, signed_damage),
    *(odd_event,) * 4,
    *(odd_xml,) * 4,
    *(odd_json,) * 3,
)
ALPHABET = string.ascii_letters + string.digits + "<>&/[]!\"'{}=,:\\ \n\u0000é名"


def good() -> Mutant:
    post = seal(event(), timestamp=NOW)
    return Mutant(post.body, urlencode(post.query))


def signed(sealed: str, as_json: bool = False) -> Mutant:
    """Around any text, as WeCom would sign it."""
    query = {"msg_signature": sign(TOKEN, NOW, "n", sealed), "timestamp": NOW, "nonce": "n"}
    body = f'{{"encrypt":"{sealed}"}}' if as_json else f"<xml><Encrypt>{sealed}</Encrypt></xml>"
    return Mutant(body.encode(), urlencode(query))


def scratched(random: Random, whole: bytes, chance: float = 1.0) -> bytes:
    """With some bytes changed, cut out or put in."""
    if random.random() > chance:
        return whole
    at = random.randrange(len(whole) + 1)
    put = random.randbytes(random.choice([0, 1, 1, 4, 20]))
    return whole[:at] + put + whole[at + random.choice([0, 1, 1, 8, 400]) :]


def words_of_some_event(random: Random) -> bytes:
    name, change = random.choice(PAIRS)
    fields = {"FromUserName": "sys", "CreateTime": NOW, "MsgType": random.choice(TYPES)}
    fields |= {"Event": name, "ChangeType": change, "UserID": "lina", "ExternalUserID": "wm1"}
    for _ in range(random.randint(0, 4)):
        fields[random.choice(NAMES)] = text(random)
    inner = "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in fields.items())
    return f"<xml>{inner}</xml>".encode("utf-8", "replace")


def element(random: Random, depth: int) -> str:
    name = random.choice(NAMES if random.random() < 0.8 else JUNK)
    inside = text(random)
    if depth and random.random() < 0.3:
        inside = "".join(element(random, depth - 1) for _ in range(random.randint(1, 3)))
    forms = ["<{0}>{1}</{0}>"] * 5 + ["<{0}><![CDATA[{1}]]></{0}>"] * 5
    return random.choice([*forms, "<{0}/>", "{1}", "<{0} k='v'>{1}</{0}>"]).format(name, inside)


def tree(random: Random, depth: int) -> Any:
    if depth and random.random() < 0.6:
        keys = random.choices(NAMES + JUNK + ["Event", "CreateTime"] * 20, k=random.randint(0, 6))
        return {key: tree(random, depth - 1) for key in keys}
    if depth and random.random() < 0.3:
        return [tree(random, depth - 1) for _ in range(random.randint(0, 4))]
    return random.choice([text(random), random.randint(-(10**20), 10**20), 1e308, None, True, 0.1])


def text(random: Random) -> str:
    if random.random() < 0.6:
        return random.choice([*ODD, NOW, "event", "text"])
    return "".join(random.choices(ALPHABET, k=random.randint(0, 30)))
