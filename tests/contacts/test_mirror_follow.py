"""The mirror follows WeCom, in whatever order and however often the news arrives."""

import itertools
from datetime import timedelta
from typing import Any

from app.clock import held_at, now
from app.contacts.follows import find_follow
from app.contacts.models import ExternalContact, Follow, FollowTag, Staff
from app.contacts.reactions import end_follow, mirror_follow
from app.db import reading, transaction
from app.events.contacts import (
    FollowAdded,
    FollowEdited,
    FollowHalfAdded,
    FollowLost,
    FollowRemoved,
)
from tests.conftest import CORP, MOMENT
from tests.contacts.wecom import SmallWeCom

PAIR: dict[str, Any] = {"corp_id": CORP, "userid": "zhang", "external_userid": "wm1"}


News = FollowAdded | FollowRemoved | FollowLost


def follow_of(userid: str = "zhang") -> Follow | None:
    with reading() as session:
        follow = find_follow(session, CORP, userid, "wm1")
        if follow is not None:
            _ = follow.tags  # read while the session is open
        return follow


def tags() -> dict[str, bool]:
    """tag_id → whether WeCom agreed."""
    with reading() as session:
        return {tag.tag_id: tag.marked_at is not None for tag in session.query(FollowTag)}


def test_an_add_brings_the_customer_the_follow_its_tags_and_a_stranger_of_a_member(
    wecom: SmallWeCom,
) -> None:
    wecom.add("zhang", "wm1", MOMENT, remark="王总", state="expo3")
    wecom.tag("zhang", "wm1", "etA")
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT, state="expo3"))
    follow = follow_of()
    assert follow is not None
    assert (follow.remark, follow.state, follow.is_confirmed) == ("王总", "expo3", True)
    assert tags() == {"etA": True}
    with reading() as session:
        assert session.query(ExternalContact).one().name == "客户wm1"
        assert session.query(Staff).one().name == "张三"


def test_all_members_who_follow_the_customer_are_kept(wecom: SmallWeCom) -> None:
    wecom.add("zhang", "wm1", MOMENT)
    wecom.add("li", "wm1", MOMENT)
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT))
    assert follow_of("zhang") is not None
    assert follow_of("li") is not None


def test_a_half_add_is_a_follow_that_waits_for_the_member(wecom: SmallWeCom) -> None:
    mirror_follow(FollowHalfAdded(**PAIR, happened_at=MOMENT, state="expo3"))
    follow = follow_of()
    assert follow is not None
    assert (follow.is_confirmed, follow.state) == (False, "expo3")
    wecom.add("zhang", "wm1", MOMENT + timedelta(minutes=5), state="expo3")
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT + timedelta(minutes=5)))
    follow = follow_of()
    assert follow is not None
    assert follow.is_confirmed


def test_running_again_changes_nothing(wecom: SmallWeCom) -> None:
    wecom.add("zhang", "wm1", MOMENT, state="expo3")
    event = FollowAdded(**PAIR, happened_at=MOMENT, state="expo3")
    for _ in range(3):
        mirror_follow(event)
    with reading() as session:
        assert session.query(Follow).count() == session.query(ExternalContact).count() == 1


def test_a_tag_taken_off_by_hand_goes_and_one_on_its_way_stays(wecom: SmallWeCom) -> None:
    wecom.add("zhang", "wm1", MOMENT)
    wecom.tag("zhang", "wm1", "etA")
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT))
    with transaction() as session:
        follow = find_follow(session, CORP, "zhang", "wm1")
        assert follow is not None
        session.add(
            FollowTag(corp_id=CORP, follow_id=follow.id, tag_id="etB", rule="标签规则 问价")
        )
    wecom.tag("zhang", "wm1")
    mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))
    assert tags() == {"etB": False}


def test_a_tag_marked_while_the_answer_travelled_is_not_lost(wecom: SmallWeCom) -> None:
    """The answer was composed before WeCom had the tag, and is recorded after it had."""
    wecom.add("zhang", "wm1", MOMENT)
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT))

    def marked() -> None:
        wecom.while_answering = lambda: None
        wecom.tag("zhang", "wm1", "etA")
        with transaction() as session:
            follow = find_follow(session, CORP, "zhang", "wm1")
            assert follow is not None
            session.add(
                FollowTag(
                    corp_id=CORP, follow_id=follow.id, tag_id="etA", marked_at=now(), rule="r"
                )
            )

    wecom.while_answering = marked
    mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))
    with reading() as session:
        assert session.query(FollowTag).one().rule == "r"


def test_an_answer_older_than_a_newer_one_is_not_recorded(wecom: SmallWeCom) -> None:
    wecom.add("zhang", "wm1", MOMENT, remark="旧")
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT))

    def overtaken() -> None:
        wecom.while_answering = lambda: None
        wecom.follows["zhang", "wm1"]["remark"] = "新"
        mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))

    wecom.while_answering = overtaken
    mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))
    follow = follow_of()
    assert follow is not None
    assert follow.remark == "新"


def test_a_newer_answer_counts_even_when_it_changed_nothing(wecom: SmallWeCom) -> None:
    wecom.add("zhang", "wm1", MOMENT, remark="新")
    mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT))
    wecom.follows["zhang", "wm1"]["remark"] = "旧"

    def overtaken() -> None:
        wecom.while_answering = lambda: None
        wecom.follows["zhang", "wm1"]["remark"] = "新"
        mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))

    wecom.while_answering = overtaken
    mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))
    follow = follow_of()
    assert follow is not None
    assert follow.remark == "新"


def run(event: News) -> None:
    if isinstance(event, FollowAdded):
        mirror_follow(event)
    else:
        end_follow(event)


def test_added_removed_and_added_again_ends_as_a_follow_in_every_order(wecom: SmallWeCom) -> None:
    first, second, third = (MOMENT + timedelta(seconds=seconds) for seconds in range(3))
    story: tuple[News, ...] = (
        FollowAdded(**PAIR, happened_at=first, state="one"),
        FollowRemoved(**PAIR, happened_at=second),
        FollowAdded(**PAIR, happened_at=third, state="two"),
    )
    for order in itertools.permutations(story):
        forget()
        wecom.add("zhang", "wm1", third, state="two")
        for event in order:
            run(event)
        follow = follow_of()
        assert follow is not None
        assert (follow.ended_at, follow.followed_at, follow.state) == (None, third, "two"), order


def test_a_loss_stands_in_every_order_although_wecom_still_shows_the_customer(
    wecom: SmallWeCom,
) -> None:
    lost_at = MOMENT + timedelta(seconds=1)
    added, lost = FollowAdded(**PAIR, happened_at=MOMENT), FollowLost(**PAIR, happened_at=lost_at)
    story: tuple[News, ...] = (added, lost)
    for order in itertools.permutations(story):
        forget()
        wecom.add("zhang", "wm1", MOMENT)
        for event in order:
            run(event)
        mirror_follow(FollowEdited(**PAIR, happened_at=lost_at))
        follow = follow_of()
        assert follow is not None
        assert (follow.followed_at, follow.ended_at) == (MOMENT, lost_at)
        assert follow.ended_by == "customer"


def test_a_customer_who_adds_and_deletes_within_one_second_is_lost(wecom: SmallWeCom) -> None:
    for order in itertools.permutations((FollowAdded, FollowLost)):
        forget()
        wecom.add("zhang", "wm1", MOMENT)
        for kind in order:
            run(kind(**PAIR, happened_at=MOMENT))
        mirror_follow(FollowEdited(**PAIR, happened_at=MOMENT))
        follow = follow_of()
        assert follow is not None
        assert follow.ended_at == MOMENT, order


def test_within_one_second_wecoms_list_decides_what_the_member_did(wecom: SmallWeCom) -> None:
    for is_there in (True, False):
        for order in itertools.permutations((FollowAdded, FollowRemoved)):
            forget()
            wecom.follows.clear()
            if is_there:
                wecom.add("zhang", "wm1", MOMENT)
            for kind in order:
                run(kind(**PAIR, happened_at=MOMENT))
            follow = follow_of()
            assert follow is not None
            assert (follow.ended_at is None) == is_there, (is_there, order)


def test_a_customer_of_nobody_is_kept_as_what_the_event_says(wecom: SmallWeCom) -> None:
    with held_at(MOMENT + timedelta(hours=1)):
        mirror_follow(FollowAdded(**PAIR, happened_at=MOMENT, state="expo3"))
        end_follow(FollowRemoved(**PAIR, happened_at=MOMENT + timedelta(minutes=1)))
    follow = follow_of()
    assert follow is not None
    assert (follow.followed_at, follow.ended_by) == (MOMENT, "staff")


def forget() -> None:
    with transaction() as session:
        for model in (FollowTag, Follow, ExternalContact):
            session.query(model).delete()
