"""Time moves only when it is told to, and never past what is pending."""

import struct
import threading
import time

import pytest

from bots.simulator.clock import FileClock, OwnClock, days_in_month
from tests.simulator.rig import MONDAY


def plan(sim, *actions):
    return sim.order("plan", actions=list(actions))


def test_time_moves_only_forward_and_only_when_told(sim):
    assert sim.see("state")["now"] == MONDAY
    assert sim.order("clock", by=60)["now"] == MONDAY + 60
    assert sim.order("clock", to=MONDAY + 90)["now"] == MONDAY + 90
    assert not sim.order("clock", to=MONDAY)["ok"]
    assert not sim.order("clock")["ok"]
    assert sim.see("state")["now"] == MONDAY + 90


def test_a_plan_speaks_of_people_who_do_not_exist_yet(sim):
    config_id = sim.code()
    plan(
        sim,
        {"at": MONDAY + 20, "do": "say", "customer": "an", "text": "多少钱"},
        {"at": MONDAY + 10, "do": "scan", "config_id": config_id, "customer": {"key": "an"}},
    )
    assert sim.see("state")["next_due"] == MONDAY + 10
    sim.pass_time(10)
    assert sim.see("phone/an")["chats"][0]["messages"] == []
    sim.pass_time(10)
    assert sim.see("phone/an")["chats"][0]["messages"][0]["at"] == MONDAY + 20


def test_what_is_due_together_happens_in_the_order_it_was_said(sim):
    sim.scan(sim.code(), "an")
    at = {"at": MONDAY + 5, "do": "say", "customer": "an"}
    plan(sim, *({**at, "text": str(n)} for n in range(20)))
    plan(sim, {**at, "at": MONDAY + 4, "text": "first"})
    sim.pass_time(60)
    said = [m["text"] for m in sim.see("phone/an")["chats"][0]["messages"]]
    assert said == ["first", *(str(n) for n in range(20))]


def test_an_action_that_cannot_be_is_written_down_and_the_rest_happens(sim):
    sim.scan(sim.code(), "an", userid="lina")
    plan(
        sim,
        {"at": MONDAY + 1, "do": "say", "customer": "nobody", "text": "x"},
        {"at": MONDAY + 1, "do": "scan", "state": "unknown", "customer": "an"},
        {"at": MONDAY + 1, "do": "scan", "state": "expo-gate-3", "customer": {"gender": "?"}},
        {"at": MONDAY + 1, "do": "edit", "userid": "lina", "customer": "an", "add_tag": 7},
        {"at": MONDAY + 2, "do": "say", "customer": "an", "text": "还在"},
    )
    sim.pass_time(2)
    failed = sim.see("truth")["failed_actions"]
    assert [one["action"]["do"] for one in failed] == ["say", "scan", "scan", "edit"]
    assert all(one["why"] for one in failed)
    assert sim.see("phone/an")["chats"][0]["messages"][-1]["text"] == "还在"


def test_plans_that_make_no_sense_are_refused_whole(sim):
    good = {"at": MONDAY + 1, "do": "say", "customer": "an", "text": "x"}
    for bad in ({"at": MONDAY, "do": "fly"}, {"do": "say"}, "say"):
        assert not plan(sim, good, bad)["ok"]
    assert sim.see("state")["next_due"] is None


def test_idle_is_never_said_while_a_callback_is_unanswered(sim, receiver):
    """Step through a busy plan as the demo's driver does, against a receiver that takes its time."""
    config_id, people = sim.code(), 40
    receiver.hang_for = [0.004] * people
    plan(
        sim,
        *(
            {"at": MONDAY + n, "do": "scan", "config_id": config_id, "customer": {"key": f"g{n}"}}
            for n in range(1, people + 1)
        ),
    )
    steps = 0
    while (due := sim.see("state")["next_due"]) is not None:
        assert sim.order("clock", to=due)["busy"], "due at this very moment, so busy at once"
        sim.settle()
        steps += 1
        assert len(receiver.events) == steps
    assert steps == people


def test_a_retry_that_waits_keeps_the_simulator_busy(sim, receiver):
    sim.world.courier._retry_pause = 0.3
    receiver.answers = [500]
    sim.scan(sim.code(), "an")
    while not receiver.events:
        time.sleep(0.005)
    time.sleep(0.1)
    state = sim.see("state")
    assert (state["busy"], state["undelivered"], len(receiver.events)) == (True, 1, 1)
    sim.settle()
    assert len(receiver.events) == 2


def test_a_call_in_flight_keeps_the_simulator_busy(sim):
    sim.log_in()
    sim.order("faults", slow={"path": "user/get", "seconds": 0.3})
    call = threading.Thread(target=sim.ask, args=("user/get",), kwargs={"userid": "lina"})
    call.start()
    time.sleep(0.1)
    state = sim.see("state")
    call.join()
    assert (state["busy"], state["in_flight"]) == (True, 1)
    sim.settle()
    assert sim.see("state")["in_flight"] == 0


def test_everything_that_happens_is_counted(sim, receiver):
    def activity():
        sim.settle()
        return sim.see("state")["activity"]

    quiet = activity()
    assert activity() == quiet, "looking is not happening"
    sim.ask("user/get", userid="lina")
    asked = activity()
    assert asked > quiet
    sim.scan(sim.code(), "an")
    assert activity() > asked


def test_the_clock_file_is_eight_bytes_that_others_read(tmp_path):
    file = tmp_path / "clock"
    clock = FileClock(file, MONDAY)
    clock.move(MONDAY + 0.5)
    content = file.read_bytes()
    assert content == struct.pack("<d", MONDAY + 0.5)
    assert (len(content), clock.moves_itself()) == (8, False)


def test_a_clock_of_its_own_runs_at_its_speed():
    clock = OwnClock(MONDAY, speed=1000)
    time.sleep(0.05)
    assert 40 < clock.now() - MONDAY < 5000
    clock.move(MONDAY + 10_000)
    assert clock.now() >= MONDAY + 10_000


@pytest.mark.parametrize(("by", "days"), [(0, 31), (30 * 86400, 30), (-10 * 86400, 28)])
def test_months_are_beijings(by, days):
    assert days_in_month(MONDAY + by) == days


def test_a_step_of_time_does_not_overtake_what_happened_since_the_look(sim):
    config_id = sim.code()
    seen = sim.see("state")["activity"]
    sim.scan(config_id, "an")
    assert not sim.order("clock", by=60, activity=seen)["ok"]
    assert sim.see("state")["now"] == MONDAY
    assert sim.order("clock", by=60, activity=sim.see("state")["activity"])["ok"]
    assert sim.see("state")["now"] == MONDAY + 60
