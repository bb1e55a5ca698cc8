"""Faults that are ordered happen, as often as ordered, and then stop."""

import pytest
import requests

REMARK = "externalcontact/remark"


@pytest.fixture
def pair(sim):
    external_userid = sim.scan(sim.code(), "an", userid="lina")["external_userid"]
    return {"userid": "lina", "external_userid": external_userid}


def remark_of(sim, pair):
    told = sim.ask("externalcontact/get", external_userid=pair["external_userid"])
    return told["follow_user"][0]["remark"]


def test_an_ordered_errcode_comes_as_often_as_ordered_and_has_no_effect(sim, pair):
    before = remark_of(sim, pair)
    sim.order("faults", api={REMARK: {"errcode": 45009, "times": 2}})
    told = [sim.say(REMARK, **pair, remark=str(n))["errcode"] for n in range(2)]
    assert (told, remark_of(sim, pair)) == ([45009, 45009], before)
    assert sim.say(REMARK, **pair, remark="通了")["errcode"] == 0
    assert sim.see("truth")["api_calls"][REMARK] == {"45009": 2, "0": 1}


def test_other_paths_are_left_alone(sim, pair):
    sim.order("faults", api={REMARK: {"errcode": 45009}})
    assert sim.ask("user/get", userid="lina")["errcode"] == 0


@pytest.mark.parametrize(("when", "happened"), [("before", False), ("after", True)])
def test_a_cut_connection_leaves_no_answer_and_maybe_an_effect(sim, pair, when, happened):
    sim.order("faults", cut={"path": REMARK, "when": when})
    with pytest.raises(requests.ConnectionError):
        sim.say(REMARK, **pair, remark="断线")
    assert (remark_of(sim, pair) == "断线") is happened
    assert sim.say(REMARK, **pair, remark="通了")["errcode"] == 0
    sim.settle()


def test_even_logging_in_may_fail(sim):
    sim.order("faults", api={"gettoken": {"errcode": -1}})
    corp = sim.world.corp
    args = {"corpid": corp.corpid, "corpsecret": corp.secret}
    answers = [sim.http.get(f"{sim.base}/cgi-bin/gettoken", params=args).json() for _ in range(2)]
    assert [one["errcode"] for one in answers] == [-1, 0]


def test_the_archive_can_fail_too(sim):
    sim.order("faults", api={"archive/pull": {"errcode": 301052}})
    corp = sim.world.corp
    account = {"corpid": corp.corpid, "secret": corp.archive_secret}
    assert sim.order("archive/pull", **account)["errcode"] == 301052
    assert sim.order("archive/pull", **account)["errcode"] == 0


@pytest.mark.parametrize(
    "wish",
    [
        {"cut": {"path": REMARK, "when": "sometimes"}},
        {"cut": {"when": "before"}},
        {"slow": "down"},
        {"api": {REMARK: {"times": 2}}},
        {"callback": {"duplicate": 0}},
    ],
)
def test_wishes_that_make_no_sense_are_refused(sim, wish):
    told = sim.order("faults", **wish)
    assert (told["ok"], bool(told["why"])) == (False, True)
