"""The chat archive (会话内容存档) source: real message JSON under a cipher of our own.

Tencent's library keeps its cipher to itself, so this one only has the same shape:

- `encrypt_random_key` = base64(RSA-2048 PKCS#1 v1.5 of `random_key`), an ASCII string of 32
  letters and digits, under the public key of `publickey_ver`;
- `encrypt_chat_msg` = base64(nonce ‖ sealed): a nonce of 12 bytes, then AES-256-GCM with the
  16-byte tag at its end, no associated data, key = SHA-256 of `random_key`'s ASCII bytes,
  plaintext = the message as UTF-8 JSON.

`seq` is exclusive and counts from 1 without gaps; messages older than five days are gone.
"""

import json
import secrets
from base64 import b64encode
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bots.simulator.corp import Corp
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.seeded import ALPHANUMERIC

KEPT_FOR = 5 * 86400.0
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Kept:
    at: float
    sealed: Json


class Archive:
    def __init__(self, corp: Corp) -> None:
        self._corp = corp
        self._kept: list[Kept] = []

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, at: float, message: Json) -> None:
        """Seal a message with the key version of this moment."""
        random_key = "".join(secrets.choice(ALPHANUMERIC) for _ in range(32))
        version = self._corp.key_version
        public = self._corp.archive_key(version).public_key()
        sealed = {
            "seq": len(self._kept) + 1,
            "msgid": message["msgid"],
            "publickey_ver": version,
            "encrypt_random_key": b64encode(
                public.encrypt(random_key.encode(), PKCS1v15())
            ).decode(),
            "encrypt_chat_msg": _sealed(random_key, message),
        }
        self._kept.append(Kept(at, sealed))

    def pull(self, seq: int, limit: int, now: float) -> list[Json]:
        if not 1 <= limit <= MOST_AT_ONCE or seq < 0:
            raise RefusalError(10000, "limit is 1 to 1000 and seq not negative")
        start = bisect_left(self._kept, now - KEPT_FOR, key=lambda kept: kept.at)
        first = max(seq, start)  # what has expired is skipped: `seq` 0 is the earliest still kept
        return [kept.sealed for kept in self._kept[first : first + limit]]


def _sealed(random_key: str, message: Json) -> str:
    nonce = secrets.token_bytes(12)
    plain = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return b64encode(
        nonce + AESGCM(sha256(random_key.encode()).digest()).encrypt(nonce, plain, None)
    ).decode()
