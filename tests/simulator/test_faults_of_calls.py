"""What a call may meet: pages instead of JSON, half answers, tokens that die under it, chance."""

import time

import pytest
import requests

LISTED = "externalcontact/get_follow_user_list"


def raw(sim, path, **args):
    """One call as bytes: whatever comes back."""
    query = {"access_token": sim.token or sim.log_in(), **args}
    return sim.http.get(f"{sim.base}/cgi-bin/{path}", params=query, timeout=9)


@pytest.mark.parametrize(
    ("how", "status", "begins"),
    [("html", 502, b"<html>"), ("not_json", 200, b"OK"), ("empty", 200, b"")],
)
def test_an_answer_that_is_no_json(sim, how, status, begins):
    sim.log_in()
    sim.order("faults", answer={"path": "user/get", "how": how})
    spoilt = raw(sim, "user/get", userid="lina")
    assert (spoilt.status_code, spoilt.content.startswith(begins)) == (status, True)
    with pytest.raises(requests.JSONDecodeError):
        spoilt.json()
    assert raw(sim, "user/get", userid="lina").json()["errcode"] == 0


def test_a_truncated_answer_is_half_a_json_and_the_effect_stands(sim):
    sim.log_in()
    way = {"type": 2, "scene": 2, "state": "cut", "user": ["lina"]}
    sim.order("faults", answer={"path": "externalcontact/add_contact_way", "how": "truncated"})
    with pytest.raises(requests.JSONDecodeError):
        sim.say("externalcontact/add_contact_way", **way)
    assert [code["state"] for code in sim.see("codes")["codes"]] == ["cut"]


def test_a_broken_answer_ends_before_its_announced_length(sim):
    sim.log_in()
    sim.order("faults", answer={"path": "user/get", "how": "broken"})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        raw(sim, "user/get", userid="lina")
    sim.settle()


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_a_proxys_page_may_hide_an_effect_or_not(sim, when, made):
    sim.log_in()
    path = "externalcontact/add_contact_way"
    sim.order("faults", answer={"path": path, "how": "html", "status": 504, "when": when})
    url, query = f"{sim.base}/cgi-bin/{path}", {"access_token": sim.token}
    body = {"type": 2, "scene": 2, "user": ["lina"]}
    assert sim.http.post(url, params=query, json=body).status_code == 504
    assert len(sim.see("codes")["codes"]) == made


def test_patterns_reach_a_family_of_paths_or_all(sim):
    sim.log_in()
    sim.order("faults", api={"externalcontact/*": {"errcode": -1}})
    assert sim.ask("user/get", userid="lina")["errcode"] == 0
    assert [sim.ask(LISTED)["errcode"] for _ in range(2)] == [-1, 0]
    sim.order("faults", api={"*": {"errcode": 45009, "times": 2}})
    told = [sim.ask("user/get", userid="lina"), sim.ask(LISTED), sim.ask(LISTED)]
    assert [one["errcode"] for one in told] == [45009, 45009, 0]


def test_a_fault_waits_for_the_nth_call(sim):
    sim.log_in()
    sim.order("faults", api={"user/get": {"errcode": -1, "after": 2}})
    told = [sim.ask("user/get", userid="lina")["errcode"] for _ in range(4)]
    assert told == [0, 0, -1, 0]


def test_a_token_dies_at_the_nth_call(sim):
    sim.log_in()
    sim.order("faults", revoke={"path": "*", "after": 3})
    told = [sim.ask("user/get", userid="lina")["errcode"] for _ in range(5)]
    assert told == [0, 0, 0, 40014, 40014]
    sim.log_in()
    assert sim.ask("user/get", userid="lina")["errcode"] == 0


def test_chance_follows_the_seed_and_lasts_until_cleared(sim):
    sim.log_in()
    wish = {"user/get": {"errcode": -1, "probability": 0.3}}

    def draw():
        return [sim.ask("user/get", userid="lina")["errcode"] for _ in range(200)]

    sim.order("faults", api=wish)
    drawn = draw()
    assert 30 < drawn.count(-1) < 90
    (listed,) = sim.see("faults")["faults"]
    assert (listed["probability"], listed["times"]) == (0.3, None)
    assert listed["met"] == drawn.count(-1)
    assert sim.http.delete(f"{sim.base}/sim/faults").json()["faults"] == []
    assert set(draw()) == {0}


def test_what_is_still_ordered_is_shown_and_what_is_used_up_is_not(sim):
    sim.log_in()
    sim.order("faults", api={"user/get": {"errcode": -1, "times": 2}}, lag={"tags": 5})
    sim.ask("user/get", userid="lina")
    shown = sim.see("faults")
    assert [(one["kind"], one["times"]) for one in shown["faults"]] == [("errcode", 1)]
    assert (shown["lag"]["tags"], shown["met"]) == (5, {"errcode user/get": 1})
    sim.ask("user/get", userid="lina")
    assert sim.see("faults")["faults"] == []
    assert sim.order("faults", clear=True)["lag"]["tags"] == 0


def test_a_slow_answer_takes_its_real_time(sim):
    sim.log_in()
    sim.order("faults", slow={"path": "user/*", "seconds": 0.2})
    began = time.monotonic()
    assert sim.ask("user/get", userid="lina")["errcode"] == 0
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    "wish",
    [
        {"earthquake": {"path": "*"}},
        {"answer": {"path": "*", "how": "rudely"}},
        {"answer": {"path": "*", "how": "truncated", "when": "before"}},
        {"api": {"*": {"errcode": -1, "probability": 2}}},
        {"api": {"*": {"errcode": -1, "times": "twice"}}},
        {"api": [1]},
        {"callbacks": {"do": "fly"}},
        {"callbacks": {"event": "*"}},
        {"lag": {"weather": 3}},
        {"revoke": {}},
        {"cut": {"path": 7, "when": "before"}},
    ],
)
def test_an_order_that_makes_no_sense_orders_nothing(sim, wish):
    told = sim.order("faults", slow={"path": "*"}, **wish)
    assert (told["ok"], bool(told["why"])) == (False, True)
    assert sim.see("faults")["faults"] == []


def test_troubles_begin_and_end_at_moments_of_a_plan(sim):
    sim.log_in()
    now = sim.see("state")["now"]
    wish = {"api": {"user/get": {"errcode": -1, "times": None}}}
    actions = [{"at": now + 60, "do": "faults/order", **wish}]
    actions.append({"at": now + 120, "do": "faults/order", "clear": True})
    sim.order("plan", actions=actions)
    told = []
    for _ in range(3):
        told.append(sim.ask("user/get", userid="lina")["errcode"])
        sim.pass_time(60)
    assert told == [0, -1, 0]
    assert sim.see("truth")["failed_actions"] == []
