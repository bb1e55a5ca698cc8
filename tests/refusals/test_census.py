"""The nightly look for codes that others made: refused, it says why, and is had within the hour."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.models import StrayWay
from app.db import reading
from app.timers import Timer
from bots.errors import error_for
from jobs import timetable
from tests.acquisition.schedule.conftest import Shop
from tests.refusals.codes import CODES, START
from tests.refusals.errcodes import tried
from tests.refusals.trial import Trial, heals, is_of_all, strikes

LOOKS = [call for call in CODES if call.api.endswith(("list_contact_way", "get_contact_way"))]


def timer() -> Timer:
    with reading() as session:
        return session.scalars(select(Timer).where(Timer.name == "codes")).one()


def look(shop: Shop) -> None:
    """The line's next turn, whenever it is."""
    with clock.held_at(timer().due_at):
        timetable.keep(timer().id)


def strays() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(StrayWay.config_id)))


@pytest.mark.parametrize("call", LOOKS, ids=lambda call: call.api)
def test_a_refused_look_is_explained_and_had_later(in_shop, call):
    with in_shop(at=START) as shop:
        timetable.draw_up()
        there = {shop.sim.code(state=f"of somebody {number}") for number in range(3)}
        trial = Trial(shop, call)
        for errcode in tried(call.api):
            if not call.forgives(errcode):
                with trial.afresh():
                    refused_look(trial, errcode, there)


def refused_look(trial: Trial, errcode: int, there: set[str]) -> None:
    what = (trial.call.api, errcode)
    trial.refuse(errcode, times=strikes(errcode))
    began = timer().due_at
    look(trial.shop)
    trial.explained("/codes/strays", errcode)
    is_soon = timer().due_at - began <= timedelta(hours=1)
    assert is_soon is (error_for(errcode, "").temporary or is_of_all(errcode)), what
    if trial.call.api.endswith("get_contact_way") and not (heals(errcode) and is_soon):
        assert len(strays()) >= len(there) - 1, what  # one is not shown: the others are
    if not is_soon:
        with clock.held_at(began + timedelta(minutes=1)):
            trial.ops.press("/codes/strays/look")
    look(trial.shop)
    assert (strays(), timer().error) == (there, None), what
