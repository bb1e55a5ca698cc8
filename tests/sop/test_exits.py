"""Leaving a SOP: on a reply, on a loss; and what is taken back then."""

import pytest

from app import clock
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowLost, FollowRemoved
from app.outbox.models import OutboxCommand
from app.sentences import CHINESE, in_words
from app.sop.advance import advance
from app.sop.answers import group_message_answered
from app.sop.models import Task
from app.sop.reactions import enroll_follow, stop_on_reply, stop_sops
from tests.sop.people import (
    PAIR,
    added,
    after,
    commands,
    enrollment,
    make_follow,
    make_sop,
    tasks,
)

pytestmark = pytest.mark.usefixtures("house")
MESSAGE = {"after_minutes": 0, "kind": "group_message", "text": "您好"}
REPLY = CustomerSpoke(**PAIR, happened_at=after(minutes=5), message_id=1)


def begin(*steps: dict[str, object], **sop: object) -> int:
    make_follow()
    make_sop(*steps, **sop)
    enroll_follow(added())
    return enrollment().id


def answer(msgid: str) -> None:
    with transaction() as session:
        command = session.query(OutboxCommand).filter_by(kind="AddMsgTemplate").one()
        command.state, command.answer = "done", {"msgid": msgid, "fail_list": []}
        group_message_answered(session, command)


def test_a_reply_ends_the_sop_and_cancels_open_tasks():
    advance(begin({"after_minutes": 0}, {"day": 1, "at": "09:00"}))
    stop_on_reply(REPLY)
    assert (enrollment().state, enrollment().ended_because) == ("ended", "reply")
    assert enrollment().due_at is None
    assert [task.state for task in tasks()] == ["cancelled"]
    assert str(tasks()[0].result) == "客户已回复，SOP 结束"


def test_a_sop_that_goes_on_after_a_reply_does():
    begin({"after_minutes": 60}, ends_on_reply=False)
    stop_on_reply(REPLY)
    assert enrollment().state == "running"


def test_what_was_said_before_the_enrollment_ends_nothing():
    begin({"after_minutes": 60})
    stop_on_reply(CustomerSpoke(**PAIR, happened_at=after(minutes=-1), message_id=1))
    assert enrollment().state == "running"


@pytest.mark.parametrize(("event", "because"), [(FollowLost, "lost"), (FollowRemoved, "removed")])
def test_a_loss_ends_the_sop(event: type[FollowLost | FollowRemoved], because: str):
    begin({"after_minutes": 60}, ends_on_reply=False)
    stop_sops(event(**PAIR, happened_at=after(minutes=1)))
    assert (enrollment().state, enrollment().ended_because) == ("ended", because)


def test_a_loss_cancels_the_open_tasks_of_a_finished_sop_too():
    advance(begin({"after_minutes": 0}))
    stop_sops(FollowLost(**PAIR, happened_at=after(minutes=1)))
    assert enrollment().state == "finished"
    assert [task.state for task in tasks()] == ["cancelled"]


def test_a_done_task_stays_done():
    advance(begin({"after_minutes": 0}, {"after_minutes": 60}))
    with transaction() as session:
        session.query(Task).update({"state": "done"})
    stop_on_reply(REPLY)
    assert [task.state for task in tasks()] == ["done"]


def test_a_waiting_group_message_is_withdrawn_at_wecom_once():
    advance(begin(MESSAGE, {"after_minutes": 60}))
    answer("msg1")
    for _ in range(2):
        stop_on_reply(REPLY)
    (said,) = commands("CancelGroupMsg")
    assert said.body == {"msgid": "msg1"}
    assert in_words(said.because["reason"], CHINESE) == "客户已回复，SOP 结束"


def test_a_group_message_that_is_not_spoken_yet_expires_unspoken():
    advance(begin(MESSAGE, {"after_minutes": 60}))
    with clock.held_at(after(minutes=5)):
        stop_on_reply(REPLY)
    (unspoken,) = commands("AddMsgTemplate")
    assert (unspoken.state, unspoken.finished_at) == ("expired", after(minutes=5))
    assert commands("CancelGroupMsg") == []


def test_a_group_message_that_was_being_spoken_is_withdrawn_when_its_answer_comes():
    advance(begin(MESSAGE, {"after_minutes": 60}))
    with transaction() as session:
        session.query(OutboxCommand).update({"state": "sending"})
    stop_on_reply(REPLY)
    answer("msg1")
    assert [said.body for said in commands("CancelGroupMsg")] == [{"msgid": "msg1"}]
    assert tasks()[0].state == "cancelled"


def test_the_notice_of_a_cancelled_task_stays_unspoken():
    advance(begin({"after_minutes": 0}, {"after_minutes": 60}))
    stop_on_reply(REPLY)
    assert [said.state for said in commands("SendMessage")] == ["expired"]
