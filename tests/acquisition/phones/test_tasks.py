"""Members are told once a slot, never at night, a few times; then numbers change hands."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.phones import deeds, giving
from app.acquisition.phones.models import PhoneItem, PhoneList, PhoneTask, PhoneTurn
from app.acquisition.phones.waking import wake
from app.db import transaction
from app.outbox.models import OutboxCommand
from tests.acquisition.phones.seed import befriend, hire, holders, items, make_list, number, rows_of
from tests.conftest import CORP, MOMENT

NUMBERS = [[number(place)] for place in range(10)]


@pytest.fixture(autouse=True)
def members(house):
    hire()


def pass_time(until: datetime) -> list[tuple[datetime, str]]:
    """Wake every task at each of its moments until then; who was told when."""
    told: list[tuple[datetime, str]] = []
    while True:
        due = [task for task in rows_of(PhoneTask) if task.due_at and task.due_at <= until]
        if not due:
            return told
        moment = min(task.due_at for task in due if task.due_at)
        with clock.held_at(moment):
            before = len(rows_of(OutboxCommand))
            for task in due:
                wake(task.id)
                wake(task.id)  # a bell rung twice does nothing more
            told += [(moment, str(row.userid)) for row in rows_of(OutboxCommand)[before:]]


def act(list_id, place, deed, *more):
    item = items(list_id)[place]
    with transaction() as session:
        own = deeds.own_item(session, CORP, item.userid, item.id)
        deed(session, own, *more)


def hours(text):
    return datetime.fromisoformat(f"2026-03-{text}+08:00")


def test_two_lists_in_one_slot_are_one_notice_for_each_member():
    make_list(NUMBERS)
    make_list([[number(50 + place)] for place in range(3)], name="官网")
    told = pass_time(hours("02T09:45"))
    assert told == [(hours("02T09:30"), "lina"), (hours("02T09:30"), "wangwei")]
    counts = [row.body["textcard"]["title"] for row in rows_of(OutboxCommand)]
    assert sum(int("".join(filter(str.isdigit, title))) for title in counts) == 13
    assert not any("138" in str(row.body) for row in rows_of(OutboxCommand))


def test_nobody_is_told_at_night_and_reminders_end():
    with clock.held_at(hours("02T23:10")):
        make_list(NUMBERS, weights={"lina": 1}, reminders=2, reclaim_days=0)
    told = pass_time(hours("30T00:00"))
    assert [moment for moment, _ in told] == [
        hours("03T08:00"),
        hours("04T10:00"),
        hours("05T10:00"),
    ]


def test_a_late_machine_wakes_nobody_at_night():
    make_list(NUMBERS, weights={"lina": 1}, reminders=0, reclaim_days=0)
    (task,) = rows_of(PhoneTask)
    with clock.held_at(hours("02T23:30")):
        wake(task.id)
    assert rows_of(OutboxCommand) == []
    assert [moment for moment, _ in pass_time(hours("30T00:00"))] == [hours("03T08:00")]


def test_who_has_done_everything_is_left_in_peace():
    list_id = make_list(NUMBERS[:1], weights={"lina": 1})
    act(list_id, 0, deeds.fail, "nobody")
    assert pass_time(hours("30T00:00")) == []


def test_what_is_not_accepted_goes_to_those_who_had_no_turn_and_then_to_operations():
    list_id = make_list(NUMBERS, weights={"lina": 1, "wangwei": 1}, reminders=0, reclaim_days=7)
    before = holders(list_id)
    act(list_id, 0, deeds.ask)
    act(list_id, 1, deeds.fail, "nobody")
    pass_time(MOMENT + timedelta(days=7))
    after = holders(list_id)
    others = {"lina": "wangwei", "wangwei": "lina"}
    for item in items(list_id):
        kept = item.state == "failed"
        expected = before[item.phone] if kept else others[str(before[item.phone])]
        assert after[item.phone] == expected
    assert items(list_id)[0].asked_at == MOMENT, "asked once stays asked"
    pass_time(MOMENT + timedelta(days=15))
    states = Counter(item.state for item in items(list_id))
    assert states == {"open": 9, "failed": 1}
    turns = Counter(turn.ended_because for turn in rows_of(PhoneTurn))
    assert turns == {"reclaimed": 18, "failed": 1}


def test_operations_may_keep_what_is_taken_back():
    list_id = make_list(NUMBERS, reclaim_to="ops", reclaim_days=3)
    pass_time(MOMENT + timedelta(days=4))
    assert {item.state for item in items(list_id)} == {"open"}


def test_sharing_anew_moves_only_what_nobody_was_asked():
    list_id = make_list(NUMBERS, weights={"lina": 1})
    act(list_id, 0, deeds.ask)
    with transaction() as session:
        made = session.get(PhoneList, list_id)
        assert made is not None
        assert giving.reallot(session, made, {"wangwei": 2, "zhaomin": 1}) == 9
    assert Counter(holders(list_id).values()) == {"lina": 1, "wangwei": 6, "zhaomin": 3}


def test_numbers_are_handed_over_by_hand():
    list_id = make_list(NUMBERS, weights={"lina": 1})
    ids = [item.id for item in items(list_id)]
    with transaction() as session:
        made = session.get(PhoneList, list_id)
        assert made is not None
        assert giving.assign(session, made, ids[:4], "zhaomin") == 4
        assert giving.assign(session, made, ids[:4], "zhaomin") == 0
    assert Counter(holders(list_id).values()) == {"lina": 6, "zhaomin": 4}


def test_a_closed_list_rests_and_its_numbers_may_come_again():
    list_id = make_list(NUMBERS)
    befriend("lina", "wmA", number(0))
    with transaction() as session:
        made = session.get(PhoneList, list_id)
        assert made is not None
        giving.close(session, made)
    assert pass_time(hours("30T00:00")) == []
    again = make_list(NUMBERS, name="再来")
    verdicts = [item.verdict for item in items(again)]
    assert verdicts == ["friend", *["good"] * 9]


def test_who_wants_no_contact_is_never_asked_again():
    list_id = make_list(NUMBERS[:2], weights={"lina": 1})
    act(list_id, 0, deeds.fail, "refused")
    with transaction() as session:
        giving.close(session, session.scalars(select(PhoneList)).one())
    assert [item.verdict for item in items(make_list(NUMBERS[:2]))] == ["blocked", "good"]


def test_a_number_that_was_taken_back_can_no_longer_be_tapped():
    from app.errors import Unprocessable
    from wsgi import create_app

    list_id = make_list(NUMBERS[:1], weights={"lina": 1})
    with transaction() as session:
        item = session.scalars(select(PhoneItem).where(PhoneItem.list_id == list_id)).one()
        giving.take_back(session, [item], "moved")
    with (
        create_app().test_request_context(),
        transaction() as session,
        pytest.raises(Unprocessable, match="不在您手上"),
    ):
        deeds.own_item(session, CORP, "lina", item.id)
