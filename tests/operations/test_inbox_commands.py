"""`flask inbox` shows what came in and runs it again; a dry run changes nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from app.db import reading, transaction
from app.inbox.models import InboxEvent, InboxReaction
from app.queue import lane
from tests.conftest import CORP, MOMENT
from tests.insight.story import happen, react, say

GREET = "app.outreach.reactions.greet"
MIRROR = "app.contacts.reactions.mirror_follow"
ADDED = {
    "MsgType": "event",
    "Event": "change_external_contact",
    "ChangeType": "add_external_contact",
    "UserID": "zhang",
    "ExternalUserID": "wm7",
    "CreateTime": "1772415000",
}


@pytest.fixture
def parked(house: None) -> None:
    """Two adds and a loss, of which three reactions are parked."""
    with transaction() as session:
        for minutes in (0, 1):
            added = happen(session, "FollowAdded", minutes, {"welcome_code": "c"})
            react(session, added, GREET, "done")
            react(session, added, MIRROR, "parked", "Traceback\nRefused: 40003: invalid userid")
        lost = happen(session, "FollowLost", 2, {})
        react(session, lost, "app.contacts.reactions.end_follow", "parked", "Bug: why")
        say(session, "SendWelcome", added, 1, {"welcome_code": "c"}, "新客户")


def states(name: str = "") -> list[str]:
    with reading() as session:
        rows = select(InboxReaction.state).order_by(InboxReaction.id)
        return list(session.scalars(rows.where(InboxReaction.name.contains(name))))


def test_an_empty_inbox_says_so(run: Any):
    assert run("inbox", "list").output == "no such event is kept\n"
    assert run("inbox", "redrive").output == "no such reaction is parked\n"


def test_the_list_is_narrowed_by_state_name_corp_and_age(run: Any, parked: None):
    assert "3 of 3 events" in run("inbox", "list").output
    assert "2 of 2 events" in run("inbox", "list", "--name", "FollowAdded").output
    assert "1 of 3 events" in run("inbox", "list", "--state", "parked", "--limit", "1").output
    assert "2 of 2 events" in run("inbox", "list", "--state", "done").output
    assert "no such event" in run("inbox", "list", "--corp", "wwother").output
    assert "3 of 3 events" in run("inbox", "list", "--since", "1h").output
    assert "no such event" in run("inbox", "list", "--since", "2026-03-03").output


def test_a_moment_that_is_none_is_refused_with_examples(run: Any):
    told = run("inbox", "list", "--since", "yesterday")
    assert (told.exit_code, "90m, 6h, 3d" in told.output) == (2, True)


def test_one_event_is_shown_with_its_errors_and_what_was_said(run: Any, parked: None):
    told = run("inbox", "show", "2").output
    for word in ("FollowAdded", "1 done, 1 parked", "Refused: 40003", "SendWelcome  done  0 ok"):
        assert word in told
    missing = run("inbox", "show", "99")
    assert (missing.exit_code, "there is no event 99" in missing.output) == (1, True)


def test_a_dry_redrive_counts_and_changes_nothing(run: Any, parked: None):
    told = run("inbox", "redrive", "--dry-run").output
    assert "     2  FollowAdded → mirror_follow" in told
    assert "would run again: 3" in told
    assert states().count("parked") == 3


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ((), 0),
        (("--name", "mirror_follow"), 1),
        (("--name", "FollowLost"), 2),
        (("--since", "2026-03-03"), 3),
    ],
)
def test_all_of_a_kind_run_again(run: Any, parked: None, filters: tuple[str, ...], left: int):
    run("inbox", "redrive", *filters)
    assert states().count("parked") == left
    assert lane("events").count == (1 if left < 3 else 0)


def test_what_had_waited_for_it_runs_again_too_and_nobody_elses(run: Any, parked: None):
    waited = "NotYet: the follow is not mirrored yet"
    with transaction() as session:
        react(session, happen(session, "FollowAdded", 3, {}), "app.leads.x", "parked", waited)
        other = happen(session, "FollowAdded", 4, {})
        other.external_userid = "wmOther"
        react(session, other, "app.leads.y", "parked", waited)
    told = run("inbox", "redrive", "--name", "mirror_follow").output
    assert "2" in told
    assert (states("app.leads.x"), states("app.leads.y")) == (["again"], ["parked"])
    assert states("end_follow") == ["parked"]


def test_a_replay_runs_every_reaction_of_one_event(run: Any, parked: None):
    assert "would run again greet, mirror_follow" in run("inbox", "replay", "1", "--dry-run").output
    assert states("mirror_follow") == ["parked", "parked"]
    run("inbox", "replay", "1")
    assert (states("greet"), states("mirror_follow")) == (
        ["pending", "done"],
        ["pending", "parked"],
    )
    with reading() as session:
        assert session.get_one(InboxEvent, 1).state == "new"


def unknown(session: Any, message: dict[str, str], *, name: str = "Unknown") -> InboxEvent:
    row = happen(session, name, len(message), {})
    row.state, row.message, row.external_userid = "unknown", message, None
    return row


def test_what_a_mended_parser_can_name_is_named_and_the_rest_stays(run: Any):
    with transaction() as session:
        unknown(session, ADDED)
        unknown(session, {"MsgType": "event", "Event": "never_heard_of"})
        unknown(session, {}, name="ForgottenFact")
    told = run("inbox", "decode", "--dry-run").output
    assert ("     1  FollowAdded" in told, "would name: 1, still unknown: 2" in told) == (
        True,
        True,
    )
    with reading() as session:
        assert session.get_one(InboxEvent, 1).state == "unknown"
    assert "name: 1, still unknown: 2" in run("inbox", "decode").output
    with reading() as session:
        row = session.get_one(InboxEvent, 1)
    assert (row.name, row.state, row.external_userid) == ("FollowAdded", "new", "wm7")
    assert (row.corp_id, row.happened_at) == (CORP, MOMENT)
    assert lane("welcome").count == 1


def test_what_nobody_can_read_is_not_replayed(run: Any):
    with transaction() as session:
        unknown(session, {})
    told = run("inbox", "replay", "1")
    assert (told.exit_code, "inbox decode" in told.output) == (1, True)
