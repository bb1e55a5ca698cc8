"""A SOP against the simulated WeCom: what the member sees, taps, and what comes back."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from app import clock
from app.config import settings
from app.contacts.models import ExternalContact, Follow, Staff
from app.corps.wecom import forget_mouths
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.sop.advance import advance
from app.sop.answers import poll_task
from app.sop.models import Task
from app.sop.reactions import enroll_follow, stop_on_reply
from jobs.relay import drain
from tests.conftest import AGENTID, CORP, MOMENT
from tests.simulator.rig import Sim
from tests.sop.people import after, commands, enrollment, make_sop, tasks

LINA = "lina"
STEPS = (
    {"after_minutes": 0, "kind": "group_message", "text": "{客户昵称}您好，我是{员工姓名}"},
    {"after_minutes": 60, "title": "打电话"},
)


@pytest.fixture
def sim(house: None) -> Iterator[Sim]:
    """The simulated WeCom of our corp."""
    sim = Sim()
    sim.world.corp.corpid, app = CORP, sim.world.corp.main
    app.agentid, app.secret = AGENTID, "s" * 43
    os.environ["WECOM_API_BASE"] = sim.base + "/cgi-bin"
    settings.cache_clear()
    forget_mouths()
    yield sim
    del os.environ["WECOM_API_BASE"]
    settings.cache_clear()
    forget_mouths()
    sim.close()


@pytest.fixture
def customer(sim: Sim) -> str:
    """A customer of Lina's, on the SOP; their external_userid."""
    told = sim.scan(sim.code(type=1, user=[LINA]), "k1")
    pair = {"corp_id": CORP, "userid": LINA, "external_userid": told["external_userid"]}
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid=LINA, name="李娜"))
        session.add(
            ExternalContact(
                corp_id=CORP, external_userid=pair["external_userid"], name=told["name"]
            )
        )
        session.add(Follow(**pair, followed_at=MOMENT))
    make_sop(*STEPS)
    enroll_follow(FollowAdded(**pair, happened_at=MOMENT))
    advance(enrollment().id)
    speak()
    return str(pair["external_userid"])


def speak() -> None:
    """Say everything that waits to be said."""
    for lane in {said.lane for said in commands()}:
        drain(lane)


def poll(moment: datetime) -> Task:
    with clock.held_at(moment):
        poll_task(tasks()[0].id)
    return tasks()[0]


def test_a_message_waits_until_the_member_taps_and_then_reaches_the_customer(
    sim: Sim, customer: str
):
    (task,) = tasks()
    assert (task.state, task.text) == ("waiting", f"{sim_name(customer)}您好，我是李娜")
    assert poll(after(minutes=10)).state == "waiting"
    sim.order("staff/confirm", userid=LINA, msgid=task.msgid)
    assert poll(after(minutes=20)).state == "done"


def sim_name(customer: str) -> str:
    """The name under which the house knows them."""
    with transaction() as session:
        found = session.query(ExternalContact).filter_by(external_userid=customer).one()
        return found.name


def test_a_customer_who_has_left_gets_nothing(sim: Sim, customer: str):
    assert sim.order("people/delete", customer="k1", userid=LINA)["ok"]
    sim.order("staff/confirm", userid=LINA, msgid=tasks()[0].msgid)
    task = poll(after(minutes=10))
    assert (task.state, str(task.result)) == ("failed", "未发送：客户已不是好友")


def test_a_reply_takes_the_unconfirmed_message_back_at_wecom(sim: Sim, customer: str):
    pair: dict[str, Any] = {"corp_id": CORP, "userid": LINA, "external_userid": customer}
    stop_on_reply(CustomerSpoke(**pair, happened_at=after(minutes=5), message_id=1))
    speak()
    assert [said.state for said in commands("CancelGroupMsg")] == ["done"]
    refused = sim.order("staff/confirm", userid=LINA, msgid=tasks()[0].msgid)
    assert not refused.get("ok")


def test_a_task_reaches_the_members_phone_with_a_link(sim: Sim, customer: str):
    with clock.held_at(after(hours=1)):
        advance(enrollment().id)
        speak()
    (told,) = commands("SendMessage")
    assert (told.state, told.errcode) == ("done", 0)
    assert f"/sidebar/{customer}" in str(sim.see(f"staff/{LINA}/messages"))
