"""The chat archive (会话内容存档): pull sealed messages, open them with the right private key."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bots.deadline import Lines
from bots.transport import exchange, part

NONCE = 12  # bytes before the simulator's ciphertext
SHORTEST_KEY = 8  # junk of a wrong private key may be a few bytes that look like text


class Unreadable(Exception):
    """One message that cannot be opened; its ciphertext is kept, so it can be opened later."""

    temporary: ClassVar[bool] = False


class KeyMissing(Unreadable):
    """No private key of this version is here: becomes readable when it is added."""

    def __init__(self, version: int) -> None:
        super().__init__(f"no private key of version {version}")
        self.version = version


class KeyWrong(Unreadable):
    """The private key kept under this version is not the one that WeCom sealed for."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the private key of version {version} does not fit")
        self.version = version


class Corrupt(Unreadable):
    """The message is damaged, or is not the message that its envelope names."""


class NotConfigured(Exception):
    """There is no source to pull from."""

    temporary: ClassVar[bool] = False


@dataclass(frozen=True)
class Sealed:
    """One message as WeCom hands it out, still encrypted."""

    seq: int
    msgid: str
    publickey_ver: int
    encrypt_random_key: str
    encrypt_chat_msg: str


class ArchiveSource(Protocol):
    """Where messages come from: WeCom's native library, or the simulator."""

    def pull(self, seq: int, limit: int) -> list[Sealed]:
        """At most `limit` (1 to 1000) messages after `seq`, in the order of seq."""
        ...

    def decrypt(self, random_key: str, encrypt_chat_msg: str) -> dict[str, Any]:
        """The message behind an opened random key; raises Corrupt."""
        ...


class SimulatedSource:
    """The archive of the simulated WeCom, which has a plain cipher of its own."""

    def __init__(
        self,
        control_base: str,
        corpid: str,
        secret: str,
        *,
        lines: Lines | None = None,
        timeout: tuple[float, float] = (3.0, 10.0),
    ) -> None:
        self._url = control_base.rstrip("/") + "/archive/pull"
        self._account = {"corpid": corpid, "secret": secret}
        self._lines = lines or Lines(size=2)
        self._timeout = timeout

    def pull(self, seq: int, limit: int) -> list[Sealed]:
        order = {**self._account, "seq": seq, "limit": limit}
        answer = exchange(self._lines, "POST", self._url, json=order, timeout=self._timeout)
        rows = (Sealed(**{name: row[name] for name in COLUMNS}) for row in part(answer, "chatdata"))
        return sorted(rows, key=lambda sealed: sealed.seq)

    def decrypt(self, random_key: str, encrypt_chat_msg: str) -> dict[str, Any]:
        message = deciphered(random_key, encrypt_chat_msg)
        if not isinstance(message, dict):
            raise Corrupt("the message is damaged or no JSON object")
        return message


def deciphered(random_key: str, encrypt_chat_msg: str) -> Any:
    """The JSON value behind the simulator's cipher, or None.

    The errors on the way carry the plaintext, so they end here and are nobody's context.
    """
    cipher = AESGCM(hashlib.sha256(random_key.encode("ascii")).digest())
    try:
        sealed = base64.b64decode(encrypt_chat_msg, validate=True)
        return json.loads(cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None))
    except (InvalidTag, ValueError, RecursionError):
        return None


COLUMNS = tuple(Sealed.__dataclass_fields__)


def source_for(corpid: str, secret: str, *, control_base: str | None) -> ArchiveSource:
    """The archive of a corp: today the simulated one only."""
    if control_base is None:
        raise NotConfigured(
            "only the simulated archive can be read so far: give the simulator's control "
            "address; the binding to WeCom's native library is not built yet"
        )
    return SimulatedSource(control_base, corpid, secret)


@lru_cache(maxsize=64)
def private_key(pem: str) -> RSAPrivateKey | None:
    """A loaded key, or None when it is no RSA key; loading costs more than opening a message."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPrivateKey) else None


def open_key(private_keys: Mapping[int, str], sealed: Sealed) -> str:
    """The random key of a message.

    The private key is chosen by publickey_ver alone: a wrong one gives junk without an error,
    so trying several would prove nothing.
    """
    version = sealed.publickey_ver
    if version not in private_keys:
        raise KeyMissing(version)
    key = private_key(private_keys[version])
    if key is None:
        raise KeyWrong(version)
    try:
        locked = base64.b64decode(sealed.encrypt_random_key, validate=True)
    except binascii.Error:
        raise Corrupt("encrypt_random_key is not base64") from None
    try:
        opened = key.decrypt(locked, PKCS1v15())
    except ValueError:
        raise KeyWrong(version) from None
    if len(opened) < SHORTEST_KEY or not opened.isascii():
        raise KeyWrong(version)
    return opened.decode("ascii")


def open_message(
    source: ArchiveSource, private_keys: Mapping[int, str], sealed: Sealed
) -> dict[str, Any]:
    """The message in an envelope: readable JSON that carries the envelope's own msgid."""
    message = source.decrypt(open_key(private_keys, sealed), sealed.encrypt_chat_msg)
    if message.get("msgid") != sealed.msgid:
        raise Corrupt("the msgid inside differs from the envelope's")
    return message
