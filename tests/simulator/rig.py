"""A simulator to talk to and a server that receives its callbacks, for the tests of this folder."""

import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests
import xmltodict
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from flask.testing import FlaskClient
from wechatpy.enterprise.crypto import WeChatCrypto
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bots.simulator.clock import Clock, OwnClock
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded
from bots.simulator.server import QuietRequests, make_app, serve
from bots.simulator.world import World

MONDAY = 1772413200.0  # 2026-03-02 09:00 in Shanghai
ARCHIVE_KEYS: dict[int, RSAPrivateKey] = {}  # slow to make, so all simulators here share them


class Sim:
    """The API and the control API of a simulator in this process, on a clock that stands still."""

    def __init__(self, seed: int = 7, clock: Clock | None = None, **options: Any) -> None:
        clock = clock or OwnClock(MONDAY, 0)
        self.world = World(Seeded(seed), clock, retry_pause=0.02, **options)
        self.world.corp.archive_keys = ARCHIVE_KEYS
        self.server = serve(self.world)
        self.base = self.world.base_url
        self.http = requests.Session()
        self.http.trust_env = False
        self.token = ""

    def close(self) -> None:
        self.world.stop()
        self.server.shutdown()
        self.server.server_close()
        self.http.close()

    def log_in(self, secret: str | None = None) -> str:
        corp = self.world.corp
        args = {"corpid": corp.corpid, "corpsecret": secret or corp.secret}
        answer = self.http.get(f"{self.base}/cgi-bin/gettoken", params=args).json()
        self.token = answer["access_token"]
        return self.token

    def log_in_as(self, agentid: int) -> str:
        return self.log_in(self.world.corp.app(agentid).secret)

    def ask(self, path: str, **args: object) -> Json:
        return self._api("GET", path, params=args)

    def say(self, path: str, **body: object) -> Json:
        return self._api("POST", path, json=body)

    def _api(self, method: str, path: str, params: Any = None, **more: Any) -> Json:
        query = {"access_token": self.token or self.log_in(), **(params or {})}
        answer = self.http.request(
            method, f"{self.base}/cgi-bin/{path}", params=query, timeout=9, **more
        )
        return dict(answer.json())

    def order(self, path: str, **body: object) -> Json:
        return dict(self.http.post(f"{self.base}/sim/{path}", json=body, timeout=9).json())

    def see(self, path: str) -> Json:
        return dict(self.http.get(f"{self.base}/sim/{path}", timeout=9).json())

    def code(self, **fields: object) -> str:
        """A live code of two members, unless the fields say otherwise."""
        usual = {"type": 2, "scene": 2, "state": "expo-gate-3", "user": ["lina", "zhaolei"]}
        told = self.say("externalcontact/add_contact_way", **{**usual, **fields})
        assert told["errcode"] == 0, told
        return str(told["config_id"])

    def scan(self, config_id: str, key: str, **more: object) -> Json:
        told = self.order("people/scan", config_id=config_id, customer={"key": key}, **more)
        assert told["ok"], told
        return told

    def server_client(self) -> FlaskClient:
        """The same application without a socket, where thousands of calls are made."""
        return make_app(self.world).test_client()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        until = time.monotonic() + 20
        while self.see("state")["busy"]:
            assert time.monotonic() < until, self.see("state")
            time.sleep(0.005)

    def pass_time(self, seconds: float) -> None:
        assert self.order("clock", by=seconds)["ok"]
        self.settle()


@dataclass
class Receiver:
    """A callback server that opens envelopes with wechatpy, the second implementation."""

    crypto: WeChatCrypto
    corpid: str
    answers: list[int] = field(default_factory=list)  # statuses to give before 200s begin
    hang_for: list[float] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)  # instead of "success"
    events: list[Json] = field(default_factory=list)
    envelopes: list[Json] = field(default_factory=list)
    echo_wrongly: bool = False

    def start(self) -> None:
        receiver = self

        @Request.application
        def door(request: Request) -> Response:
            query = {"path": request.path, **request.args}
            if request.method == "GET":
                return receiver.echo(query)
            receiver.take(query, request.get_data())
            if receiver.hang_for:
                time.sleep(receiver.hang_for.pop(0))
            status = receiver.answers.pop(0) if receiver.answers else 200
            elsewhere = {"Location": receiver.url("/elsewhere")} if status == 302 else {}
            words = receiver.replies.pop(0) if receiver.replies else b"success"
            return Response(words, status, elsewhere)

        self.server = make_server(
            "127.0.0.1", 0, door, threaded=True, request_handler=QuietRequests
        )
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def echo(self, query: Json) -> Response:
        plain = self.crypto.check_signature(
            query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
        )
        return Response(plain + ("\n" if self.echo_wrongly else ""))

    def take(self, query: Json, body: bytes) -> None:
        """Raises, and so answers 500, when the signature or the corp is wrong."""
        is_json = body.startswith(b"{")
        outer = json.loads(body) if is_json else xmltodict.parse(body)["xml"]
        sealed = {"Encrypt": outer["encrypt" if is_json else "Encrypt"]}
        plain = self.crypto.decrypt_message(
            sealed, query["msg_signature"], query["timestamp"], query["nonce"]
        )
        self.envelopes.append({**query, "path": query["path"], "outer": outer, "plain": plain})
        self.events.append(json.loads(plain) if is_json else dict(xmltodict.parse(plain)["xml"]))

    def url(self, path: str = "/callbacks/{corpid}/{agentid}") -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def changes(self) -> list[str]:
        return [str(event.get("ChangeType", event["Event"])) for event in self.events]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
