"""What happens to a customer moves the score, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import reading, transaction
from app.errors import NotYet
from app.events.contacts import FollowAdded, FollowLost
from app.leads.models import Score
from app.leads.reactions import consider_lead, release_lead
from app.queue import lane
from app.sentences import CHINESE, in_words
from tests.conftest import CORP, MOMENT
from tests.leads.making import EXPO, XIAOYU, add, furnish, lose, put_tag, speak


@pytest.fixture(autouse=True)
def furnished(house: None) -> None:
    furnish()


def score() -> Score:
    with reading() as session:
        found = session.scalars(select(Score)).one()
        session.expunge(found)  # to be looked at after the session
    return found


def test_a_scan_alone_scores_but_makes_no_lead() -> None:
    consider_lead(add())
    found = score()
    assert (found.total, found.threshold, found.qualified_at) == (10, 60, None)
    assert (found.userid, found.state) == ("lisi", EXPO)
    assert lane("sync").count == 0


def test_a_question_about_the_price_makes_a_lead_and_rings_for_it() -> None:
    consider_lead(add())
    consider_lead(speak("多少钱一套？"))
    found = score()
    assert found.total == sum(each["points"] for each in found.contributions) == 60
    assert found.qualified_at == MOMENT
    assert lane("sync").count == 1


def test_each_reason_leads_back_to_its_event() -> None:
    consider_lead(add())
    consider_lead(speak("多少钱一套？"))
    events = {each["label"]: each["event_id"] for each in score().contributions}
    assert events == {"扫活码来": 1, "问价": 2, "三日内回复": 2}


def test_what_the_customer_wrote_is_not_in_the_reasons() -> None:
    consider_lead(add())
    consider_lead(speak("我家在幸福路 3 号，多少钱"))
    assert "幸福路" not in str(score().contributions)


def test_the_same_event_again_changes_nothing() -> None:
    consider_lead(add())
    event = speak("多少钱")
    consider_lead(event)
    before = score()
    consider_lead(event)
    assert (score().version, score().contributions) == (before.version, before.contributions)
    assert before.version == 2


def test_small_talk_changes_nothing() -> None:
    consider_lead(add())
    for hour in (1, 2, 3, 4):
        consider_lead(speak("嗯嗯", after=timedelta(hours=hour)))
    assert score().version == 3  # the first reply, and the third message


def test_a_tag_counts_while_it_is_on_its_way() -> None:
    event = add()
    with transaction() as session:
        put_tag(session, "t1", "高意向")
        from app.leads.models import Qualification

        rules = [{"kind": "tag", "label": "高意向", "points": 60, "tag_ids": ["t1"]}]
        session.add(Qualification(corp_id=CORP, version=2, threshold=60, rules=rules))
    consider_lead(event)
    assert in_words(score().contributions[0]["reason"], CHINESE) == "有标签「高意向」"


def test_a_customer_who_is_not_mirrored_yet_is_tried_again() -> None:
    unknown = FollowAdded(corp_id=CORP, happened_at=MOMENT, userid="lisi", external_userid="wmNo")
    with pytest.raises(NotYet):
        consider_lead(unknown)


def test_a_corp_without_rules_scores_nobody() -> None:
    with transaction() as session:
        from app.leads.models import Qualification

        session.query(Qualification).delete()
    consider_lead(add())
    with reading() as session:
        assert session.query(Score).count() == 0


def test_losing_the_last_member_takes_points_and_leaves_a_tombstone() -> None:
    consider_lead(add())
    consider_lead(speak("多少钱"))
    lost = lose()
    release_lead(lost)
    release_lead(lost)
    found = score()
    assert (found.total, found.follow_ended_at) == (20, lost.happened_at)
    assert found.qualified_at is not None  # a lead once is a lead for good
    assert found.version == 3


def test_losing_one_of_two_members_hands_the_customer_over() -> None:
    consider_lead(add())
    consider_lead(add(userid="wangwu", at=MOMENT + timedelta(minutes=1), state=""))
    release_lead(lose(userid="lisi"))
    found = score()
    assert (found.userid, found.follow_ended_at, found.state) == ("wangwu", None, EXPO)


def test_a_loss_that_the_mirror_does_not_know_is_tried_again() -> None:
    consider_lead(add())
    lost = FollowLost(
        corp_id=CORP,
        happened_at=MOMENT + timedelta(hours=1),
        userid="lisi",
        external_userid=XIAOYU,
    )
    with pytest.raises(NotYet):
        release_lead(lost)


def test_a_return_that_the_mirror_does_not_know_is_tried_again() -> None:
    consider_lead(add())
    release_lead(lose())
    back = FollowAdded(
        corp_id=CORP,
        happened_at=MOMENT + timedelta(days=2),
        userid="lisi",
        external_userid=XIAOYU,
    )
    with pytest.raises(NotYet):
        consider_lead(back)


def test_losing_somebody_whom_we_never_knew_is_nothing_to_do() -> None:
    release_lead(
        FollowLost(corp_id=CORP, happened_at=MOMENT, userid="lisi", external_userid="wmNobody")
    )
