"""A small corp with one of everything, so that a published sample finds what it names."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from bots.simulator.clock import OwnClock
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded
from bots.simulator.server import make_app
from bots.simulator.world import World
from tests.simulator.rig import MONDAY


class Example:
    """A world without a socket; `ids` holds what was made, by the name of the field it goes into."""

    def __init__(self) -> None:
        self.world = World(Seeded(7), OwnClock(MONDAY, 0), retry_pause=0.02)
        self.client = make_app(self.world).test_client()
        self.tokens: dict[str, str] = {}
        self.ids: dict[str, Any] = {}
        self.answers: list[tuple[str, Json]] = []  # what making the world has shown already

    def call(self, path: str, body: Json | None = None, **query: Any) -> Json:
        """POST when there is a body, else GET; the archive's paths with the archive's secret."""
        secret = "archive_secret" if path.startswith("msgaudit/") else "secret"
        args = {"access_token": self._token(secret), **query}
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

    def _token(self, name: str) -> str:
        if name not in self.tokens:
            corp = self.world.corp
            query = {"corpid": corp.corpid, "corpsecret": getattr(corp, name)}
            answer = self.client.get("/cgi-bin/gettoken", query_string=query).get_json()
            self.answers.append(("gettoken", answer))
            self.tokens[name] = answer["access_token"]
        return self.tokens[name]


LINK = {"title": "标题", "picurl": "https://example.com/a.png", "url": "https://example.com"}
PARTING = {
    "text": {"content": "再见"},
    "image": {"pic_url": "https://example.com/a.png"},
    "link": {**LINK, "desc": "说明"},
    "miniprogram": {"title": "标题", "pic_media_id": "M", "appid": "wx1", "page": "a.html"},
}


def attached(example: Example) -> list[Json]:
    """One attachment of each kind."""
    file = {"media_id": example.ids["media_id"]}
    parts: Json = {
        "image": file,
        "link": PARTING["link"],
        "miniprogram": {**PARTING["miniprogram"], "pic_media_id": example.ids["media_id"]},
        "video": file,
        "file": file,
    }
    return [{"msgtype": kind, kind: part} for kind, part in parts.items()]


def customers(example: Example) -> None:
    """A live code, two customers of two members, tags on one of them, a code not yet used up."""
    way = example.made(
        "externalcontact/add_contact_way",
        type=2,
        scene=2,
        state="expo",
        user=["wangguwen", "lina"],
        party=[2],
        conclusions=PARTING,
    )
    for key, userid in (("first", "wangguwen"), ("second", "lina"), ("first", "lina")):
        scanned = example.done(
            "people/scan", config_id=way["config_id"], customer={"key": key}, userid=userid
        )
        example.ids.setdefault("external_userid", scanned["external_userid"])
    tags = example.made(
        "externalcontact/add_corp_tag", group_name="来源", tag=[{"name": "展会"}, {"name": "官网"}]
    )["tag_group"]
    example.ids |= {
        "config_id": way["config_id"],
        "group_id": tags["group_id"],
        "tag_id": tags["tag"][0]["id"],
        "welcome_code": next(iter(example.world.welcomes)),
    }
    pair = {"userid": "wangguwen", "external_userid": example.ids["external_userid"]}
    example.made("externalcontact/mark_tag", **pair, add_tag=[tags["tag"][0]["id"]])
    example.made("externalcontact/remark", **pair, remark="老王", remark_mobiles=["13800000001"])


def group_messages(example: Example) -> None:
    """A 群发 that one member has confirmed."""
    told = example.made(
        "externalcontact/add_msg_template",
        sender="wangguwen",
        text={"content": "你好"},
        attachments=attached(example),
    )
    example.ids["msgid"] = told["msgid"]
    example.done("staff/confirm", userid="wangguwen", msgid=told["msgid"])


def media(example: Example) -> None:
    """A picture that was uploaded."""
    told = example.client.post(
        "/cgi-bin/media/upload",
        query_string={"access_token": example._token("secret"), "type": "image"},
        data={"media": (BytesIO(b"six bytes or more"), "a.png")},
    ).get_json()
    assert told["errcode"] == 0, told
    example.answers.append(("media/upload", told))
    example.ids["media_id"] = told["media_id"]


# TABLE: what the corp has; each area adds the things that its samples name.
AREAS: tuple[Callable[[Example], None], ...] = (media, customers, group_messages)


def example_world() -> Example:
    """A new corp with one of everything."""
    example = Example()
    for area in AREAS:
        area(example)
    return example
