"""A week of customers: every minute brings the words that are meant for it, real sends too."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from app.clock import now
from app.db import transaction
from app.demo.setting import CODES
from app.outreach.welcome import choose
from app.outreach.welcomes import set_welcome
from tests.outreach.sweep import COMERS, EXPO, SUNDAY, WEEK, ZONE, edges, painted
from tests.town import Town

MINUTE = timedelta(minutes=1)
MINUTES = [SUNDAY + timedelta(days=1) + MINUTE * number for number in range(7 * 1440)]


@pytest.mark.parametrize(("comer", "asked"), COMERS.items())
def test_every_minute_of_a_week_brings_what_is_meant_for_it(
    comer: tuple[str, str], asked: tuple[int, ...]
):
    canvas = painted(asked)
    for minute in MINUTES:
        choice = choose(WEEK, *comer, minute)
        assert (choice and choice.text) == canvas.get(minute), minute


def test_the_week_has_something_to_get_wrong():
    canvas = painted(COMERS[EXPO, "wangguwen"])
    assert len(set(canvas.values())) == 7  # all but what the default says at all other times
    assert len(edges(canvas)) >= 20


def test_real_sends_on_both_sides_of_every_edge_of_the_week(town: Town):
    code = settle_welcomes(town)
    canvases = {whose: painted(asked) for whose, asked in COMERS.items()}
    told = list(moments(canvases[EXPO, "wangguwen"]))
    assert len(told) >= 30
    for number, moment in enumerate(told):
        town.wecom.move_clock(moment)
        came = town.scan(code, f"客户{number}", key=f"k{number}")
        town.settle()
        whose = "wangguwen" if came["userid"] == "wangguwen" else "lina"
        chats = town.wecom.get(f"/phone/k{number}")["chats"]
        texts = [one["text"] for one in chats[0]["messages"] if one["kind"] == "welcome"]
        assert texts == [canvases[EXPO, whose][moment]], moment


def moments(canvas: dict[datetime, str]) -> Iterator[datetime]:
    """The minute before each edge and the edge itself, from the town's first hour on."""
    begin = now().astimezone(ZONE)
    for edge in edges(canvas):
        if begin + MINUTE < edge < begin + timedelta(days=7):
            yield edge - MINUTE
            yield edge


def settle_welcomes(town: Town) -> str:
    """The week's welcomes in the demo's corp, those of the expo on its first code."""
    code = CODES[0].state
    with transaction() as session:
        for plan in WEEK:
            set_welcome(
                session,
                town.corp_id,
                code if plan.state else None,
                userid=plan.userid,
                name="一周",
                text=plan.text,
                attachments=[],
                windows=plan.windows,
            )
    return code
