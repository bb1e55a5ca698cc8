"""WeCom's side of the envelope, written apart from ours and on another library."""

import os
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.conftest import AGENTID, CORP, MOMENT

TOKEN = "tokentokentoken"
AES_KEY = "a" * 43


@dataclass(frozen=True)
class Post:
    """A callback as it arrives."""

    query: dict[str, str]
    body: bytes

    path = f"/callbacks/{CORP}/{AGENTID}"


def seal(
    words: str | bytes,
    *,
    receiveid: str = CORP,
    key: str = AES_KEY,
    token: str = TOKEN,
    nonce: str = "n0nce",
    timestamp: str | None = None,
    as_json: bool = False,
) -> Post:
    """`words` in an envelope of their own: other random bytes and another signature each time."""
    inside = words.encode() if isinstance(words, str) else words
    encrypted = encrypt(inside, receiveid, key)
    timestamp = timestamp or str(int(MOMENT.timestamp()))
    body = (
        f'{{"tousername":"{CORP}","encrypt":"{encrypted}","agentid":{AGENTID}}}'
        if as_json
        else f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName>"
        f"<AgentID><![CDATA[{AGENTID}]]></AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    query = {
        "msg_signature": sign(token, timestamp, nonce, encrypted),
        "timestamp": timestamp,
        "nonce": nonce,
    }
    return Post(query, body.encode())


def encrypt(inside: bytes, receiveid: str, key: str) -> str:
    """AES-256-CBC of random(16) ‖ length ‖ words ‖ receiveid, padded to 32 bytes."""
    aes = b64decode(key + "=")
    plain = os.urandom(16) + struct.pack(">I", len(inside)) + inside + receiveid.encode()
    pad = 32 - len(plain) % 32
    cipher = Cipher(algorithms.AES(aes), modes.CBC(aes[:16])).encryptor()
    return b64encode(cipher.update(plain + bytes([pad]) * pad) + cipher.finalize()).decode()


def sign(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """SHA-1 over the sorted four."""
    return sha1("".join(sorted([token, timestamp, nonce, encrypted])).encode()).hexdigest()


def event(change: str = "add_external_contact", **more: str) -> str:
    """A customer event as WeCom writes it."""
    fields = {
        "ToUserName": CORP,
        "FromUserName": "sys",
        "CreateTime": str(int(MOMENT.timestamp())),
        "MsgType": "event",
        "Event": "change_external_contact",
        "ChangeType": change,
        "UserID": "wangguwen",
        "ExternalUserID": "wmAAA",
        **more,
    }
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>"
