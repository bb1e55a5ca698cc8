"""Somebody whom the member has not added in return: one acquisition in two states, one welcome."""

from datetime import timedelta

from sqlalchemy import select

from app.contacts.models import Follow, FollowTag
from app.contacts.queries import tag_names
from app.db import reading
from app.inbox.models import InboxEvent
from tests.town import Town


def follows() -> list[Follow]:
    with reading() as session:
        return list(session.scalars(select(Follow)))


def tags_of(town: Town) -> set[str]:
    with reading() as session:
        names = tag_names(session, town.corp_id)
        rows = session.scalars(select(FollowTag).where(FollowTag.marked_at.is_not(None)))
        return {names[row.tag_id] for row in rows}


def test_half_and_whole_are_one_follow_with_one_welcome(town: Town):
    town.wecom.post("/staff/policy", {"userid": "*", "half_add": 600})
    town.scan("lk-demo-1111")
    town.settle()
    (half,) = follows()
    assert (half.is_confirmed, half.ended_at, half.state) == (False, None, "lk-demo-1111")
    assert tags_of(town) == set(), "WeCom would refuse: 84061"
    assert [one["delivered"] for one in town.truth()["welcomes"]] == [True]

    town.let_pass(timedelta(minutes=10))
    town.settle()
    (whole,) = follows()
    assert (whole.id, whole.is_confirmed) == (half.id, True)
    assert tags_of(town) == {"双十一海报", "上午添加"}
    assert [one["delivered"] for one in town.truth()["welcomes"]] == [True]
    with reading() as session:
        names = session.scalars(select(InboxEvent.name).order_by(InboxEvent.id)).all()
    assert [name for name in names if "Added" in name] == ["FollowHalfAdded", "FollowAdded"]
