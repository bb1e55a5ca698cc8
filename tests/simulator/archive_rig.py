"""Reading the simulated archive in tests as a client does: pull, open, fetch a file."""

import base64
import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bots.simulator.models import Json
from tests.simulator.rig import Sim


def account(sim: Sim) -> dict[str, str]:
    corp = sim.world.corp
    return {"corpid": corp.corpid, "secret": corp.archive_secret}


def pull(sim: Sim, seq: int = 0, limit: int = 1000, **wrong: object) -> Json:
    return sim.order("archive/pull", **{**account(sim), "seq": seq, "limit": limit, **wrong})


def keys_of(sim: Sim) -> Any:
    return sim.world.corp.as_json()["archive"]["private_keys"]


def opened(row: Json, keys: Any) -> Any:
    """The message as a client opens it: by the key of its version and no other."""
    private = load_pem_private_key(keys[str(row["publickey_ver"])].encode(), None)
    assert isinstance(private, RSAPrivateKey)
    random_key = private.decrypt(base64.b64decode(row["encrypt_random_key"]), PKCS1v15())
    sealed = base64.b64decode(row["encrypt_chat_msg"])
    plain = AESGCM(sha256(random_key).digest()).decrypt(sealed[:12], sealed[12:], None)
    return json.loads(plain)


def archived(sim: Sim) -> list[Any]:
    """Every message that can be pulled, opened."""
    return [_opened(sim, row) for row in pull(sim)["chatdata"]]


def latest(sim: Sim) -> Any:
    """The last message of all, opened."""
    return _opened(sim, pull(sim)["chatdata"][-1])


def _opened(sim: Sim, row: Json) -> Any:
    """With no more keys than it needs: each takes a while to make."""
    version = row["publickey_ver"]
    return opened(row, {str(version): sim.world.corp.pem(version)})


def piece(sim: Sim, sdkfileid: str, indexbuf: str = "") -> Json:
    return sim.order("archive/media", **account(sim), sdkfileid=sdkfileid, indexbuf=indexbuf)


def fetched(sim: Sim, sdkfileid: str) -> tuple[bytes, int]:
    """A whole file, and in how many pieces it came."""
    content, indexbuf = b"", ""
    for number in range(1, 100):
        told = piece(sim, sdkfileid, indexbuf)
        assert told["errcode"] == 0, told
        content += base64.b64decode(told["data"])
        indexbuf = told["outindexbuf"]
        if told["is_finish"]:
            return content, number
    raise AssertionError("the file never ends")
