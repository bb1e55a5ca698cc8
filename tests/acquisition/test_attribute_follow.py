"""A customer who came through a channel gets its remark; what a member wrote stays."""

from datetime import UTC, datetime

import pytest

from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.reactions import attribute_follow
from app.acquisition.states import make
from app.contacts.models import ExternalContact, Follow
from app.db import reading, transaction
from app.errors import NotYet
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.sentences import CHINESE, in_words
from tests.conftest import CORP

STATE = make(bytes(16))
LATE = datetime(2026, 3, 2, 17, tzinfo=UTC)  # already the 3rd in Shanghai
ADDED = FollowAdded(
    corp_id=CORP, happened_at=LATE, userid="lina", external_userid="wmA", state=STATE
)


def mirrored(remark="小林", ended_at=None):
    with transaction() as session:
        session.add(ExternalContact(corp_id=CORP, external_userid="wmA", name="小林"))
        session.add(
            Follow(
                corp_id=CORP,
                userid="lina",
                external_userid="wmA",
                remark=remark,
                state=STATE,
                followed_at=LATE,
                ended_at=ended_at,
            )
        )


def said():
    with reading() as session:
        return session.query(OutboxCommand).all()


@pytest.fixture
def channel(house):
    wanted = Wanted(
        name="展会", userids=["lina"], tag_ids=[], remark_template="{name}-{channel}-{date}"
    )
    with transaction() as session:
        add_code(session, CORP, STATE, wanted, made_by="ops")


def test_the_remark_is_set_once_on_the_corps_day(channel):
    mirrored()
    for _ in range(3):
        attribute_follow(ADDED)
    (command,) = said()
    assert command.body["remark"] == "小林-展会-260303"
    assert "「展会」" in in_words(command.because["reason"], CHINESE)


def test_a_remark_by_hand_is_left_alone(channel):
    mirrored(remark="王总介绍的林小姐")
    attribute_follow(ADDED)
    assert said() == []


def test_a_remark_that_is_there_already_is_not_said_again(channel):
    mirrored(remark="小林-展会-260303")
    attribute_follow(ADDED)
    assert said() == []


def test_an_ended_follow_gets_no_remark(channel):
    mirrored(ended_at=LATE)
    attribute_follow(ADDED)
    assert said() == []


def test_it_waits_for_the_mirror(channel):
    with pytest.raises(NotYet):
        attribute_follow(ADDED)


def test_a_state_of_somebody_else_is_none_of_our_business(house):
    mirrored()
    attribute_follow(ADDED)
    assert said() == []
