"""What becomes of a group message: asked over HTTP, with WeCom's answers and its outages."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import clock
from app.config import settings
from app.corps.wecom import forget_mouths
from app.db import transaction
from app.outbox.models import OutboxCommand
from app.sop.advance import advance
from app.sop.answers import group_message_answered, outcome, poll_task
from app.sop.reactions import enroll_follow
from tests.bots.loopback import Line, Loopback, opened
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

RESULT = "externalcontact/get_groupmsg_send_result"
Says = Callable[..., Loopback]


@pytest.fixture
def says(house: None) -> Iterator[Says]:
    """Let WeCom give these answers to the question about the result, the last one for ever."""
    servers = []

    def start(*answers: Any) -> Loopback:
        token = {"errcode": 0, "access_token": "t", "expires_in": 7200}
        loopback = Loopback({"gettoken": [token], RESULT: list(answers)})
        servers.append(opened(loopback))
        os.environ["WECOM_API_BASE"] = loopback.url + "/cgi-bin"
        settings.cache_clear()
        forget_mouths()
        return loopback

    yield start
    os.environ.pop("WECOM_API_BASE", None)
    settings.cache_clear()
    forget_mouths()
    for server in servers:
        server.shutdown()
        server.server_close()


def sent(status: int) -> dict[str, Any]:
    return {"errcode": 0, "send_list": [{"external_userid": CUSTOMER, "status": status}]}


def answered(state: str = "done", **told: Any) -> None:
    """A group message was asked for, and this is WeCom's final answer."""
    make_follow()
    make_sop({"after_minutes": 0, "kind": "group_message", "text": "您好"})
    enroll_follow(added())
    advance(enrollment().id)
    with transaction() as session:
        command = session.query(OutboxCommand).one()
        command.state = state
        for name, value in told.items():
            setattr(command, name, value)
        group_message_answered(session, command)


def created() -> None:
    answered(answer={"errcode": 0, "msgid": "msg1", "fail_list": []})


def poll_at(moment: datetime | None) -> None:
    assert moment is not None
    with clock.held_at(moment):
        poll_task(tasks()[0].id)


def test_a_created_message_waits_and_is_asked_about_after_ten_minutes(house: None):
    created()
    (task,) = tasks()
    assert (task.state, task.msgid, task.poll_at) == ("waiting", "msg1", after(minutes=10))


def test_a_customer_whom_wecom_cannot_reach_fails_at_once(house: None):
    answered(answer={"errcode": 0, "msgid": "msg1", "fail_list": [CUSTOMER]})
    assert (tasks()[0].state, tasks()[0].poll_at) == ("failed", None)


def test_a_refusal_fails_with_wecoms_code_and_what_to_do(house: None):
    answered("failed", errcode=41048, errmsg="no customer to send")
    (task,) = tasks()
    assert task.state == "failed"
    assert str(task.result).startswith("未发送（41048）：")


def test_a_refusal_of_our_own_says_why(house: None):
    answered("failed", errmsg="the corp has no app yet")
    assert str(tasks()[0].result) == "未发送：the corp has no app yet"


@pytest.mark.parametrize(("status", "state"), [(1, "done"), (2, "failed"), (3, "failed")])
def test_wecoms_result_ends_the_task(says: Says, status: int, state: str):
    wecom = says(sent(status))
    created()
    poll_at(after(minutes=10))
    (task,) = tasks()
    assert (task.state, task.poll_at, task.finished_at) == (state, None, after(minutes=10))
    assert wecom.calls(RESULT)[0].json == {"msgid": "msg1", "userid": STAFF}


def test_nobody_asks_before_the_moment(says: Says):
    wecom = says(sent(1))
    created()
    poll_at(after(minutes=9))
    assert wecom.calls(RESULT) == []


@pytest.mark.parametrize("unknown", [sent(0), {"errcode": 0, "send_list": []}])
def test_an_unconfirmed_message_is_asked_about_again_and_again(says: Says, unknown: dict[str, Any]):
    says(unknown, unknown, sent(1))
    created()
    for minutes in (10, 20):
        poll_at(after(minutes=minutes))
        assert tasks()[0].state == "waiting"
    poll_at(tasks()[0].poll_at)
    assert tasks()[0].state == "done"


def cut(line: Line) -> None:
    line.reply(b"", status=502)


@pytest.mark.parametrize(
    "outage", [cut, {"errcode": 45009, "errmsg": "limit"}, {"errcode": 60020, "errmsg": "ip"}]
)
def test_an_outage_or_a_missing_permission_says_nothing_about_the_message(says: Says, outage: Any):
    says(outage)
    created()
    poll_at(after(minutes=10))
    assert (tasks()[0].state, tasks()[0].poll_at) == ("waiting", after(minutes=20))


def test_a_message_that_wecom_does_not_know_has_failed(says: Says):
    says({"errcode": 41047, "errmsg": "invalid msgid"})
    created()
    poll_at(after(minutes=10))
    (task,) = tasks()
    assert task.state == "failed"
    assert str(task.result).startswith("查询失败（41047）：")


def test_after_a_week_an_unconfirmed_message_is_withdrawn(says: Says):
    wecom = says(sent(0))
    created()
    while (task := tasks()[0]).state == "waiting":
        poll_at(task.poll_at)
    assert (task.state, str(task.result)) == ("failed", "成员 7 天内未确认，已撤回")
    assert task.finished_at is not None
    assert after(days=7) <= task.finished_at <= after(days=7) + timedelta(hours=6)
    assert [said.body for said in commands("CancelGroupMsg")] == [{"msgid": "msg1"}]
    assert len(wecom.calls(RESULT)) < 40


def test_somebody_elses_part_is_not_ours():
    others = {"send_list": [{"external_userid": "wmother", "status": 1}]}
    assert outcome(others, CUSTOMER) is None
