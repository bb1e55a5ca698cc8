"""Opening WeCom's envelope: size, signature, AES, receiveid; every fault is a CallbackRejected.

The scheme is that of the official pages 90968 and 90930. wechatpy's codec does the AES (on
pycryptodome); the order of the checks is ours: nothing is parsed before the signature holds.
"""

import base64
import binascii
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from typing import Any

from wechatpy.crypto import pycrypto
from wechatpy.enterprise.crypto import PrpCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException

from app.errors import CallbackRejected

LARGEST = 64 * 1024  # bytes of a body
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
    key = base64.b64decode(keys.encoding_aes_key + "=")
    codec: Any = PrpCrypto(key)
    codec.cipher = pycrypto.WeChatCipher(key)  # pycryptodome, whatever else is installed
    try:
        return str(codec.decrypt(sealed, keys.corp_id))
    except InvalidCorpIdException as error:
        raise CallbackRejected(403, "the envelope is for another corp") from error
    except (ValueError, IndexError, struct.error, binascii.Error) as error:
        raise CallbackRejected(400, "the envelope does not open") from error
