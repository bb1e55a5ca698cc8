"""Who comes back while WeCom is out of order is not judged by how they left."""

from datetime import datetime, timedelta

import pytest

from app import clock
from app.contacts.begun import begun_follows, follows_of_words
from app.contacts.models import Follow
from app.db import reading, transaction
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import happened
from jobs.planning import plan_hurried
from tests.conftest import MOMENT
from tests.sop.people import PAIR, make_follow

pytestmark = pytest.mark.usefixtures("house")
LEFT = MOMENT - timedelta(hours=1)


def added(at: datetime = MOMENT) -> FollowAdded:
    return FollowAdded(**PAIR, happened_at=at, state="expo")


def spoke(at: datetime) -> CustomerSpoke:
    return CustomerSpoke(**PAIR, happened_at=at, message_id=1)


def kept(event: FollowAdded) -> None:
    with transaction() as session:
        happened(session, event, key="the return")


def is_waited_for(event: FollowAdded | CustomerSpoke) -> bool:
    with reading() as session:
        if isinstance(event, FollowAdded):
            follows, troubles = begun_follows(session, [event])
        else:
            follows, troubles = follows_of_words(session, [event])
    assert follows.keys() ^ troubles.keys() == {event.event_id}
    return isinstance(troubles.get(event.event_id), NotYet)


def test_who_is_back_is_waited_for_until_the_mirror_knows() -> None:
    make_follow(ended_at=LEFT, ended_by="staff")
    assert is_waited_for(added())
    with transaction() as session:
        session.query(Follow).one().ended_at = None
    assert not is_waited_for(added())


def test_who_has_left_since_is_not_waited_for() -> None:
    make_follow(ended_at=MOMENT + timedelta(seconds=5), ended_by="staff")
    assert not is_waited_for(added())


def test_in_the_same_second_the_mirror_of_the_event_decides() -> None:
    make_follow(ended_at=MOMENT, ended_by="staff")
    kept(added())
    with transaction() as session:
        plan_hurried(session, 1)
    assert is_waited_for(added())
    with transaction() as session:
        session.query(InboxReaction).update({"state": "done"})
    assert not is_waited_for(added())


def test_words_after_the_end_wait_a_while_for_the_news_of_a_return() -> None:
    make_follow(ended_at=LEFT, ended_by="staff")
    assert is_waited_for(spoke(MOMENT))
    with clock.held_at(MOMENT + timedelta(minutes=3)):
        assert not is_waited_for(spoke(MOMENT))


def test_words_after_the_end_wait_as_long_as_the_news_is_not_taken_in() -> None:
    make_follow(ended_at=LEFT, ended_by="staff")
    kept(added())
    with clock.held_at(MOMENT + timedelta(minutes=30)):
        assert is_waited_for(spoke(MOMENT))
        with transaction() as session:
            session.query(InboxEvent).update({"state": "planned"})
        assert not is_waited_for(spoke(MOMENT))


def test_words_from_the_last_second_before_the_end_are_not_waited_for() -> None:
    make_follow(ended_at=MOMENT, ended_by="customer")
    assert not is_waited_for(spoke(MOMENT + timedelta(milliseconds=900)))


def test_a_follow_that_is_not_there_is_waited_for() -> None:
    assert is_waited_for(added())
    assert is_waited_for(spoke(MOMENT))
