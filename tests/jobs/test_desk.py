"""The welcome desk: whoever comes is greeted at once, together, and never twice."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.corps.wecom import wecom as client
from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.events.table import EVENTS, HURRIED
from app.inbox.models import InboxReaction
from app.inbox.record import happened
from app.outbox.models import OutboxCommand
from app.outreach.reactions import greet
from app.outreach.welcomes import set_welcome
from bots.commands import SendWelcome
from bots.errors import TooLate, Unavailable
from jobs import desk, planning, react
from jobs.reactions import REACTIONS
from tests.conftest import CORP, MOMENT

_numbers = count(1)


@pytest.fixture(autouse=True)
def said(house: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What WeCom is told in this test: welcome codes, as often as they come."""
    told: list[str] = []

    def say(command: SendWelcome) -> dict[str, object]:
        told.append(command.welcome_code)
        return {"errcode": 0, "errmsg": "ok"}

    monkeypatch.setattr(client(CORP), "say", say)
    return told


def come(people: int = 1) -> None:
    with transaction() as session:
        for number in (next(_numbers) for _ in range(people)):
            event = FollowAdded(
                corp_id=CORP,
                happened_at=MOMENT,
                userid="lina",
                external_userid=f"wm{number}",
                welcome_code=f"CODE{number}",
            )
            happened(session, event, key=f"came {number}")


def welcome_all(text: str = "您好") -> None:
    with transaction() as session:
        set_welcome(session, CORP, None, name="默认", text=text, attachments=[])


def states() -> tuple[set[str], set[str]]:
    with reading() as session:
        first = select(InboxReaction.state).where(InboxReaction.lane == "welcome")
        return set(session.scalars(first)), set(session.scalars(select(OutboxCommand.state)))


def test_all_who_came_are_welcomed_by_one_bell(said):
    welcome_all()
    come(100)
    react.welcome("welcome")
    assert len(said) == len(set(said)) == 100
    assert states() == ({"done"}, {"done"})


def test_where_no_welcome_is_meant_nothing_is_said(said):
    come(2)
    react.welcome("welcome")
    assert said == []
    assert states() == ({"done"}, set())


def test_a_name_is_asked_for_and_the_welcome_goes_on(said, monkeypatch):
    monkeypatch.setattr("app.outreach.greeting.asked_name", lambda *_: "小林")
    welcome_all("{客户昵称}您好")
    come(3)
    react.welcome("welcome")
    assert len(said) == 3
    with reading() as session:
        assert {row["text"]["content"] for row in session.scalars(select(OutboxCommand.body))} == {
            "小林您好"
        }


def test_what_a_dead_desk_had_begun_is_taken_over(said):
    welcome_all()
    come(2)
    with transaction() as session:
        assert len(planning.plan_hurried(session, 10)) == 2
    react.react("welcome")
    assert said == [], "its lease still runs"
    with transaction() as session:
        past = func.clock_timestamp() - timedelta(seconds=1)
        session.execute(update(InboxReaction).values(lease_until=past))
    react.react("welcome")
    assert len(said) == 2


def test_what_a_dead_desk_was_saying_is_said_by_the_next(said):
    welcome_all()
    come(2)
    desk.arrivals(10)
    assert states() == ({"done"}, {"sending"})
    with transaction() as session:
        past = func.clock_timestamp() - timedelta(seconds=1)
        session.execute(update(OutboxCommand).values(lease_until=past))
    react.welcome("welcome")
    assert len(said) == 2
    assert states()[1] == {"done"}


def test_a_busy_wecom_is_asked_again_by_the_same_lane_while_the_code_lives(said, monkeypatch):
    def busy(_command: SendWelcome) -> dict[str, object]:
        raise Unavailable(-1, "system busy", told=True)

    kept = client(CORP).say
    welcome_all()
    come()
    monkeypatch.setattr(client(CORP), "say", busy)
    react.welcome("welcome")
    assert states()[1] == {"again"}
    monkeypatch.setattr(client(CORP), "say", kept)
    with clock.held_at(MOMENT + timedelta(seconds=3)):
        react.welcome("welcome")
    assert (len(said), states()[1]) == (1, {"done"})


def test_a_dead_code_is_not_tried_and_is_seen(said):
    welcome_all()
    come()
    with clock.held_at(MOMENT + timedelta(seconds=21)):
        react.welcome("welcome")
    assert said == []
    assert "expired" in states()[1]


def test_the_desk_greets_whatever_is_hurried():
    assert HURRIED
    assert all(REACTIONS[EVENTS[name]][0] is greet for name in HURRIED)


@pytest.mark.parametrize(
    ("errcode", "nudged"),
    [(41050, ["欢迎语没有发出：welcome_code 无效，或已超过 20 秒。请手动问候"]), (41051, [])],
)
def test_a_member_hears_of_a_welcome_that_wecom_refused(monkeypatch, errcode, nudged):
    def refuse(_command: SendWelcome) -> dict[str, object]:
        raise TooLate(errcode, "refused")

    monkeypatch.setattr(client(CORP), "say", refuse)
    welcome_all()
    come()
    for _ in range(2):
        react.welcome("welcome")
    assert [card["textcard"]["description"] for card in cards()] == nudged


def test_a_member_hears_once_of_a_code_that_died(said):
    welcome_all()
    come()
    with clock.held_at(MOMENT + timedelta(seconds=21)):
        for _ in range(2):
            react.welcome("welcome")
    (card,) = cards()
    assert (card["touser"], card["textcard"]["title"]) == ("lina", "请手动问候新客户")
    assert "20 秒内没能发出" in card["textcard"]["description"]


def cards() -> list[dict[str, Any]]:
    """What members are told, in the lane that follows the welcomes."""
    with reading() as session:
        rows = select(OutboxCommand).where(OutboxCommand.kind == "SendMessage")
        return [row.body for row in session.scalars(rows) if row.lane == "events"]
