"""What the preview shows is what WeCom's phone shows, for thirty shapes, and nothing is uploaded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.corps.wecom import wecom as mouth_of
from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.outreach.composer import check_draft, draft_of, name_images, preview
from app.outreach.library import keep, looked_at
from app.outreach.materials import refresh_media
from app.outreach.models import Material
from app.outreach.pages import pages as outreach
from app.outreach.reactions import greet
from app.outreach.welcome import Names, material_ids
from app.outreach.welcomes import set_welcome, welcome_for_state
from bots.commands import load
from tests.acquisition.scripted import PNG
from tests.acquisition.test_against_the_simulator import sim
from tests.outreach.shapes import SHAPES
from tests.simulator.rig import Sim

__all__ = ["sim"]
MP4 = b"\x00\x00\x00\x18ftypmp42 and so on"
NAMES = Names("小林", "李娜")


@dataclass
class House:
    """A corp whose library is full and at WeCom, and the customers who come one by one."""

    sim: Sim
    library: dict[tuple[str, int], int] = field(default_factory=dict)
    came: int = 0

    def fill(self) -> None:
        files = [("image", f"图{n}.png", PNG + bytes([n])) for n in range(9)]
        files += [("video", "介绍.mp4", MP4), ("file", "价目表.pdf", b"%PDF-1.4 one")]
        files += [("file", "a b+c%.docx", b"PK\x03\x04 two")]
        for kind, name, content in files:
            with transaction() as session:
                row = keep(session, self.corp_id, looked_at(name, content))
            assert row.kind == kind
            place = len([one for one, _ in self.library if one == kind])
            self.library[kind, place] = row.id
            refresh_media(row.id)

    @property
    def corp_id(self) -> str:
        return self.sim.world.corp.corpid

    def set(self, text: str, attachments: list[dict[str, Any]]) -> None:
        with transaction() as session:
            set_welcome(
                session, self.corp_id, None, name="默认", text=text, attachments=attachments
            )

    def with_ids(self, attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for item in attachments:
            kind = "image" if item["msgtype"] == "miniprogram" else item["msgtype"]
            ids = {"material_id": self.library[kind, item["material_id"]]} if kind != "link" else {}
            found.append({**item, **ids})
        return found

    def received(self) -> list[dict[str, Any]]:
        """Somebody scans and is greeted; what their phone shows then."""
        self.came += 1
        key = f"k{self.came}"
        code = self.sim.code(state="", user=["lina"])
        who = {"key": key, "name": NAMES.customer}
        came = self.sim.order("people/scan", config_id=code, customer=who)
        welcome = self.sim.see("truth")["welcomes"][-1]
        added = FollowAdded(
            corp_id=self.corp_id,
            happened_at=clock.now(),
            userid="lina",
            external_userid=came["external_userid"],
            welcome_code=welcome["welcome_code"],
        )
        greet(added)
        with reading() as session:
            key_of = f"welcome:{welcome['welcome_code']}"
            command = session.query(OutboxCommand).filter_by(key=key_of).one()
        mouth_of(self.corp_id).say(load(command.kind, command.body))
        (chat,) = self.sim.see(f"phone/{key}")["chats"]
        messages: list[dict[str, Any]] = chat["messages"]
        return messages

    def seen(self, message: dict[str, Any]) -> dict[str, Any]:
        """One message as the eye sees it, after what WeCom holds under its media_id."""
        kind = message["msgtype"]
        media = self.sim.world.media.get(message.get("media_id") or message.get("pic_media_id", ""))
        looks: dict[str, Any] = {"msgtype": kind}
        if kind == "text":
            looks |= {"text": message["text"]}
        if kind == "link":
            looks |= {"title": message["title"], "url": message["url"]}
            looks |= {"text": message.get("desc", "")}
            looks |= {"cover": message["picurl"]} if message.get("picurl") else {}
        if kind == "miniprogram":
            looks |= {"title": message["title"]}
        if kind in ("image", "miniprogram"):
            assert media is not None
            looks |= {"picture": media.content}
        if kind == "file":
            assert media is not None
            looks |= {"title": media.filename}
        return looks

    def previewed(self) -> list[dict[str, Any]]:
        """The phone beside the editor, opened on what is kept."""
        with reading() as session:
            draft = draft_of(welcome_for_state(session, self.corp_id, None))
            name_images(session, self.corp_id, draft)
        app = Flask("app")
        app.register_blueprint(outreach)
        with app.test_request_context():
            check_draft(draft)
            assert draft.errors == {}
            return [self.looked_at(bubble) for bubble in preview(draft, NAMES)]

    def looked_at(self, bubble: dict[str, Any]) -> dict[str, Any]:
        looks = {name: value for name, value in bubble.items() if name not in ("from", "image")}
        if "image" in bubble:
            material_id = int(bubble["image"].split("?")[0].rpartition("/")[2])
            with reading() as session:
                looks["picture"] = session.get_one(Material, material_id).content
        return looks


@pytest.fixture
def house_of(sim: Sim) -> Iterator[House]:
    made = House(sim)
    made.fill()
    yield made


def test_thirty_shapes_arrive_as_they_were_previewed_and_nothing_is_uploaded(house_of: House):
    assert len(SHAPES) == 30
    uploads = len(house_of.sim.world.media)
    assert uploads == 12
    for text, attachments in SHAPES:
        house_of.set(text, house_of.with_ids(attachments))
        received = [house_of.seen(message) for message in house_of.received()]
        assert received == house_of.previewed(), (text, attachments)
        assert len(received) == bool(text) + len(attachments)
    assert len(house_of.sim.world.media) == uploads


def test_the_shapes_use_every_kind():
    kinds = {item["msgtype"] for _, attachments in SHAPES for item in attachments}
    assert kinds == {"image", "video", "file", "link", "miniprogram"}
    assert max(len(attachments) for _, attachments in SHAPES) == 9
    assert any(material_ids(attachments) for _, attachments in SHAPES)
