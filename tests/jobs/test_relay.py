"""Speaking to WeCom: once, in time, and never twice blindly."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.corps.wecom import budget
from app.db import reading, transaction
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import AddMsgTemplate, MarkTag, SendMessage, SendWelcome
from bots.speech import Command
from jobs.relay import drain
from tests.town import Town

ONE = timedelta(seconds=1)
WHY = Because(reaction="test", reason="试一试")


def decide(town: Town, command: Command, key: str = "one", **more) -> int | None:
    with transaction() as session:
        return say(session, town.corp_id, command, key=key, because=WHY, **more)


def row() -> Any:
    with reading() as session:
        return session.scalars(select(OutboxCommand).order_by(OutboxCommand.id.desc())).first()


def settle_row(town: Town) -> Any:
    """Let the relay come back to the newest command until it has ended."""
    for _ in range(5):
        if row().state in ("again", "sending"):
            town.let_pass(timedelta(seconds=40))
    return row()


def tries(town: Town, path: str) -> int:
    return sum(town.truth()["api_calls"].get(path, {}).values())


def befriend(town: Town) -> Any:
    scanned = town.scan("lk-demo-shop")
    town.settle()
    return scanned["external_userid"]


def group_message(town: Town) -> AddMsgTemplate:
    return AddMsgTemplate(
        chat_type="single",
        external_userid=[befriend(town)],
        sender="sunyue",
        text={"content": "只此一份"},
    )


def messages_like_ours(town: Town) -> int:
    return sum("只此一份" in str(task) for task in town.truth()["group_messages"])


def test_a_key_is_decided_on_once(town: Town):
    mark = MarkTag(userid="sunyue", external_userid="wmX", add_tag=["et1"])
    assert decide(town, mark) is not None
    assert decide(town, mark) is None


def test_a_final_no_is_kept_with_wecoms_words(town: Town):
    decide(town, MarkTag(userid="sunyue", external_userid="wmNobody", add_tag=["et1"]))
    drain(row().lane)
    assert (row().state, row().errcode in (84061, 40096, 40068)) == ("failed", True)
    assert row().errmsg


def test_what_the_budget_holds_back_is_not_sent_and_burns_no_attempt(town: Town):
    decide(town, MarkTag(userid="sunyue", external_userid="wmNobody", add_tag=["et1"]))
    budget().refused(town.corp_id, "externalcontact/mark_tag", 60)
    drain(row().lane)
    assert (row().state, row().attempts) == ("again", 0)
    assert row().due_at - clock.now() == pytest.approx(timedelta(seconds=60), abs=ONE)
    assert tries(town, "externalcontact/mark_tag") == 0
    town.let_pass(timedelta(seconds=61))
    assert (row().state, tries(town, "externalcontact/mark_tag")) == ("failed", 1)


def test_a_rate_that_wecom_refuses_rests_the_api_for_everybody(town: Town):
    town.trouble(api={"externalcontact/mark_tag": {"errcode": 45009, "times": 1}})
    decide(town, MarkTag(userid="sunyue", external_userid="wmNobody", add_tag=["et1"]))
    drain(row().lane)
    assert (row().state, row().errcode, row().attempts) == ("again", 45009, 0)
    assert budget().room(town.corp_id, "externalcontact/mark_tag", "welcome") == 0
    town.let_pass(timedelta(seconds=61))
    assert (row().state, tries(town, "externalcontact/mark_tag")) == ("failed", 2)


def test_an_expired_welcome_is_never_tried(town: Town):
    deadline = clock.now() + timedelta(seconds=20)
    welcome = SendWelcome(welcome_code="CODE", text={"content": "您好"})
    decide(town, welcome, lane="welcome", deadline_at=deadline)
    town.wecom.move_clock(deadline + timedelta(seconds=1))
    drain(row().lane)
    assert row().state == "expired"
    assert tries(town, "externalcontact/send_welcome_msg") == 0


def test_a_welcome_that_was_cut_off_after_its_effect_counts_as_delivered(town: Town):
    town.trouble(cut={"path": "externalcontact/send_welcome_msg", "when": "after", "times": 1})
    befriend(town)
    town.let_pass(timedelta(seconds=10))
    with reading() as session:
        told = session.scalars(select(OutboxCommand).where(OutboxCommand.kind == "SendWelcome"))
        assert [(one.state, one.errcode) for one in told] == [("done", 41051)]
    assert sum(welcome["sent_at"] is not None for welcome in town.truth()["welcomes"]) == 1


def test_a_group_message_cut_off_after_its_effect_is_found_and_not_sent_twice(town: Town):
    command = group_message(town)
    town.trouble(cut={"path": "externalcontact/add_msg_template", "when": "after", "times": 1})
    decide(town, command)
    drain(row().lane)
    assert row().state == "sending"
    ended = settle_row(town)
    assert (ended.state, ended.maybe_said) == ("done", True)
    assert ended.answer["msgid"]
    assert messages_like_ours(town) == 1


def test_a_group_message_cut_off_before_its_effect_is_sent_after_a_look(town: Town):
    command = group_message(town)
    town.trouble(cut={"path": "externalcontact/add_msg_template", "when": "before", "times": 1})
    decide(town, command)
    drain(row().lane)
    assert settle_row(town).state == "done"
    assert messages_like_ours(town) == 1


def test_a_look_for_a_group_message_passes_by_those_of_other_commands(town: Town):
    for key in ("first", "second", "third"):
        decide(town, group_message(town), key)
        drain(row().lane)
        assert row().state == "done"
    town.trouble(cut={"path": "externalcontact/add_msg_template", "when": "before", "times": 1})
    decide(town, group_message(town))
    drain(row().lane)
    assert settle_row(town).state == "done"
    assert tries(town, "externalcontact/get_groupmsg_send_result") == 0
    assert messages_like_ours(town) == 4


def test_what_cannot_be_looked_up_is_left_to_a_person(town: Town):
    agentid = town.said["corps"][0]["apps"][0]["agentid"]
    note = SendMessage(msgtype="text", agentid=agentid, touser="lina", text={"content": "在吗"})
    town.trouble(cut={"path": "message/send", "when": "after", "times": 1})
    decide(town, note)
    drain(row().lane)
    assert settle_row(town).state == "unknown"
    assert tries(town, "message/send") == 1


def test_a_throttled_call_waits_and_burns_nothing(town: Town):
    external_userid = befriend(town)
    trouble = {"externalcontact/mark_tag": {"errcode": 45009, "times": 2}}
    town.trouble(api=trouble)
    from app.contacts.models import CorpTag

    with reading() as session:
        tag_id = session.scalars(select(CorpTag.tag_id)).all()[0]
    decide(town, MarkTag(userid="sunyue", external_userid=external_userid, add_tag=[tag_id]))
    drain(row().lane)
    assert row().state == "again"
    town.let_pass(timedelta(minutes=3))
    assert row().state == "done"
