"""Tags are put on with their reason, once, and WeCom's answer decides what stays."""

import pytest

from app.contacts.follows import find_follow
from app.contacts.marking import mark, remarks_answered, tags_answered
from app.contacts.models import Follow, FollowTag
from app.db import reading, transaction
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import Remark
from tests.conftest import CORP, MOMENT


def because(rule: str, event_id: int | None = None) -> Because:
    return Because(
        reaction="tag_message", reason=f"因为{rule}", rule=rule, version=2, event_id=event_id
    )


@pytest.fixture
def follow(house: None) -> Follow:
    with transaction() as session:
        made = Follow(corp_id=CORP, userid="zhang", external_userid="wm1", followed_at=MOMENT)
        session.add(made)
    return made


def put(follow: Follow, reasons: dict[str, Because]) -> None:
    with transaction() as session:
        mark(session, follow, reasons, {"etA": 7})


def answer(state: str) -> None:
    with transaction() as session:
        for command in session.query(OutboxCommand):
            command.state = state
            tags_answered(session, [command])


def rows() -> dict[str, FollowTag]:
    with reading() as session:
        return {tag.tag_id: tag for tag in session.query(FollowTag)}


def commands() -> list[OutboxCommand]:
    with reading() as session:
        return session.query(OutboxCommand).order_by(OutboxCommand.id).all()


def test_each_rule_speaks_once_for_all_its_tags(follow: Follow) -> None:
    put(follow, {"etA": because("问价"), "etB": because("展会"), "etC": because("问价")})
    assert [command.body["add_tag"] for command in commands()] == [["etA", "etC"], ["etB"]]
    tag = rows()["etA"]
    assert (tag.rule, tag.version, tag.reason, tag.rule_id) == ("问价", 2, "因为问价", 7)
    assert tag.command_id == commands()[0].id
    assert tag.marked_at is None


def test_what_is_there_is_not_said_again(follow: Follow) -> None:
    for _ in range(2):
        put(follow, {"etA": because("问价")})
    put(follow, {"etA": because("展会")})
    assert len(commands()) == 1


def test_a_tag_taken_off_stays_off_when_the_same_reaction_runs_again(follow: Follow) -> None:
    put(follow, {"etA": because("问价")})
    with transaction() as session:
        session.query(FollowTag).delete()
    put(follow, {"etA": because("问价")})
    assert len(commands()) == 1
    assert rows() == {}


def test_wecoms_yes_settles_the_tag(follow: Follow) -> None:
    put(follow, {"etA": because("问价")})
    answer("done")
    assert rows()["etA"].marked_at == MOMENT


def test_wecoms_no_takes_the_tag_back_and_a_later_yes_brings_it_again(follow: Follow) -> None:
    put(follow, {"etA": because("问价")})
    answer("failed")
    assert rows() == {}
    answer("done")
    tag = rows()["etA"]
    assert (tag.reason, tag.marked_at) == ("因为问价", MOMENT)


def test_a_remark_that_wecom_took_is_the_follows_remark(follow: Follow) -> None:
    with transaction() as session:
        say(
            session,
            CORP,
            Remark("zhang", "wm1", remark="王-展会"),
            key="r",
            because=because("备注"),
        )
    for state, remark in (("failed", ""), ("done", "王-展会")):
        with transaction() as session:
            command = session.query(OutboxCommand).one()
            command.state = state
            remarks_answered(session, [command])
        with reading() as session:
            found = find_follow(session, CORP, "zhang", "wm1")
            assert found is not None
            assert found.remark == remark
