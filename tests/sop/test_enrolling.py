"""Who begins a SOP, and with which step."""

from datetime import timedelta

import pytest

from app.db import transaction
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.inbox.record import happened
from app.queue import lane
from app.sop.models import Enrollment, Sop
from app.sop.reactions import enroll_follow
from tests.conftest import MOMENT
from tests.sop.people import PAIR, added, enrollment, found, make_follow, make_sop

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


def test_who_is_back_waits_for_the_mirror():
    make_follow(ended_at=MOMENT - timedelta(days=1), ended_by="staff")
    make_sop(TOMORROW)
    with pytest.raises(NotYet):
        enroll_follow(added())


@pytest.mark.parametrize(("ends_on_reply", "state"), [(True, "ended"), (False, "running")])
def test_who_has_spoken_before_they_could_be_enrolled_has_replied(ends_on_reply: bool, state: str):
    make_follow()
    make_sop(TOMORROW, ends_on_reply=ends_on_reply)
    spoke = CustomerSpoke(**PAIR, happened_at=MOMENT + timedelta(minutes=1), message_id=1)
    with transaction() as session:
        happened(session, spoke, key="words")
    enroll_follow(added())
    assert enrollment().state == state
    ended_at = spoke.happened_at if ends_on_reply else None
    assert (enrollment().ended_at, enrollment().due_at is None) == (ended_at, ends_on_reply)


def test_words_from_before_the_add_end_nothing():
    make_follow()
    make_sop(TOMORROW)
    with transaction() as session:
        before = MOMENT - timedelta(minutes=1)
        happened(session, CustomerSpoke(**PAIR, happened_at=before, message_id=1), key="words")
    enroll_follow(added())
    assert enrollment().state == "running"


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
