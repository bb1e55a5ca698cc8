"""A qualified customer stands in the CRM once, however often and by however many it is synced."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.contacts.models import ExternalContact, Follow
from app.db import reading, transaction
from app.leads.models import Lead, Qualification, Score
from app.leads.reactions import consider_lead, release_lead
from app.leads.sync import mirror_lead
from tests.conftest import CORP, MOMENT
from tests.leads.making import EXPO, add, furnish, lose, make_lead, speak


@pytest.fixture(autouse=True)
def furnished(house: None) -> None:
    furnish()


def lead() -> Lead:
    with reading() as session:
        found = session.scalars(select(Lead)).one()
        session.expunge(found)  # to be looked at after the session
    return found


def change(**values: object) -> None:
    with transaction() as session:
        session.execute(update(Lead).values(values))


def test_a_lead_brings_its_reasons_its_source_and_its_owner() -> None:
    make_lead()
    found = lead()
    assert (found.name, found.owner, found.stage, found.score) == ("张小雨", "lisi", "new", 60)
    assert (found.source, found.source_state) == ("展会", EXPO)
    assert sum(each["points"] for each in found.contributions) == found.score


def test_ten_more_runs_change_nothing() -> None:
    make_lead()
    for _ in range(10):
        mirror_lead(1)
    assert lead().changed == 1


def test_eight_at_once_make_one_lead_and_one_change() -> None:
    consider_lead(add())
    consider_lead(speak("多少钱"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(mirror_lead, [1] * 16))
    assert lead().changed == 1


def test_scores_and_syncs_at_once_end_where_one_after_the_other_would() -> None:
    added = add()
    words = [speak("多少钱", after=timedelta(minutes=n)) for n in (1, 2, 3, 4)]
    with ThreadPoolExecutor(6) as pool:
        scored = [pool.submit(consider_lead, added)]
        scored += [pool.submit(consider_lead, said) for said in words]
        synced = [pool.submit(mirror_lead, 1) for _ in range(5)]
        for each in scored + synced:
            each.result()
    mirror_lead(1)
    with reading() as session:
        score = session.scalars(select(Score)).one()
        assert (score.total, score.mirrored_version) == (75, score.version)
    assert (lead().score, lead().changed) == (75, 1)


def test_news_is_one_change() -> None:
    make_lead()
    consider_lead(speak("可以预约吗", after=timedelta(hours=2)))
    mirror_lead(1)
    mirror_lead(1)
    assert (lead().score, lead().changed) == (85, 2)


def test_an_unqualified_customer_is_no_lead() -> None:
    consider_lead(add())
    mirror_lead(1)
    with reading() as session:
        assert session.query(Lead).count() == 0


def test_the_source_is_locked_at_first_touch() -> None:
    make_lead()
    with transaction() as session:
        session.execute(update(Follow).values(state="other"))
        session.execute(update(Score).values(version=Score.version + 1))
    consider_lead(speak("预约"))
    mirror_lead(1)
    assert (lead().source, lead().source_state, lead().changed) == ("展会", EXPO, 2)


def test_an_owner_chosen_by_a_person_stays() -> None:
    make_lead()
    change(owner="wangwu", is_owner_chosen=True)
    mirror_lead(1)
    consider_lead(speak("预约"))
    mirror_lead(1)
    assert (lead().owner, lead().changed) == ("wangwu", 2)


def test_an_owner_whom_nobody_chose_follows_the_customer() -> None:
    make_lead()
    add(userid="wangwu", at=MOMENT + timedelta(minutes=1))
    release_lead(lose(userid="lisi"))
    mirror_lead(1)
    assert lead().owner == "wangwu"


@pytest.mark.parametrize("stage", ["contacted", "negotiating", "won", "lost"])
def test_the_sync_never_moves_a_stage(stage: str) -> None:
    make_lead()
    change(stage=stage)
    consider_lead(speak("预约"))
    mirror_lead(1)
    assert (lead().stage, lead().score) == (stage, 85)


def test_a_lost_customer_leaves_a_tombstone_and_a_return_takes_it_away() -> None:
    make_lead()
    lost = lose()
    release_lead(lost)
    mirror_lead(1)
    assert (lead().follow_ended_at, lead().score) == (lost.happened_at, 20)
    with transaction() as session:
        session.execute(update(Follow).values(ended_at=None))
    consider_lead(speak("我回来了"))
    mirror_lead(1)
    assert lead().follow_ended_at is None


def test_a_new_name_reaches_the_lead() -> None:
    make_lead()
    with transaction() as session:
        session.execute(update(ExternalContact).values(name="张小雨（采购）"))
    mirror_lead(1)
    assert (lead().name, lead().changed) == ("张小雨（采购）", 2)


def test_new_rules_reach_a_known_customer_without_any_event() -> None:
    make_lead()
    rules = [{"kind": "channel", "label": "展会", "points": 99, "states": [EXPO]}]
    with transaction() as session:
        session.add(Qualification(corp_id=CORP, version=2, threshold=50, rules=rules))
    mirror_lead(1)
    assert (lead().score, lead().contributions[0]["label"]) == (99, "展会")


def test_a_score_that_is_gone_is_nothing_to_do() -> None:
    mirror_lead(404)
