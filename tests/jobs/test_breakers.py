"""While WeCom refuses an app or an API its commands wait, and go on by themselves afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.contacts.models import CorpTag
from app.db import reading, transaction
from app.errors import NotYet
from app.inbox.models import InboxReaction
from app.outbox.breakers import PROBE_EVERY, probe_now, trip
from app.outbox.models import Breaker, OutboxCommand
from app.outbox.say import Because, say
from bots.commands import MarkTag, Remark, SendWelcome
from bots.errors import Forbidden
from jobs import react
from jobs.outcome import Outcome
from tests.conftest import CORP
from tests.town import Town

WHY = Because(reaction="test", reason="试一试")
MARK, REMARK = MarkTag.path, Remark.path
WELCOME = SendWelcome.path


@pytest.fixture
def friend(town: Town) -> str:
    scanned = town.scan("lk-demo-shop")
    town.settle()
    return str(scanned["external_userid"])


@pytest.fixture
def mark(town: Town, friend: str):
    """Decide on a mark: `mark("key")`."""
    with reading() as session:
        tag_id = session.scalars(select(CorpTag.tag_id)).all()[0]

    def decide(key: str) -> int:
        command = MarkTag(userid="sunyue", external_userid=friend, add_tag=[tag_id])
        return decided(town, command, key, userid="sunyue", external_userid=friend)

    return decide


def decided(town, command, key, **more) -> int:
    with transaction() as session:
        command_id = say(session, town.corp_id, command, key=key, because=WHY, **more)
    assert command_id is not None
    return command_id


def refuse(town, errcode, *paths, times=99):
    town.trouble(api={path: {"errcode": errcode, "times": times} for path in paths})


def row(command_id):
    with reading() as session:
        return session.get_one(OutboxCommand, command_id)


def breakers():
    with reading() as session:
        return list(session.scalars(select(Breaker)))


def tries(town, path, errcode):
    return town.truth()["api_calls"].get(path, {}).get(str(errcode), 0)


def test_commands_of_a_refused_api_wait_and_the_others_go_on(town, friend, mark):
    refuse(town, 48002, MARK)
    marks = [mark(key) for key in ("one", "two", "three")]
    remark = decided(town, Remark("sunyue", friend, remark="老客户"), "remark")
    town.settle()
    assert tries(town, MARK, 48002) == 1
    assert [row(one).state in ("pending", "again") for one in marks] == [True] * 3
    assert [row(one).attempts for one in marks] == [0, 0, 0]
    assert row(remark).state == "done"
    (breaker,) = breakers()
    assert (breaker.api, breaker.errcode) == (MARK, 48002)
    assert row(marks[0]).errcode == 48002


def test_one_probe_at_a_time_and_the_first_success_lets_all_go_on(town, mark):
    refuse(town, 48002, MARK, times=3)
    marks = [mark(key) for key in ("one", "two", "three")]
    town.settle()
    town.let_pass(2 * PROBE_EVERY)
    assert tries(town, MARK, 48002) == 3
    assert len(breakers()) == 1
    town.let_pass(PROBE_EVERY)
    assert breakers() == []
    assert [row(one).state for one in marks] == ["done"] * 3
    assert [row(one).attempts for one in marks] == [1, 1, 1]


def test_a_refused_address_stops_the_whole_app_and_is_named(town, friend, mark):
    refuse(town, 60020, MARK, times=1)
    marked = mark("one")
    town.settle()
    before = tries(town, REMARK, 0)
    remark = decided(town, Remark("sunyue", friend, remark="老客户"), "remark")
    town.settle()
    (breaker,) = breakers()
    assert (breaker.api, breaker.from_ip) == ("", "127.0.0.1")
    assert row(remark).waits_for == row(marked).waits_for == breaker.id
    assert tries(town, REMARK, 0) == before
    town.let_pass(PROBE_EVERY)
    assert (breakers(), row(marked).state, row(remark).state) == ([], "done", "done")


def test_a_probe_that_is_not_answered_tells_nothing(town, mark):
    refuse(town, 48002, MARK, times=1)
    marked = mark("one")
    town.settle()
    town.trouble(cut={"path": MARK, "when": "before", "times": 1})
    town.let_pass(PROBE_EVERY)
    assert len(breakers()) == 1
    town.let_pass(PROBE_EVERY)
    assert (breakers(), row(marked).state) == ([], "done")


def test_a_refusal_about_one_member_stops_nothing_else(town, mark):
    refuse(town, 60011, MARK, times=1)
    first, second = mark("one"), mark("two")
    town.settle()
    assert breakers() == []
    assert (row(first).state, row(first).errcode, row(second).state) == ("failed", 60011, "done")


def test_a_person_may_have_it_tried_at_once(town, mark):
    refuse(town, 48002, MARK, times=1)
    marked = mark("one")
    town.settle()
    (breaker,) = breakers()
    with transaction() as session:
        assert not probe_now(session, "wwsomebodyelse0000", breaker.id)
        assert probe_now(session, town.corp_id, breaker.id)
    town.settle()
    assert (breakers(), row(marked).state) == ([], "done")


def test_a_welcome_does_not_wait_but_tries_and_clears_the_way(town, friend, mark):
    refuse(town, 60020, MARK, WELCOME, times=1)
    marked = mark("one")
    town.settle()
    assert row(marked).waits_for is not None
    town.scan("lk-demo-shop", name="第二位", key="second")  # its welcome is refused, at once
    town.settle()
    assert len(breakers()) == 1
    town.scan("lk-demo-shop", name="第三位", key="third")
    town.settle()
    assert (breakers(), row(marked).state) == ([], "done")
    with reading() as session:
        welcomes = select(OutboxCommand.state, OutboxCommand.errcode).where(
            OutboxCommand.kind == "SendWelcome"
        )
        told = [tuple(one) for one in session.execute(welcomes.order_by(OutboxCommand.id))]
    assert told == [("done", 0), ("failed", 60020), ("done", 0)]


def test_a_breaker_that_nobody_waits_for_goes_when_nothing_is_refused_any_more(town, mark):
    refuse(town, 48002, MARK, times=1)
    marked = mark("one")
    town.settle()
    with transaction() as session:
        waiting = session.get_one(OutboxCommand, marked)
        waiting.state, waiting.finished_at = "expired", clock.now()
    town.let_pass(PROBE_EVERY)
    assert len(breakers()) == 1
    town.let_pass(PROBE_EVERY)
    assert breakers() == []


def test_a_reaction_that_is_refused_waits_and_runs_again(town):
    refuse(town, 48002, "externalcontact/get", times=1)
    town.scan("lk-demo-shop")
    town.settle()
    with reading() as session:
        refused = select(InboxReaction).where(InboxReaction.error.startswith("Forbidden:"))
        waiting = list(session.scalars(refused))
    assert {one.state for one in waiting} == {"again"}
    assert [one.api for one in breakers()] == ["externalcontact/get"]
    town.let_pass(PROBE_EVERY + timedelta(minutes=2))
    with reading() as session:
        states = set(session.scalars(select(InboxReaction.state)))
    assert states <= {"done", "pointless"}


def test_what_waits_for_another_reaction_is_not_given_up_while_a_breaker_stands(house):
    given_up = Outcome("parked", "NotYet: not mirrored yet", cause=NotYet("not mirrored yet"))
    with transaction() as session:
        assert react.heard(session, CORP, given_up) is given_up
        trip(session, CORP, Forbidden(60020, "not allowed"))
        assert react.heard(session, CORP, given_up).state == "again"
