"""`flask outbox` shows calls, says failed ones again, and keeps who settled an unclear one."""

from typing import Any

import pytest
from sqlalchemy import select

from app.contacts.models import Follow, FollowTag
from app.db import reading, transaction
from app.outbox.models import OutboxCommand
from jobs.relay import drain
from tests.conftest import CORP, MOMENT
from tests.insight.story import CUSTOMER, happen, say


@pytest.fixture
def told(house: None) -> None:
    """A welcome that was said, two tags that failed, and one of which nobody knows."""
    with transaction() as session:
        added = happen(session, "FollowAdded", 0, {})
        say(session, "SendWelcome", added, 0, {"welcome_code": "c"}, "新客户扫码添加")
        for minutes, state in ((1, "failed"), (2, "failed"), (3, "unknown")):
            row = say(session, "MarkTag", added, minutes, {"add_tag": ["etA"]}, "问价", state=state)
            row.because = row.because | {"rule": "标签规则 问价", "version": 2}
        follow = Follow(corp_id=CORP, userid="zhang", external_userid=CUSTOMER, followed_at=MOMENT)
        follow.tags = [FollowTag(corp_id=CORP, tag_id="etA", command_id=row.id)]
        session.add(follow)


def rows() -> list[OutboxCommand]:
    with reading() as session:
        return list(session.scalars(select(OutboxCommand).order_by(OutboxCommand.id)))


def states() -> list[str]:
    return [row.state for row in rows()]


def test_an_empty_outbox_says_so(run: Any):
    assert run("outbox", "list").output == "there is no such call\n"
    nothing = run("outbox", "retry", "--all")
    assert (nothing.exit_code, "no such call is failed" in nothing.output) == (1, True)


def test_the_list_is_narrowed_by_state_and_name(run: Any, told: None):
    assert "4 of 4 calls" in run("outbox", "list").output
    assert "2 of 2 calls" in run("outbox", "list", "--state", "failed").output
    assert "1 of 1 calls" in run("outbox", "list", "--name", "SendWelcome").output
    assert "84061 not external contact" in run("outbox", "list", "--state", "unknown").output


def test_one_call_is_shown_with_its_reason_and_body_only_on_request(run: Any, told: None):
    shown = run("outbox", "show", "4").output
    for word in ("MarkTag", "because 问价", "标签规则 问价 @v2", "flask inbox show 1"):
        assert word in shown
    assert "add_tag" not in shown
    assert "add_tag" in run("outbox", "show", "4", "--body").output


def test_failed_calls_are_said_again_by_kind_and_unclear_ones_only_by_id(run: Any, told: None):
    assert "would say again: 2" in run("outbox", "retry", "--all", "--dry-run").output
    assert states() == ["done", "failed", "failed", "unknown"]
    assert "     2  MarkTag  84061" in run("outbox", "retry", "--all", "--name", "MarkTag").output
    assert states() == ["done", "again", "again", "unknown"]
    run("outbox", "retry", "4")
    assert states() == ["done", "again", "again", "again"]


def test_ids_and_all_are_not_mixed(run: Any, told: None):
    assert run("outbox", "retry").exit_code == 2
    assert run("outbox", "retry", "2", "--all").exit_code == 2
    assert states().count("failed") == 2


def test_a_settled_call_is_done_without_a_call_and_keeps_who_when_and_why(run: Any, told: None):
    settled = run("outbox", "settle", "4", "done", "--note", "客户详情里有这个标签", "--by", "wang")
    assert settled.exit_code == 0
    drain("events")  # no simulated WeCom is there: a call would fail
    row = rows()[3]
    assert (row.state, row.settled_by, row.settled_at) == ("done", "wang", MOMENT)
    assert row.settled_note == "客户详情里有这个标签"
    with reading() as session:
        assert session.scalars(select(FollowTag)).one().marked_at == MOMENT
    assert "settled by wang" in run("outbox", "show", "4").output


def test_a_call_settled_as_failed_takes_its_tag_away_and_can_be_said_again(run: Any, told: None):
    run("outbox", "settle", "4", "failed", "--note", "没有")
    drain("events")
    with reading() as session:
        assert session.scalars(select(FollowTag)).all() == []
    run("outbox", "retry", "4")
    row = rows()[3]
    assert (row.state, row.settled_as, row.settled_note) == ("again", None, "没有")


@pytest.mark.parametrize("command_id", ["1", "99"])
def test_only_what_is_unclear_is_settled(run: Any, told: None, command_id: str):
    refused = run("outbox", "settle", command_id, "done", "--note", "x")
    assert (refused.exit_code, states()[0]) == (1, "done")
