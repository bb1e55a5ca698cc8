"""An archive to pull from: it speaks the simulator's documented format, and can do what it cannot.

It damages rows, seals for a key that we do not have, and hands out what no phone can write.
"""

import json
import secrets
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

KEYS = {
    version: rsa.generate_private_key(public_exponent=65537, key_size=2048) for version in (1, 2, 3)
}


def pem(version: int) -> str:
    return (
        KEYS[version]
        .private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        .decode()
    )


def sealed(message: dict[str, Any], seq: int, version: int) -> dict[str, Any]:
    random_key = secrets.token_hex(16)
    nonce = secrets.token_bytes(12)
    cipher = AESGCM(sha256(random_key.encode()).digest())
    plain = json.dumps(message).encode()
    key = KEYS[version].public_key().encrypt(random_key.encode(), PKCS1v15())
    return {
        "seq": seq,
        "msgid": message["msgid"],
        "publickey_ver": version,
        "encrypt_random_key": b64encode(key).decode(),
        "encrypt_chat_msg": b64encode(nonce + cipher.encrypt(nonce, plain, None)).decode(),
    }


@dataclass
class Vault:
    """What has been archived, and how often it was asked for."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    fails_after: int | None = None  # seq from which on the line is dead
    url: str = ""

    def add(self, message: dict[str, Any], *, version: int = 1) -> dict[str, Any]:
        self.rows.append(sealed(message, len(self.rows) + 1, version))
        return self.rows[-1]

    def say(self, sender: str, receiver: str, text: str, **fields: Any) -> dict[str, Any]:
        message = {
            "msgid": f"m{len(self.rows) + 1}",
            "action": "send",
            "from": sender,
            "tolist": [receiver],
            "roomid": "",
            "msgtime": 1772415000000 + len(self.rows) * 1000,
            "msgtype": "text",
            "text": {"content": text},
        }
        version = fields.pop("version", 1)
        return self.add(message | fields, version=version)

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(order)
        if self.fails_after is not None and order["seq"] >= self.fails_after:
            return {"errcode": -1, "errmsg": "system busy"}
        rows = [row for row in self.rows if row["seq"] > order["seq"]]
        return {"errcode": 0, "errmsg": "ok", "chatdata": rows[: order["limit"]]}


def opened(vault: Vault) -> ThreadingHTTPServer:
    """The vault on loopback; the caller shuts it down."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(vault.answer(order)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    vault.url = f"http://127.0.0.1:{server.server_port}/sim"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
