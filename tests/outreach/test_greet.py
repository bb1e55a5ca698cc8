"""A new customer is welcomed: with the right words, in time, once."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from app.clock import now
from app.contacts.models import ExternalContact, Staff
from app.db import reading, transaction
from app.errors import Unprocessable
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.outreach.library import keep_image
from app.outreach.materials import refresh_media
from app.outreach.models import Material
from app.outreach.reactions import greet
from app.outreach.welcomes import set_welcome
from app.queue import lane
from app.sentences import CHINESE, in_words
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP, MOMENT

ADDED = FollowAdded(
    corp_id=CORP,
    happened_at=MOMENT,
    userid="wangguwen",
    external_userid="wmA",
    state="lkexpo",
    welcome_code="CODE",
)


def set_text(text, state=None, attachments=()):
    with transaction() as session:
        set_welcome(session, CORP, state, name="默认", text=text, attachments=list(attachments))


def said():
    with reading() as session:
        return session.query(OutboxCommand).all()


@pytest.fixture
def staff(house):
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="wangguwen", name="王顾问"))


def test_the_welcome_waits_in_its_own_lane_until_the_code_dies(house):
    set_text("您好")
    greet(ADDED)
    (command,) = said()
    assert (command.kind, command.key, command.lane) == ("SendWelcome", "welcome:CODE", "welcome")
    assert command.deadline_at == MOMENT + timedelta(seconds=20)
    assert command.body["text"] == {"content": "您好"}
    assert lane("welcome").count == 1


def test_it_is_said_once_however_often_the_reaction_runs(house):
    set_text("您好")
    for _ in range(3):
        greet(ADDED)
    assert len(said()) == 1


def test_the_channels_welcome_comes_before_the_default_and_says_so(house):
    set_text("默认")
    set_text("展会", state="lkexpo")
    greet(ADDED)
    (command,) = said()
    assert command.body["text"] == {"content": "展会"}
    assert "渠道设有自己的欢迎语" in in_words(command.because["reason"], CHINESE)


def test_without_a_code_or_a_welcome_nothing_is_said(house):
    greet(ADDED)
    set_text("您好")
    greet(replace(ADDED, welcome_code=""))
    assert said() == []


def test_a_welcome_that_is_emptied_is_off(house):
    set_text("您好")
    set_text("")
    greet(ADDED)
    assert said() == []


def test_a_dead_code_stays_visible_and_nobody_asks_for_a_name(wecom):
    set_text("{客户昵称}您好")
    greet(replace(ADDED, happened_at=now() - timedelta(seconds=30)))
    (command,) = said()
    assert command.deadline_at < now()
    assert wecom.calls == []


def test_the_customers_name_is_asked_only_where_it_is_used(wecom, staff):
    set_text("我是{员工姓名}")
    greet(ADDED)
    assert wecom.calls == []
    assert said()[0].body["text"] == {"content": "我是王顾问"}


def test_a_new_customer_is_called_by_the_name_that_wecom_knows(wecom, staff):
    wecom.answers["externalcontact/get"] = {**OK, "external_contact": {"name": "小林"}}
    set_text("{客户昵称}您好，我是{员工姓名}")
    greet(ADDED)
    assert said()[0].body["text"] == {"content": "小林您好，我是王顾问"}


def test_a_known_customer_is_called_by_name_without_asking(wecom, staff):
    with transaction() as session:
        session.add(ExternalContact(corp_id=CORP, external_userid="wmA", name="小林"))
    set_text("{客户昵称}您好")
    greet(ADDED)
    assert said()[0].body["text"] == {"content": "小林您好"}
    assert wecom.calls == []


def test_a_customer_whom_wecom_does_not_know_yet_is_a_friend(wecom):
    wecom.answers["externalcontact/get"] = {"errcode": 84061, "errmsg": "not external contact"}
    set_text("{客户昵称}您好")
    greet(ADDED)
    assert said()[0].body["text"] == {"content": "朋友您好"}


def test_a_slow_wecom_does_not_hold_the_welcome_up(wecom, monkeypatch):
    def slow(_body):
        time.sleep(1)
        return {**OK, "external_contact": {"name": "小林"}}

    wecom.answers["externalcontact/get"] = slow
    monkeypatch.setattr("app.outreach.names.asked_name.__defaults__", (0.2,))
    set_text("{客户昵称}您好")
    greet(ADDED)
    assert said()[0].body["text"] == {"content": "朋友您好"}


def test_an_image_that_was_lent_to_wecom_goes_along(wecom):
    wecom.answers["media/upload"] = {**OK, "media_id": "M1"}
    with transaction() as session:
        material = keep_image(session, CORP, "a.png", PNG)
    refresh_media(material.id)
    set_text("您好", attachments=[{"msgtype": "image", "material_id": material.id}])
    greet(ADDED)
    assert said()[0].body["attachments"] == [{"msgtype": "image", "image": {"media_id": "M1"}}]


def test_an_image_whose_loan_has_ended_is_left_out_with_a_reason(wecom):
    with transaction() as session:
        material = keep_image(session, CORP, "a.png", PNG)
        material.media_id, material.uploaded_at = "M1", now() - timedelta(days=3)
    set_text("您好", attachments=[{"msgtype": "image", "material_id": material.id}])
    greet(ADDED)
    (command,) = said()
    assert command.body["attachments"] is None
    assert "；1 个附件" in in_words(command.because["reason"], CHINESE)
    assert "media/upload" not in [path for path, _ in wecom.calls]  # never on the way to a customer
    with reading() as session:
        assert session.get_one(Material, material.id).media_id == "M1"


def test_a_welcome_with_nothing_left_to_send_is_parked_and_not_forgotten(house):
    with transaction() as session:
        material = keep_image(session, CORP, "a.png", PNG)
    set_text("", attachments=[{"msgtype": "image", "material_id": material.id}])
    with pytest.raises(Unprocessable, match="附件还没有上传"):
        greet(ADDED)
    assert said() == []
