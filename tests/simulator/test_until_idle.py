"""Time that runs until nothing is due, and a clock that is paused or runs at another speed."""

import threading
import time

import pytest

from bots.simulator.clock import FileClock
from bots.simulator.errors import MistakeError
from tests.simulator.rig import MONDAY


def plan(sim, *actions):
    assert sim.order("plan", actions=list(actions))["ok"]


@pytest.fixture
def planned(sim):
    """Somebody who writes ten seconds from now and again a day later."""
    sim.scan(sim.code(), "an", userid="lina")
    words = {"do": "say", "customer": "an"}
    plan(
        sim,
        {**words, "at": MONDAY + 10, "text": "一"},
        {**words, "at": MONDAY + 86400, "text": "二"},
    )


def said(sim):
    return [one["text"] for one in sim.see("phone/an")["chats"][0]["messages"]]


def test_it_steps_to_each_moment_at_which_something_is_due(sim, receiver, planned):
    told = sim.order("clock", until_idle=True)
    assert (told["idle"], told["now"], told["next_due"]) == (True, MONDAY + 86400, None)
    assert told["busy"] is False
    assert said(sim) == ["一", "二"]
    assert len(receiver.events) == 3, "an add and two notices of the archive, all delivered"


def test_a_limit_ends_the_run_at_that_moment(sim, planned):
    told = sim.order("clock", until_idle=True, limit=3600)
    assert (told["idle"], told["now"], said(sim)) == (False, MONDAY + 3600, ["一"])
    assert told["next_due"] == MONDAY + 86400


def test_where_nothing_is_due_time_stands(sim):
    assert sim.order("clock", until_idle=True)["now"] == MONDAY


def test_it_never_outruns_a_call_in_flight(sim, planned):
    sim.log_in()
    sim.order("faults", slow={"path": "user/get", "seconds": 0.3})
    answers = []
    call = threading.Thread(target=lambda: answers.append(sim.ask("user/get", userid="lina")))
    call.start()
    while sim.world.in_flight == 0:
        time.sleep(0.005)
    began = time.monotonic()
    told = sim.order("clock", until_idle=True, limit=20)
    call.join()
    assert (answers[0]["errcode"], told["now"]) == (0, MONDAY + 20)
    assert time.monotonic() - began > 0.2, "it waited for the answer"


def test_it_never_outruns_a_callback_and_says_when_patience_ends(sim, receiver, planned):
    sim.settle()
    receiver.hang_for = [0.6]
    told = sim.order("clock", until_idle=True, patience=0.1)
    assert (told["idle"], told["now"]) == (False, MONDAY + 10)
    assert "rest" in told["why"]
    sim.settle()
    assert sim.order("clock", until_idle=True)["idle"]


def test_rest_gives_the_other_side_real_time_to_act(sim, receiver, planned):
    sim.settle()
    began = time.monotonic()
    assert sim.order("clock", until_idle=True, rest=0.15)["idle"]
    assert time.monotonic() - began > 0.4, "before both steps and at the end"


def test_a_clock_of_its_own_can_be_paused_resumed_and_sped_up(sim):
    assert sim.order("clock", speed=3600)["speed"] == 3600
    time.sleep(0.02)
    stopped = sim.order("clock", pause=True)
    assert stopped["now"] > MONDAY + 30
    time.sleep(0.02)
    assert (sim.see("state")["now"], stopped["speed"]) == (stopped["now"], 0)
    assert sim.order("clock", resume=True)["speed"] == 3600


def test_what_is_planned_happens_when_a_clock_of_its_own_gets_there(sim, planned):
    sim.order("clock", speed=100_000)
    until = time.monotonic() + 5
    while said(sim) != ["一", "二"] and time.monotonic() < until:
        time.sleep(0.01)
    assert said(sim) == ["一", "二"]


def test_a_clock_in_a_file_has_no_speed(tmp_path):
    with pytest.raises(MistakeError):
        FileClock(tmp_path / "clock", MONDAY).set_speed(1)


@pytest.mark.parametrize(
    "wish",
    [{}, {"speed": -1}, {"speed": "fast"}, {"until_idle": True, "limit": -1}, {"to": "noon"}],
)
def test_orders_about_time_that_make_no_sense_are_refused(sim, wish):
    assert sim.order("clock", **wish)["ok"] is False
