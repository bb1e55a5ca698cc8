"""WeCom's callback encryption, written from the protocol alone so that no mistake is shared."""

import base64
import hashlib
import secrets
import struct

from Crypto.Cipher import AES
from Crypto.Cipher._mode_cbc import CbcMode

BLOCK = 32  # PKCS#7 to 32 bytes, not to AES's 16


def signature(token: str, timestamp: str, nonce: str, encrypt: str) -> str:
    joined = "".join(sorted([token, timestamp, nonce, encrypt]))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def seal(encoding_aes_key: str, receiveid: str, text: str, random16: bytes | None = None) -> str:
    """The `Encrypt` field: base64 of AES-256-CBC(random16 ‖ length ‖ text ‖ receiveid)."""
    message = text.encode()
    plain = random16 or secrets.token_bytes(16)
    plain += struct.pack(">I", len(message)) + message + receiveid.encode()
    pad = BLOCK - len(plain) % BLOCK
    return base64.b64encode(_cipher(encoding_aes_key).encrypt(plain + bytes([pad]) * pad)).decode()


def unseal(encoding_aes_key: str, encrypt: str) -> tuple[str, str]:
    """The message and its receiveid; what a simulated WeCom needs to read passive replies."""
    padded = _cipher(encoding_aes_key).decrypt(base64.b64decode(encrypt))
    plain = padded[16 : -padded[-1]]
    (length,) = struct.unpack(">I", plain[:4])
    return plain[4 : 4 + length].decode(), plain[4 + length :].decode()


def _cipher(encoding_aes_key: str) -> CbcMode:
    key = base64.b64decode(encoding_aes_key + "=")
    return AES.new(key, AES.MODE_CBC, iv=key[:16])
