"""Live codes and welcomes against the simulated WeCom: what we hold is what it holds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code, change_code, stop_code
from app.acquisition.queries import code
from app.acquisition.states import make
from app.contacts.models import Staff
from app.corps.models import Corp, CorpApp
from app.corps.wecom import wecom as mouth_of
from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.outreach.composer import draft_of, preview
from app.outreach.library import keep_image
from app.outreach.materials import refresh_media
from app.outreach.pages import pages as outreach
from app.outreach.reactions import greet
from app.outreach.welcome import Names
from app.outreach.welcomes import welcome_for_state
from bots.commands import load
from tests.acquisition.scripted import PNG
from tests.simulator.rig import Sim

STATE = make(bytes(16))
LINK = {"msgtype": "link", "title": "价目表", "url": "https://example.com/a", "desc": "限时三天"}


@pytest.fixture
def sim(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sim]:
    """A simulator, and a house that has its corp and its time."""
    from app.config import settings

    sim = Sim()
    monkeypatch.setenv("WECOM_API_BASE", f"{sim.base}/cgi-bin")
    settings.cache_clear()
    corp = sim.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="演示"))
        session.add(
            CorpApp(
                corp_id=corp.corpid,
                agentid=corp.agentid,
                name="联客",
                secret=corp.secret,
                token=corp.token,
                encoding_aes_key=corp.encoding_aes_key,
            )
        )
        session.add(Staff(corp_id=corp.corpid, userid="lina", name="李娜", can_follow=True))
    with clock.held_at(datetime.fromtimestamp(sim.world.now(), UTC)):
        yield sim
    sim.close()
    monkeypatch.undo()
    settings.cache_clear()


def opened(sim: Sim, **more: Any) -> int:
    wanted = Wanted(name="展会", userids=["lina"], tag_ids=[], **more)
    with transaction() as session:
        way = add_code(session, sim.world.corp.corpid, STATE, wanted, made_by="ops")
    assert publish(way.id)
    return way.id


def codes_at_wecom(sim: Sim) -> list[tuple[str, list[str]]]:
    there = sim.http.get(f"{sim.base}/sim/codes", timeout=9).json()
    found = there["codes"] if isinstance(there, dict) else there
    return [(item["state"], [user["userid"] for user in item["users"]]) for item in found]


def changed(sim: Sim, way_id: int, userids: list[str] | None) -> None:
    with transaction() as session:
        way = code(session, sim.world.corp.corpid, way_id)
        assert way is not None
        if userids is None:
            stop_code(way)
        else:
            change_code(session, way, Wanted(name="展会", userids=userids, tag_ids=[]))
    assert publish(way_id)


def test_wecoms_list_of_codes_is_ours_after_each_step(sim):
    way_id = opened(sim)
    assert codes_at_wecom(sim) == [(STATE, ["lina"])]
    changed(sim, way_id, ["lina", "chenxi"])
    assert codes_at_wecom(sim) == [(STATE, ["lina", "chenxi"])]
    changed(sim, way_id, None)
    assert codes_at_wecom(sim) == []


def test_the_picture_is_kept_from_the_start(sim):
    way_id = opened(sim)
    with reading() as session:
        way = code(session, sim.world.corp.corpid, way_id)
        assert way is not None
        assert way.qr_type == "image/png"
        assert (way.qr_image or b"").startswith(b"\x89PNG")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_line_cut_in_the_middle_never_leaves_two_codes(sim, when):
    path = "externalcontact/add_contact_way"
    sim.order("faults", cut={"path": path, "when": when, "times": 1})
    wanted = Wanted(name="展会", userids=["lina"], tag_ids=[])
    with transaction() as session:
        way = add_code(session, sim.world.corp.corpid, STATE, wanted, made_by="ops")
    assert not publish(way.id)
    assert publish(way.id)
    assert codes_at_wecom(sim) == [(STATE, ["lina"])]


def test_the_customers_phone_shows_what_the_preview_showed(sim):
    corp_id = sim.world.corp.corpid
    with transaction() as session:
        material = keep_image(session, corp_id, "a.png", PNG)
    refresh_media(material.id)
    image = {"msgtype": "image", "material_id": material.id}
    opened(sim, text="{客户昵称}您好，我是{员工姓名}", attachments=[image, LINK])
    (way,) = sim.world.contact_ways
    scanned = sim.order("people/scan", config_id=way, customer={"key": "a", "name": "小林"})
    (welcome,) = sim.see("truth")["welcomes"]
    greet(
        FollowAdded(
            corp_id=corp_id,
            happened_at=clock.now(),
            userid="lina",
            external_userid=scanned["external_userid"],
            state=STATE,
            welcome_code=welcome["welcome_code"],
        )
    )
    with reading() as session:
        command = session.query(OutboxCommand).one()
        draft = draft_of(welcome_for_state(session, corp_id, STATE))
    mouth_of(corp_id).say(load(command.kind, command.body))
    (chat,) = sim.see("phone/a")["chats"]
    assert shown(chat["messages"]) == shown(previewed(draft))


def previewed(draft: Any) -> list[dict[str, Any]]:
    app = Flask("app")
    app.register_blueprint(outreach)
    with app.test_request_context():
        return preview(draft, Names("小林", "李娜"))


def shown(messages: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """What the eye sees of each message; where the pictures lie is each side's own affair."""
    parts = ("from", "msgtype", "title", "url")
    words = [[str(message.get(part) or "") for part in parts] for message in messages]
    texts = [str(message.get("text") or message.get("desc") or "") for message in messages]
    return [(*word, text) for word, text in zip(words, texts, strict=True)]
