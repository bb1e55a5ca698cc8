"""The cipher of the simulated archive: the real one's shape, since Tencent's library hides its own.

- `encrypt_random_key` = base64(RSA-2048 PKCS#1 v1.5 of `random_key`), an ASCII string of 32
  letters and digits, under the public key of `publickey_ver`;
- `encrypt_chat_msg` = base64(nonce ‖ sealed): a nonce of 12 bytes, then AES-256-GCM with the
  16-byte tag at its end, no associated data, key = SHA-256 of `random_key`'s ASCII bytes,
  plaintext = the message as UTF-8 JSON.
"""

import json
import secrets
from base64 import b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bots.simulator.models import Json
from bots.simulator.seeded import ALPHANUMERIC


def sealed(public: RSAPublicKey, message: Json) -> Json:
    """encrypt_random_key and encrypt_chat_msg of a message, new at every call."""
    random_key = "".join(secrets.choice(ALPHANUMERIC) for _ in range(32))
    locked = public.encrypt(random_key.encode(), PKCS1v15())
    return {
        "encrypt_random_key": b64encode(locked).decode(),
        "encrypt_chat_msg": _enciphered(random_key, message),
    }


def _enciphered(random_key: str, message: Json) -> str:
    nonce = secrets.token_bytes(12)
    plain = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    cipher = AESGCM(sha256(random_key.encode()).digest())
    return b64encode(nonce + cipher.encrypt(nonce, plain, None)).decode()
