"""Who begins a SOP, and with which step."""

from datetime import timedelta

import pytest

from app.db import transaction
from app.errors import NotYet
from app.queue import lane
from app.sop.models import Enrollment, Sop
from app.sop.reactions import enroll_follow
from tests.conftest import MOMENT
from tests.sop.people import added, enrollment, found, make_follow, make_sop

pytestmark = pytest.mark.usefixtures("house")
TOMORROW = {"day": 1, "at": "09:30"}


def test_a_new_customer_waits_for_the_first_step():
    make_follow()
    make_sop(TOMORROW)
    enroll_follow(added())
    assert enrollment().due_at == MOMENT + timedelta(days=1)
    assert enrollment().state == "running"


def test_enrolling_twice_is_enrolling_once():
    make_follow()
    make_sop({"after_minutes": 0})
    enroll_follow(added())
    enroll_follow(added(MOMENT + timedelta(minutes=5)))
    assert enrollment().enrolled_at == MOMENT
    assert lane("bulk").count == 1


@pytest.mark.parametrize(("states", "count"), [([], 1), (["expo"], 1), (["other"], 0)])
def test_the_audience_is_the_channels_or_everybody(states: list[str], count: int):
    make_follow()
    make_sop(TOMORROW, states=states)
    enroll_follow(added())
    assert len(found(Enrollment)) == count


def test_a_callback_without_state_goes_by_the_follows():
    make_follow()
    make_sop(TOMORROW, states=["expo"])
    enroll_follow(added(state=""))
    assert len(found(Enrollment)) == 1


@pytest.mark.parametrize("off", [{"is_active": False}, {"version": 0}])
def test_a_sop_that_is_off_or_only_a_draft_takes_nobody(off: dict[str, object]):
    make_follow()
    make_sop(TOMORROW, **off)
    enroll_follow(added())
    assert found(Enrollment) == []


def test_a_customer_who_has_left_meanwhile_is_not_enrolled():
    make_follow(ended_at=MOMENT, ended_by="customer")
    make_sop(TOMORROW)
    enroll_follow(added())
    assert found(Enrollment) == []


def test_enrolling_waits_for_the_follow():
    make_sop(TOMORROW)
    with pytest.raises(NotYet):
        enroll_follow(added())


def test_a_sop_whose_times_are_all_gone_is_finished_at_once():
    make_follow()
    make_sop({"day": 0, "at": "08:00"})
    enroll_follow(added())
    assert (enrollment().state, enrollment().due_at) == ("finished", None)


def test_a_new_version_does_not_move_who_is_on_the_old_one():
    make_follow()
    sop_id = make_sop(TOMORROW)
    enroll_follow(added())
    before = enrollment().version_id
    with transaction() as session:
        session.get_one(Sop, sop_id).version = 2
    assert enrollment().version_id == before
