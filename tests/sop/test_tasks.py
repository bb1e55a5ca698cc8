"""What a member does with a task, and what a second tap does."""

import pytest
from flask import Flask
from flask_babel import Babel

from app.db import transaction
from app.errors import Unprocessable
from app.sop.advance import advance
from app.sop.models import Task
from app.sop.reactions import enroll_follow
from app.sop.tasks import act
from tests.conftest import CORP, MOMENT
from tests.sop.people import added, after, enrollment, make_follow, make_sop, tasks


@pytest.fixture(autouse=True)
def speaking():
    app = Flask("app")
    Babel(app)
    with app.app_context():
        yield


@pytest.fixture
def open_task(house: None) -> int:
    make_follow()
    make_sop({"after_minutes": 0})
    enroll_follow(added())
    advance(enrollment().id)
    return tasks()[0].id


def tap(task_id: int, deed: str, corp_id: str = CORP) -> None:
    with transaction() as session:
        act(session, corp_id, task_id, deed)


@pytest.mark.parametrize(("deed", "state"), [("done", "done"), ("reject", "rejected")])
def test_one_tap_ends_a_task_and_a_second_changes_nothing(open_task: int, deed: str, state: str):
    tap(open_task, deed)
    tap(open_task, deed)
    (task,) = tasks()
    assert (task.state, task.finished_at) == (state, MOMENT)


def test_a_postponed_task_comes_back_tomorrow_however_often_it_is_tapped(open_task: int):
    tap(open_task, "postpone")
    tap(open_task, "postpone")
    (task,) = tasks()
    assert (task.state, task.due_at, task.finished_at) == ("postponed", after(days=1), None)


def test_a_postponed_task_can_be_done(open_task: int):
    tap(open_task, "postpone")
    tap(open_task, "done")
    assert tasks()[0].state == "done"


@pytest.mark.parametrize("deed", ["reject", "postpone"])
def test_a_done_task_stays_done(open_task: int, deed: str):
    tap(open_task, "done")
    with pytest.raises(Unprocessable):
        tap(open_task, deed)
    assert tasks()[0].state == "done"


def test_another_corps_task_is_not_there(open_task: int):
    with pytest.raises(Unprocessable):
        tap(open_task, "done", corp_id="wwother0000000000")


def test_an_unknown_deed_is_refused(open_task: int):
    with pytest.raises(Unprocessable):
        tap(open_task, "burn")


def test_a_group_message_is_confirmed_in_wecom_and_not_here(open_task: int):
    with transaction() as session:
        session.query(Task).update({"kind": "group_message", "state": "waiting"})
    with pytest.raises(Unprocessable):
        tap(open_task, "done")
