"""A due step becomes a task and a word to the member, exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from app import clock
from app.contacts.models import Follow
from app.db import transaction
from app.sop.advance import advance
from app.sop.models import Sop
from app.sop.reactions import enroll_follow
from tests.conftest import AGENTID, MOMENT
from tests.sop.people import (
    CUSTOMER,
    STAFF,
    added,
    after,
    commands,
    enrollment,
    make_follow,
    make_sop,
    tasks,
)

pytestmark = pytest.mark.usefixtures("house")


def begin(*steps: dict[str, object]) -> int:
    make_follow()
    make_sop(*steps)
    enroll_follow(added())
    return enrollment().id


def advance_at(moment: datetime, enrollment_id: int) -> None:
    with clock.held_at(moment):
        advance(enrollment_id)


def test_a_task_opens_and_the_member_is_told_with_a_link():
    begun = begin({"after_minutes": 0, "title": "问好", "text": "问问{客户昵称}看展的感受"})
    advance(begun)
    (task,) = tasks()
    assert (task.state, task.userid, task.text) == ("open", STAFF, "问问李雷看展的感受")
    (said,) = commands("SendMessage")
    assert said.key == f"sop:{begun}:0:notice"
    assert said.body["agentid"] == AGENTID
    assert said.body["touser"] == STAFF
    assert said.body["textcard"]["url"].endswith(f"/sidebar/{CUSTOMER}")
    assert said.because["version"] == 1
    assert task.command_id == said.id


def test_a_group_message_is_asked_of_the_member_for_this_customer_alone():
    begun = begin(
        {"after_minutes": 0, "kind": "group_message", "text": "{客户昵称}，我是{员工姓名}"}
    )
    advance(begun)
    (task,) = tasks()
    (said,) = commands()
    assert (said.kind, said.key) == ("AddMsgTemplate", f"sop:{begun}:0")
    assert said.body["sender"] == STAFF
    assert said.body["external_userid"] == [CUSTOMER]
    assert said.body["text"] == {"content": "李雷，我是王芳"}
    assert task.state == "waiting"


def test_nothing_happens_before_the_moment():
    begun = begin({"after_minutes": 10})
    advance_at(after(minutes=9), begun)
    assert tasks() == []
    advance_at(after(minutes=10), begun)
    assert len(tasks()) == 1


def test_ringing_again_takes_nothing_twice():
    begun = begin({"after_minutes": 0}, {"day": 1, "at": "10:00"})
    for _ in range(3):
        advance(begun)
    assert len(tasks()) == len(commands()) == 1
    assert enrollment().position == 1


def test_two_workers_that_meet_take_the_step_once():
    begun = begin({"after_minutes": 0}, {"day": 1, "at": "10:00"})
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(advance, [begun] * 12))
    assert len(tasks()) == len(commands()) == 1


def test_after_the_last_step_the_enrollment_is_finished():
    begun = begin({"after_minutes": 0}, {"after_minutes": 120})
    advance(begun)
    advance_at(after(hours=2), begun)
    assert [task.due_at for task in tasks()] == [MOMENT, after(hours=2)]
    assert (enrollment().state, enrollment().due_at) == ("finished", None)


def test_a_late_worker_takes_every_step_it_has_missed():
    begun = begin({"after_minutes": 1}, {"after_minutes": 2}, {"after_minutes": 3})
    for _ in range(3):
        advance_at(after(days=1), begun)
    assert [task.due_at for task in tasks()] == [after(minutes=m) for m in (1, 2, 3)]


@pytest.mark.parametrize(("by", "because"), [("staff", "removed"), ("customer", "lost")])
def test_a_step_for_somebody_who_has_left_ends_the_enrollment(by: str, because: str):
    begun = begin({"after_minutes": 5})
    with transaction() as session:
        session.query(Follow).update({"ended_at": after(minutes=1), "ended_by": by})
    advance_at(after(minutes=5), begun)
    assert (enrollment().state, enrollment().ended_because) == ("ended", because)
    assert tasks() == []
    assert commands() == []


def test_switching_a_sop_off_stops_its_sends():
    begun = begin({"after_minutes": 5})
    with transaction() as session:
        session.query(Sop).update({"is_active": False})
    advance_at(after(minutes=5), begun)
    assert (enrollment().state, enrollment().ended_because) == ("ended", "stopped")
    assert commands() == []
