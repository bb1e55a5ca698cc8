"""The envelope's vectors both ways: the house's side opens them, the simulated WeCom's seals them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.errors import CallbackRejected
from bots.simulator import envelope
from callbacks.envelope import Keys, Seal, check, sealed_text, unseal
from tests.simulator.wecom_samples import PAYLOADS, names, sample

# Made with the openssl command, for where no samples lie beside the checkout: a whole block of
# padding, a single byte of it, and no receiveid, as an app of no corp has it.
OURS: dict[str, dict[str, str]] = {
    "padding of 32": {
        "token": "lianke",
        "encoding_aes_key": "L1ankeL1ankeL1ankeL1ankeL1ankeL1ankeL1ankeA",
        "receiveid": "ww0123456789abcdef",
        "timestamp": "1772415000",
        "nonce": "n1",
        "msg_signature": "b02305324281adb1f41497bc2356fb801030138e",
        "encrypt": "pkBd0Gxhw9F693PPhPLJnLBORJZxQV2LqGvDXvWEfReoe7eXOKnzuAh7gTh5/lrtKunne95XfU+e"
        "En+uAWWeUaeDZYa6ykv+78zhWxVeBkDFL1gcuTRLvr3glFlzi6Uf",
        "random16_hex": "00112233445566778899aabbccddeeff",
        "plaintext": "8" * 26,
    },
    "padding of 1": {
        "token": "lianke",
        "encoding_aes_key": "L1ankeL1ankeL1ankeL1ankeL1ankeL1ankeL1ankeA",
        "receiveid": "ww0123456789abcdef",
        "timestamp": "1772415000",
        "nonce": "n2",
        "msg_signature": "6c26942c8c12c4ce092a4aec7821b58a56ccb0e6",
        "encrypt": "pkBd0Gxhw9F693PPhPLJnLufKPyowCBRAggYnm/OsdUpcuZpAFcZlTZMCuFy9vP7Pcd+NMirs+FH"
        "vmyvmPaIRw==",
        "random16_hex": "00112233445566778899aabbccddeeff",
        "plaintext": "8" * 25,
    },
    "no receiveid": {
        "token": "t",
        "encoding_aes_key": "mvZ7xQ0aB3kLrT9uYpWc2DsEfGhJnK4oM6iU8bV1tXE",
        "receiveid": "",
        "timestamp": "1772415000",
        "nonce": "",
        "msg_signature": "77610a61b8950d36dfc07df6715e5ba205b86490",
        "encrypt": "zmb5zR3Sd9gizkeLLFIrciy5JBJilnrg/4USZS00Tc44Pibj9O4iL7zOOEWks3DXWcoAQVZBelKO"
        "MSgr5j8hpjHM0EwXyUanI679IPggY5S0nKmhGaUX1RLSkhXVoZHG",
        "random16_hex": "ffeeddccbbaa99887766554433221100",
        "plaintext": "<xml><Content><![CDATA[客户🙂]]></Content></xml>",
    },
}
PUBLISHED = {name: sample(name) for name in names("crypto", "vector_*.json")}
VECTORS: dict[str, Any] = OURS | PUBLISHED
SEALED = {name: vector for name, vector in VECTORS.items() if vector["encoding_aes_key"]}

every_vector = pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
every_sealed = pytest.mark.parametrize("vector", SEALED.values(), ids=list(SEALED))


def receiveid(vector: dict[str, Any]) -> str:
    return str(vector.get("decrypted_receiveid") or vector["receiveid"])


def keys(vector: dict[str, Any]) -> Keys:
    return Keys(receiveid(vector), vector["token"], vector["encoding_aes_key"] or "")


def seal_of(vector: dict[str, Any]) -> Seal:
    return Seal(vector["msg_signature"], vector["timestamp"], vector["nonce"])


@pytest.mark.skipif(not PUBLISHED, reason=f"no vectors under {PAYLOADS}: only ours were tried")
def test_all_nine_published_vectors_are_among_them():
    assert len(PUBLISHED) == 9
    assert len(SEALED) - len(OURS) == 8


@every_vector
def test_the_door_finds_and_trusts_what_is_signed(vector):
    moment = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    body = f"<xml><Encrypt><![CDATA[{vector['encrypt']}]]></Encrypt></xml>".encode()
    check(seal_of(vector), sealed_text(body), keys(vector), moment, skew=60)
    forged = Seal("0" * 40, vector["timestamp"], vector["nonce"])
    with pytest.raises(CallbackRejected):
        check(forged, sealed_text(body), keys(vector), moment, skew=60)


@every_vector
def test_the_simulator_signs_as_published(vector):
    parts = (vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert envelope.signature(vector["token"], *parts) == vector["msg_signature"]


@every_sealed
def test_the_door_opens_it_for_its_own_corp_only(vector):
    assert unseal(vector["encrypt"], keys(vector)) == vector["plaintext"]
    stranger = Keys("wwstranger", vector["token"], vector["encoding_aes_key"])
    with pytest.raises(CallbackRejected):
        unseal(vector["encrypt"], stranger)


@every_sealed
def test_the_simulator_opens_it(vector):
    found = envelope.unseal(vector["encoding_aes_key"], vector["encrypt"])
    assert found == (vector["plaintext"], receiveid(vector))


@every_sealed
def test_sealing_with_its_random_bytes_gives_its_ciphertext(vector):
    random16 = bytes.fromhex(vector["random16_hex"])
    sealed = envelope.seal(
        vector["encoding_aes_key"], receiveid(vector), vector["plaintext"], random16
    )
    assert sealed == vector["encrypt"]


@every_sealed
def test_the_door_opens_what_the_simulator_seals(vector):
    sealed = envelope.seal(vector["encoding_aes_key"], receiveid(vector), vector["plaintext"])
    assert sealed != vector["encrypt"]
    assert unseal(sealed, keys(vector)) == vector["plaintext"]
