"""Callbacks that are lost, doubled, late or overtaken, as it was ordered."""

import time

import pytest


@pytest.fixture
def code(sim, receiver):
    return sim.code(type=1, user=["lina"])


def scanned_and_deleted(sim, code, key="an"):
    sim.scan(code, key)
    sim.order("people/delete", customer=key)
    sim.settle()


def test_a_lost_callback_never_comes_and_the_truth_says_so(sim, receiver, code):
    sim.order("faults", callbacks={"event": "add_external_contact", "do": "lose"})
    scanned_and_deleted(sim, code)
    assert receiver.changes() == ["del_follow_user"]
    lost, kept = sim.see("truth")["callbacks"]
    assert (lost["state"], lost["tries"], kept["state"]) == ("lost", [], "delivered")
    sim.scan(code, "bao")
    sim.settle()
    assert receiver.changes()[-1] == "add_external_contact"


def test_an_event_is_named_by_its_kind_its_change_or_both(sim, receiver, code):
    for name in ("change_external_contact", "add_*", "change_external_contact/add_*"):
        sim.order("faults", callbacks={"event": name, "do": "lose"})
        sim.scan(code, name)
        sim.settle()
    assert receiver.events == []


def test_a_doubled_callback_is_the_same_words_twice(sim, receiver, code):
    sim.order("faults", callbacks={"do": "duplicate", "copies": 3})
    sim.scan(code, "an")
    sim.settle()
    assert len({envelope["plain"] for envelope in receiver.envelopes}) == 1
    assert len(receiver.events) == 3


def test_the_second_copy_may_come_much_later(sim, receiver, code):
    sim.order("faults", callbacks={"do": "duplicate", "seconds": 3600})
    sim.scan(code, "an")
    sim.settle()
    assert len(receiver.events) == 1
    sim.pass_time(3600)
    assert receiver.events[0] == receiver.events[1]


def test_a_late_callback_still_says_when_it_came_about(sim, receiver, code):
    began = int(sim.see("state")["now"])
    sim.order("faults", callbacks={"do": "late", "seconds": 90})
    sim.scan(code, "an")
    sim.settle()
    sim.pass_time(89)
    assert receiver.events == []
    sim.pass_time(1)
    assert [int(event["CreateTime"]) for event in receiver.events] == [began]


def test_a_callback_that_is_really_slow_keeps_the_simulator_busy(sim, receiver, code):
    sim.order("faults", callbacks={"do": "late", "real_seconds": 0.2})
    began = time.monotonic()
    sim.scan(code, "an")
    assert sim.see("state")["undelivered"] == 1
    sim.settle()
    assert (len(receiver.events), time.monotonic() - began >= 0.2) == (1, True)


def test_a_reordered_callback_comes_after_the_next_one_about_that_customer(sim, receiver, code):
    sim.order("faults", callbacks={"event": "add_external_contact", "do": "reorder"})
    sim.scan(code, "an")
    sim.scan(code, "bao")
    sim.order("people/delete", customer="an")
    sim.settle()
    of_an = sim.see("truth")["follows"][0]["external_userid"]
    told = [e["ChangeType"] for e in receiver.events if e["ExternalUserID"] == of_an]
    assert told == ["del_follow_user", "add_external_contact"]
    sim.pass_time(60)
    assert len(receiver.events) == 3


def test_a_reordered_callback_that_nobody_overtakes_comes_after_all(sim, receiver, code):
    sim.order("faults", callbacks={"do": "reorder", "seconds": 7})
    sim.scan(code, "an")
    sim.settle()
    assert receiver.events == []
    sim.pass_time(7)
    assert receiver.changes() == ["add_external_contact"]


def test_losses_by_chance_follow_the_seed(sim, receiver, code):
    sim.order("faults", callbacks={"do": "lose", "probability": 0.25})
    for number in range(80):
        sim.scan(code, f"guest-{number}")
    sim.settle()
    lost = [one["state"] for one in sim.see("truth")["callbacks"]].count("lost")
    assert 8 < lost < 34
    assert len(receiver.events) == 80 - lost
