"""A friend is found on the lists by the number noted on them, or by the member's word; once."""

from datetime import timedelta

import pytest

from app import clock
from app.acquisition.phones import deeds
from app.acquisition.phones.matching import match_phone
from app.acquisition.phones.models import PhoneTask, PhoneTurn
from app.acquisition.phones.queries import find_list, funnels, list_of_customer, shares
from app.acquisition.phones.waking import wake
from app.contacts.models import Follow
from app.db import reading, transaction
from app.events.contacts import FollowEdited
from app.outbox.models import OutboxCommand
from tests.acquisition.phones.seed import befriend, hire, items, make_list, number, rows_of
from tests.conftest import CORP, MOMENT

LATER = MOMENT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def members(house):
    hire()


def edited(userid="lina", external_userid="wmA"):
    with clock.held_at(LATER):
        match_phone(
            FollowEdited(
                corp_id=CORP, happened_at=LATER, userid=userid, external_userid=external_userid
            )
        )


def figures(list_id):
    with reading() as session:
        made = find_list(session, CORP, list_id)
        assert made is not None
        funnel = funnels(session, CORP, [list_id])[list_id]
        return funnel, {one.userid: one for one in shares(session, made)}


def commands():
    return {row.kind: row for row in rows_of(OutboxCommand)}


def test_a_noted_number_brings_tags_and_remark_and_the_source():
    list_id = make_list(
        [["手机", "姓名"], [number(1), "林小姐"]],
        weights={"lina": 1},
        tag_ids=["etA"],
        remark_template="{name}-{channel}",
    )
    befriend("lina", "wmA", f"+86 {number(1)}\n不是号码", at=LATER)
    for _ in range(3):
        edited()
    (item,) = items(list_id)
    assert (item.state, item.external_userid, item.added_by) == ("added", "wmA", "lina")
    assert len(rows_of(OutboxCommand)) == 2
    assert commands()["MarkTag"].body["add_tag"] == ["etA"]
    assert commands()["Remark"].body["remark"] == "林小姐-春季展会"
    assert "春季展会" in str(commands()["MarkTag"].because)
    assert number(1) not in str([(row.body, row.because) for row in rows_of(OutboxCommand)])
    with reading() as session:
        made = list_of_customer(session, CORP, "wmA")
        assert made is not None and made.id == list_id


def test_a_friend_from_before_the_list_is_no_success_of_the_list():
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1}, tag_ids=["etA"])
    befriend("lina", "wmA", number(1), at=MOMENT - timedelta(days=3))
    edited()
    assert [item.state for item in items(list_id)] == ["friend", "given"]
    assert commands() == {}
    funnel, _ = figures(list_id)
    assert (funnel.asked, funnel.added, funnel.rate) == (0, 0, None)


def test_one_person_with_two_numbers_counts_once():
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1})
    befriend("lina", "wmA", f"{number(1)}\n{number(2)}", at=LATER)
    edited()
    assert [item.state for item in items(list_id)] == ["added", "friend"]
    assert figures(list_id)[0].added == 1


def test_a_colleague_who_was_quicker_is_counted_apart():
    list_id = make_list([[number(1)]], weights={"lina": 1})
    befriend("wangwei", "wmA", number(1), at=LATER)
    edited("wangwei")
    funnel, by_member = figures(list_id)
    assert (funnel.asked, funnel.added) == (1, 1)
    assert by_member["lina"].added == 0
    assert by_member[None].added == 1
    assert [turn.ended_because for turn in rows_of(PhoneTurn)] == ["elsewhere"]


def test_a_failure_that_goes_well_after_all_counts_for_its_member():
    list_id = make_list([[number(1)]], weights={"lina": 1})
    with transaction() as session:
        deeds.fail(session, deeds.own_item(session, CORP, "lina", items(list_id)[0].id), "nobody")
    befriend("lina", "wmA", number(1), at=LATER)
    edited()
    _, by_member = figures(list_id)
    assert (by_member["lina"].asked, by_member["lina"].added, by_member["lina"].failed) == (1, 1, 0)


def test_the_member_says_who_it_is():
    list_id = make_list([[number(1)]], weights={"lina": 1}, tag_ids=["etA"])
    befriend("lina", "wmOld", at=MOMENT - timedelta(days=9), name="老客户")
    befriend("lina", "wmA", at=LATER, add_way=deeds.BY_PHONE)
    with reading() as session:
        found = deeds.candidates(session, CORP, "lina")
        assert [one.external_userid for one in found] == ["wmA", "wmOld"]
    with transaction() as session:
        item = deeds.own_item(session, CORP, "lina", items(list_id)[0].id)
        deeds.ask(session, item)
        deeds.confirm(session, item, "wmA")
    assert items(list_id)[0].state == "added"
    assert set(commands()) == {"MarkTag"}
    with reading() as session:
        assert [one.external_userid for one in deeds.candidates(session, CORP, "lina")] == ["wmOld"]


@pytest.mark.parametrize("left", [True, False])
def test_only_a_living_friend_of_the_member_can_be_named(left):
    from app.errors import Unprocessable
    from wsgi import create_app

    list_id = make_list([[number(1)]], weights={"lina": 1})
    befriend("lina" if left else "wangwei", "wmA", at=LATER, ended_at=LATER if left else None)
    with create_app().test_request_context(), transaction() as session:
        item = deeds.own_item(session, CORP, "lina", items(list_id)[0].id)
        with pytest.raises(Unprocessable, match="不在您的好友里"):
            deeds.confirm(session, item, "wmA")


def test_a_lost_callback_is_made_up_for_before_anything_is_taken_back():
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1}, reclaim_to="ops")
    befriend("lina", "wmA", number(1), at=LATER)
    (task,) = rows_of(PhoneTask)
    assert task.reclaim_at is not None
    with clock.held_at(task.reclaim_at):
        wake(task.id)
    assert [item.state for item in items(list_id)] == ["added", "open"]


def test_ended_follows_and_unknown_customers_match_nothing():
    list_id = make_list([[number(1)]], weights={"lina": 1})
    edited(external_userid="wmNobody")
    befriend("lina", "wmA", number(1), at=LATER, ended_at=LATER)
    edited()
    assert [item.state for item in items(list_id)] == ["given"]
    assert len(rows_of(Follow)) == 1
