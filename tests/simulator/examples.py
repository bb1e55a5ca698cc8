"""A small corp to make things in, without a socket and without a thread."""

from functools import cache
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bots.simulator.clock import OwnClock
from bots.simulator.corp import new_key
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded
from bots.simulator.server import make_app
from bots.simulator.world import World
from tests.simulator.rig import MONDAY

OURS = 1000002
# The beginning of a path → the app that may, where it is not ours: 通讯录同步, and the archive's.
OTHERS = (
    ("user/list_id", 2000002),
    *((f"user/{verb}", 2000002) for verb in ("create", "update", "delete", "batchdelete")),
    *((f"department/{verb}", 2000002) for verb in ("create", "update", "delete")),
    ("msgaudit/", 2000004),
)


@cache
def archive_keys() -> dict[int, RSAPrivateKey]:
    """RSA keys take long to make, and nobody here opens what they seal."""
    return dict.fromkeys(range(1, 4), new_key())


class Example:
    """A world without a socket; `ids` holds what was made, by the name of the field it goes into."""

    def __init__(self) -> None:
        self.world = World(Seeded(7), OwnClock(MONDAY, 0), retry_pause=0.02)
        self.world.corp.archive_keys |= archive_keys()
        self.client = make_app(self.world).test_client()
        self.tokens: dict[tuple[int, float], str] = {}
        self.ids: dict[str, Any] = {}
        self.answers: list[tuple[str, Json]] = []  # what making the world has shown already

    def call(self, path: str, body: Json | None = None, **query: Any) -> Json:
        """POST when there is a body, else GET, each by the app that may."""
        args = {"access_token": self._token(path), **query}
        url = f"/cgi-bin/{path}"
        if body is None:
            told = self.client.get(url, query_string=args)
        else:
            told = self.client.post(url, query_string=args, json=body)
        answer = told.get_json(silent=True)
        return dict(answer) if isinstance(answer, dict) else {"errcode": 0, "bytes": told.data}

    def made(self, path: str, /, **body: Any) -> Json:
        """A call that has to succeed; its answer counts as shown."""
        answer = self.call(path, body)
        assert answer["errcode"] == 0, (path, answer)
        self.answers.append((path, answer))
        return answer

    def done(self, order: str, **fields: Any) -> Json:
        """What a person does."""
        told = dict(self.client.post(f"/sim/{order}", json=fields).get_json())
        assert told["ok"], (order, told)
        return told

    def seen(self, sight: str) -> Json:
        """What the control API shows."""
        return dict(self.client.get(f"/sim/{sight}").get_json())

    def wait(self, seconds: float) -> None:
        """Time passes, and what becomes due happens: this world has no thread of its own."""
        self.done("clock", by=seconds)
        while (due := self.world.agenda.take(self.world.now())) is not None:
            self.world._perform(due)

    def upload(self, path: str, content: bytes, filename: str, **query: str) -> Json:
        """A file sent to WeCom; the answer counts as shown."""
        answer = self.client.post(
            f"/cgi-bin/{path}",
            query_string={"access_token": self._token(path), **query},
            data={"media": (BytesIO(content), filename)},
        ).get_json()
        assert answer["errcode"] == 0, (path, answer)
        self.answers.append((path, answer))
        return dict(answer)

    def asked(self, path: str, /, **query: Any) -> Json:
        """A GET that has to succeed; its answer counts as shown."""
        answer = self.call(path, None, **query)
        assert answer["errcode"] == 0, (path, answer)
        self.answers.append((path, answer))
        return answer

    def _token(self, path: str) -> str:
        agentid = next((app for beginning, app in OTHERS if path.startswith(beginning)), OURS)
        if (agentid, self.world.now()) in self.tokens:
            return self.tokens[agentid, self.world.now()]
        secret = self.world.corp.app(agentid).secret
        query = {"corpid": self.world.corp.corpid, "corpsecret": secret}
        answer = self.client.get("/cgi-bin/gettoken", query_string=query).get_json()
        self.answers.append(("gettoken", answer))
        token = self.tokens[agentid, self.world.now()] = str(answer["access_token"])
        return token
