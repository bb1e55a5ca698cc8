"""The main story: a scan becomes a follow, a welcome, tags, a SOP, a conversation, a lead."""

from datetime import timedelta

from sqlalchemy import select

from app.archive.models import ChatMessage
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.queries import tag_names
from app.db import reading
from app.inbox.models import InboxEvent, InboxReaction
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task
from tests.town import Town


def tags_of(town: Town) -> set[str]:
    with reading() as session:
        names = tag_names(session, town.corp_id)
        rows = session.scalars(select(FollowTag).where(FollowTag.marked_at.is_not(None)))
        return {names[row.tag_id] for row in rows}


def all_of(table):
    with reading() as session:
        return session.scalars(select(table).order_by(table.id)).all()


def test_a_scan_becomes_a_lead(town: Town):
    scanned = town.scan("lk-demo-1111")
    town.settle()

    (contact,), (follow,) = all_of(ExternalContact), all_of(Follow)
    assert contact.name == "张小雨"
    assert (follow.userid, follow.state) == (scanned["userid"], "lk-demo-1111")
    assert follow.remark == "张小雨-双十一海报"
    assert tags_of(town) == {"双十一海报", "上午添加"}
    (welcome,) = town.truth()["welcomes"]
    assert welcome["sent_at"] is not None
    assert [one.state for one in all_of(Enrollment)] == ["running"]

    town.let_pass(timedelta(minutes=15))
    assert [(task.title, task.state) for task in all_of(Task)] == [("主动打个招呼", "open")]

    town.say("你好")
    town.say("请问多少钱？可以试用吗")
    town.settle()
    town.let_pass(timedelta(minutes=1))
    assert [message.text for message in all_of(ChatMessage)] == ["你好", "请问多少钱？可以试用吗"]
    assert tags_of(town) >= {"问价", "想试用"}
    (enrollment,) = all_of(Enrollment)
    assert (enrollment.state, enrollment.ended_because) == ("ended", "reply")

    (lead,) = all_of(Lead)
    assert lead.owner == scanned["userid"]
    assert lead.source_state == "lk-demo-1111"
    assert lead.score == sum(one["points"] for one in lead.contributions) >= 60


def test_everything_that_was_done_says_why(town: Town):
    town.scan("lk-demo-web")
    town.settle()
    commands = all_of(OutboxCommand)
    assert {command.kind for command in commands} == {"SendWelcome", "MarkTag", "Remark"}
    assert all(command.event_id and command.because["reason"] for command in commands)
    assert all((command.state, command.errcode) == ("done", 0) for command in commands)
    assert {reaction.state for reaction in all_of(InboxReaction)} == {"done"}


def test_three_deliveries_change_nothing_more(town: Town):
    town.trouble(callback={"duplicate": 3})
    town.scan("lk-demo-web")
    town.settle()
    assert [event.name for event in all_of(InboxEvent)] == ["FollowAdded"]
    assert len(all_of(Follow)) == 1
    truth = town.truth()
    assert [len(welcome["tries"]) for welcome in truth["welcomes"]] == [1]


def test_a_customer_who_leaves_ends_what_was_running(town: Town):
    town.scan("lk-demo-shop")
    town.settle()
    town.let_pass(timedelta(minutes=12))
    town.wecom.post("/people/delete", {"customer": "zhang", "userid": "sunyue"})
    town.settle()
    (follow,), (enrollment,), (task,) = all_of(Follow), all_of(Enrollment), all_of(Task)
    assert (follow.ended_by, enrollment.ended_because, task.state) == (
        "customer",
        "lost",
        "cancelled",
    )


def test_a_group_message_waits_for_the_members_tap(town: Town):
    town.scan("lk-demo-shop")
    town.settle()
    town.let_pass(timedelta(minutes=121))
    waiting = next(task for task in all_of(Task) if task.kind == "group_message")
    assert (waiting.state, bool(waiting.msgid)) == ("waiting", True)
    town.wecom.post("/staff/confirm", {"userid": "sunyue", "msgid": waiting.msgid})
    town.let_pass(timedelta(minutes=30))
    confirmed = next(task for task in all_of(Task) if task.kind == "group_message")
    assert confirmed.state == "done"
