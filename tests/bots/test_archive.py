"""Sealed messages: pulled in order, opened by the right key, never believed blindly."""

import base64
import hashlib
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from bots.archive import (
    Corrupt,
    KeyMissing,
    KeyWrong,
    NotConfigured,
    Sealed,
    SimulatedSource,
    open_key,
    open_message,
    source_for,
)
from bots.errors import Forbidden, Unavailable
from tests.bots.loopback import raw

RANDOM_KEY = "canary-random-key-of-one-message"
MESSAGE = {"msgid": "m1_external", "action": "send", "text": {"content": "你好"}}


@pytest.fixture(scope="module")
def pairs():
    return [rsa.generate_private_key(65537, 2048) for _ in range(2)]


def pem(key, form=PrivateFormat.TraditionalOpenSSL):
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def locked(text, key):
    return base64.b64encode(key.public_key().encrypt(text, PKCS1v15())).decode()


def ciphered(content, random_key=RANDOM_KEY):
    nonce = os.urandom(12)
    cipher = AESGCM(hashlib.sha256(random_key.encode()).digest())
    return base64.b64encode(nonce + cipher.encrypt(nonce, content, None)).decode()


def sealed(key, version=1, message=MESSAGE, msgid="m1_external"):
    content = json.dumps(message, ensure_ascii=False).encode()
    return Sealed(7, msgid, version, locked(RANDOM_KEY.encode(), key), ciphered(content))


@pytest.fixture
def source(loopback):
    return SimulatedSource(loopback.url, "ww1", "s1", timeout=(1.0, 1.0))


def test_messages_are_pulled_in_the_order_of_seq(source, loopback):
    rows = [
        {
            "seq": seq,
            "msgid": f"m{seq}",
            "publickey_ver": 3,
            "encrypt_random_key": "a",
            "encrypt_chat_msg": "b",
            "some_new_field": True,
        }
        for seq in (12, 11)
    ]
    loopback.script["/archive/pull"] = [{"errcode": 0, "errmsg": "ok", "chatdata": rows}]
    assert source.pull(10, 100) == [
        Sealed(11, "m11", 3, "a", "b"),
        Sealed(12, "m12", 3, "a", "b"),
    ]
    (seen,) = loopback.seen
    assert seen.json == {"corpid": "ww1", "secret": "s1", "seq": 10, "limit": 100}


def test_a_refused_pull_is_an_error_and_not_an_empty_batch(source, loopback):
    expired = {"errcode": 301052, "errmsg": "expired", "chatdata": []}
    loopback.script["/archive/pull"] = [expired, raw(b"", 500), {"errcode": 0, "errmsg": "ok"}]
    with pytest.raises(Forbidden):
        source.pull(0, 10)
    for _ in range(2):
        with pytest.raises(Unavailable):
            source.pull(0, 10)


@pytest.mark.parametrize("form", [PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8])
def test_a_message_is_opened_with_the_key_of_its_version(source, pairs, form):
    keys = {1: pem(pairs[0], form), 2: pem(pairs[1], form)}
    for version in (1, 2):
        letter = sealed(pairs[version - 1], version)
        assert open_key(keys, letter) == RANDOM_KEY
        assert open_message(source, keys, letter) == MESSAGE


def test_a_missing_version_is_named_and_no_other_key_is_tried(pairs):
    with pytest.raises(KeyMissing) as caught:
        open_key({1: pem(pairs[0])}, sealed(pairs[0], version=2))
    assert caught.value.version == 2


def test_a_wrong_key_is_told_apart_from_a_damaged_message(pairs):
    keys = {1: pem(pairs[1])}
    for _ in range(40):  # junk differs with every ciphertext
        with pytest.raises(KeyWrong):
            open_key(keys, sealed(pairs[0]))


@pytest.mark.parametrize("bad", ["", "not a key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n"])
def test_something_that_is_no_key_is_a_wrong_key(pairs, bad):
    with pytest.raises(KeyWrong):
        open_key({1: bad}, sealed(pairs[0]))


def test_a_key_of_another_size_is_a_wrong_key(pairs):
    small = rsa.generate_private_key(65537, 1024)
    with pytest.raises(KeyWrong):
        open_key({1: pem(small)}, sealed(pairs[0]))


def test_a_random_key_that_is_not_base64_is_damage(pairs):
    letter = Sealed(1, "m", 1, "***", "")
    with pytest.raises(Corrupt):
        open_key({1: pem(pairs[0])}, letter)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "***",
        base64.b64encode(b"short").decode(),
        base64.b64encode(os.urandom(100)).decode(),
        ciphered(b"not json"),
        ciphered(b"[1, 2]"),
        ciphered(b"\xff\xfe"),
        ciphered(b"{}", "another key"),
    ],
    ids=["empty", "no base64", "short", "noise", "no JSON", "a list", "no UTF-8", "another key"],
)
def test_damage_is_found(source, damaged):
    with pytest.raises(Corrupt):
        source.decrypt(RANDOM_KEY, damaged)


def test_every_flipped_byte_is_found(source):
    good = bytearray(base64.b64decode(ciphered(json.dumps(MESSAGE).encode())))
    for place in range(len(good)):
        good[place] ^= 1
        with pytest.raises(Corrupt):
            source.decrypt(RANDOM_KEY, base64.b64encode(bytes(good)).decode())
        good[place] ^= 1


def test_a_message_that_belongs_to_another_envelope_is_refused(source, pairs):
    with pytest.raises(Corrupt, match="msgid"):
        open_message(source, {1: pem(pairs[0])}, sealed(pairs[0], msgid="m2"))


def test_without_a_simulator_the_missing_binding_is_named():
    with pytest.raises(NotConfigured, match="native library"):
        source_for("ww1", "s1", control_base=None)
    assert isinstance(source_for("ww1", "s1", control_base="http://127.0.0.1:1"), SimulatedSource)


def test_broken_plaintext_does_not_travel_with_its_error(source):
    for content in (b"canary \xff", b"canary {", b"[" * 20000):
        with pytest.raises(Corrupt) as caught:
            source.decrypt(RANDOM_KEY, ciphered(content))
        assert caught.value.__context__ is None


def test_no_error_shows_a_key_or_a_message(source, pairs):
    letter = sealed(pairs[0], msgid="m2")
    with pytest.raises(Corrupt) as caught:
        open_message(source, {1: pem(pairs[0])}, letter)
    assert "canary" not in repr(caught.value)
    assert "你好" not in repr(caught.value)
