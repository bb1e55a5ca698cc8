"""Opening WeCom's envelope: size, signature, AES, receiveid; every fault is a CallbackRejected.

The scheme is that of the official pages 90968 and 90930. Nothing is parsed before the signature
holds, so that a stranger's bytes cost next to nothing.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha1

from Crypto.Cipher import AES
from Crypto.Cipher._mode_ecb import EcbMode

from app.errors import CallbackRejected

LARGEST = 64 * 1024  # bytes of a body
BLOCK = 16
HEAD = 20  # bytes before the words: 16 random ones, then the words' length
LONGEST_PADDING = 32  # Tencent pads to 32 bytes, twice AES's block
_XML = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*</Encrypt>")
_JSON = re.compile(rb'"[Ee]ncrypt"\s*:\s*"((?:[A-Za-z0-9+=]|\\?/)+)"')
_TIMESTAMP = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class Keys:
    """What one app's callbacks are locked with."""

    corp_id: str
    token: str
    encoding_aes_key: str


@dataclass(frozen=True)
class Seal:
    """The query of a callback: what vouches for its envelope."""

    msg_signature: str
    timestamp: str
    nonce: str


def sealed_text(body: bytes) -> str:
    """The encrypted text inside a body, XML or JSON, found without parsing it."""
    found = _XML.search(body) or _JSON.search(body)
    if found is None:
        raise CallbackRejected(400, "no Encrypt in the body")
    return found[1].replace(b"\\", b"").decode("ascii")


def check(seal: Seal, sealed: str, keys: Keys, now: datetime, skew: int) -> None:
    """Reject what Tencent has not signed, or not signed within `skew` seconds of `now`."""
    parts = sorted([keys.token, seal.timestamp, seal.nonce, sealed])
    wanted = sha1("".join(parts).encode()).hexdigest()  # noqa: S324  Tencent's choice
    if not hmac.compare_digest(wanted.encode(), seal.msg_signature.encode()):
        raise CallbackRejected(403, "the signature is wrong")
    if not _TIMESTAMP.fullmatch(seal.timestamp):
        raise CallbackRejected(403, "the timestamp is not ten digits")
    if abs(int(seal.timestamp) - now.timestamp()) > skew:
        raise CallbackRejected(403, "the timestamp is stale")


def unseal(sealed: str, keys: Keys) -> str:
    """The words inside, for this corp only."""
    try:
        plain = decrypt(base64.b64decode(sealed, validate=True), keys.encoding_aes_key)
        length = int.from_bytes(plain[16:HEAD])
        words = plain[HEAD : HEAD + length].decode()
    except (ValueError, binascii.Error) as error:
        raise CallbackRejected(400, "the envelope does not open") from error
    padding = plain[-1]
    if not 1 <= padding <= LONGEST_PADDING or HEAD + length + padding > len(plain):
        raise CallbackRejected(400, "the envelope does not open")
    if plain[HEAD + length : -padding] != keys.corp_id.encode():
        raise CallbackRejected(403, "the envelope is for another corp")
    return words


def decrypt(sealed: bytes, encoding_aes_key: str) -> bytes:
    """AES-256-CBC, with one cipher a key that all threads share.

    A CBC cipher remembers its last block, so each message would need a new one with all its round
    keys. An ECB cipher remembers nothing; the chaining is one exclusive-or over the whole message.
    """
    if not sealed or len(sealed) % BLOCK:
        raise ValueError("not a whole number of blocks")
    key, cipher = _cipher(encoding_aes_key)
    chain = int.from_bytes(key[:BLOCK] + sealed[:-BLOCK])
    return (int.from_bytes(cipher.decrypt(sealed)) ^ chain).to_bytes(len(sealed))


@lru_cache(maxsize=256)
def _cipher(encoding_aes_key: str) -> tuple[bytes, EcbMode]:
    key = base64.b64decode(encoding_aes_key + "=")
    return key, AES.new(key, AES.MODE_ECB)
