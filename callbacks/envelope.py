"""Opening WeCom's envelope: signature, AES, receiveid; every fault is a CallbackRejected.

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
from threading import get_ident
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from app.errors import CallbackRejected

LARGEST = 64 * 1024  # bytes of a body
BLOCK = 16
HEAD = 20  # bytes before the words: 16 random ones, then the words' length
LONGEST_PADDING = 32  # Tencent pads to 32 bytes, twice AES's block
_USUAL = b"<Encrypt><![CDATA["
_XML = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*</Encrypt>")
_JSON = re.compile(rb'"[Ee]ncrypt"\s*:\s*"([A-Za-z0-9+/=\\]+)"')
_TIMESTAMP = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class Keys:
    """What one app's callbacks are locked with."""

    corp_id: str
    token: str
    encoding_aes_key: str


class Seal(NamedTuple):
    """The query of a callback: what vouches for its envelope."""

    msg_signature: str
    timestamp: str
    nonce: str


def sealed_text(body: bytes) -> bytes:
    """The encrypted text inside a body, XML or JSON, found without parsing it."""
    _, begins, rest = body.partition(_USUAL)
    sealed, ends, _ = rest.partition(b"]]></Encrypt>")
    if begins and ends:
        return sealed
    found = _XML.search(body) or _JSON.search(body)
    if found is None:
        raise CallbackRejected(400, "no Encrypt in the body")
    return found[1].replace(b"\\", b"")


def check(seal: Seal, sealed: bytes, keys: Keys) -> None:
    """Reject what Tencent has not signed."""
    parts = [keys.token.encode(), seal.timestamp.encode(), seal.nonce.encode(), sealed]
    wanted = sha1(b"".join(sorted(parts))).hexdigest()  # noqa: S324  Tencent's choice
    if not hmac.compare_digest(wanted.encode(), seal.msg_signature.encode()):
        raise CallbackRejected(403, "the signature is wrong")


def check_moment(seal: Seal, now: datetime, skew: int) -> None:
    """Reject what was not signed within `skew` seconds of `now`."""
    if not _TIMESTAMP.fullmatch(seal.timestamp):
        raise CallbackRejected(403, "the timestamp is not ten digits")
    if abs(int(seal.timestamp) - now.timestamp()) > skew:
        raise CallbackRejected(403, "the timestamp is stale")


def unseal(sealed: bytes, keys: Keys) -> str:
    """The words inside, for this corp only."""
    try:
        plain = decrypt(binascii.a2b_base64(sealed, strict_mode=True), keys.encoding_aes_key)
        length = int.from_bytes(plain[16:HEAD])
        words = plain[HEAD : HEAD + length].decode()
    except ValueError as error:
        raise CallbackRejected(400, "the envelope does not open") from error
    padding = plain[-1]
    if not 1 <= padding <= LONGEST_PADDING or HEAD + length + padding > len(plain):
        raise CallbackRejected(400, "the envelope does not open")
    if plain[HEAD + length : -padding] != keys.corp_id.encode():
        raise CallbackRejected(403, "the envelope is for another corp")
    return words


def decrypt(sealed: bytes, encoding_aes_key: str) -> bytes:
    """AES-256-CBC without the first block, which holds random bytes that nobody reads.

    CBC chains each block to the one before. A cipher that goes on from the last message instead
    of starting anew therefore gets one block wrong, the first, and saves all of its set-up.
    """
    if not sealed or len(sealed) % BLOCK:
        raise ValueError("not a whole number of blocks")
    return _cipher(encoding_aes_key, get_ident()).update(sealed)


@lru_cache(maxsize=4096)
def _cipher(encoding_aes_key: str, _thread: int) -> CipherContext:
    """The running cipher of a key in a thread: two threads in one would tear its chain."""
    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(AES(key), CBC(key[:BLOCK])).decryptor()
