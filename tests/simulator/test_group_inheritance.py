"""Customer groups that get another owner, and what groups add to codes and to who was served."""

import json
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LIANKE_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLES = SHARED / "wecom/payloads/api"

API = "externalcontact/groupchat"
DAY = 86400


@pytest.fixture
def chat_id(sim):
    return found(sim)


def found(sim, owner="lina", name="新生群"):
    return str(sim.order("groups/create", owner=owner, name=name, members=["wangguwen"])["chat_id"])


def move(sim, path, *chat_ids, to="zhaolei"):
    sim.log_in()
    told = sim.say(f"{API}/{path}", chat_id_list=list(chat_ids), new_owner=to)
    assert told["errcode"] == 0, told
    return [one["errcode"] for one in told["failed_chat_list"]]


def owner_of(sim, chat_id):
    return sim.say(f"{API}/get", chat_id=chat_id)["group_chat"]["owner"]


def test_a_group_in_service_changes_hands_at_once_and_nothing_calls_back(sim, receiver, chat_id):
    sim.settle()
    before = len(receiver.events)
    assert move(sim, "onjob_transfer", chat_id) == []
    assert owner_of(sim, chat_id) == "zhaolei"
    sim.settle()
    assert len(receiver.events) == before
    (moved,) = sim.see("truth")["group_moves"]
    assert (moved["handover_userid"], moved["takeover_userid"]) == ("lina", "zhaolei")


def test_groups_of_leavers_are_inherited_and_only_those(sim, chat_id):
    assert move(sim, "transfer", chat_id, "wrNothing") == [90500, 90501]
    sim.order("console/staff", change="leave", userid="lina")
    assert move(sim, "onjob_transfer", chat_id) == [90502]
    assert move(sim, "transfer", chat_id) == []
    assert move(sim, "transfer", chat_id, to="chenxi") == [90508]
    listed = sim.say(f"{API}/list", limit=10, status_filter=3)["group_chat_list"]
    assert listed == [{"chat_id": chat_id, "status": 3}]
    assert owner_of(sim, chat_id) == "zhaolei"


def test_a_group_goes_to_somebody_else_and_twice_in_90_days(sim, chat_id):
    assert move(sim, "onjob_transfer", chat_id, to="lina") == [90504]
    assert move(sim, "onjob_transfer", chat_id) == []
    assert move(sim, "onjob_transfer", chat_id, to="lina") == []
    assert move(sim, "onjob_transfer", chat_id) == [40128]
    sim.pass_time(90 * DAY)
    assert move(sim, "onjob_transfer", chat_id) == []


def test_an_owner_gives_300_groups_a_day(sim):
    groups = [found(sim, name=f"群{n}") for n in range(301)]
    for start in (0, 100, 200):
        assert move(sim, "onjob_transfer", *groups[start : start + 100]) == []
    assert move(sim, "onjob_transfer", groups[300]) == [45009]
    sim.pass_time(DAY)
    assert move(sim, "onjob_transfer", groups[300]) == []


@pytest.mark.parametrize("path", ["transfer", "onjob_transfer"])
@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"chat_id_list": []}, 40063),
        ({"chat_id_list": [f"wr{n}" for n in range(101)]}, 40058),
        ({"new_owner": ""}, 40063),
        ({"new_owner": "nobody"}, 40003),
        ({"new_owner": "chenxi"}, 41054),
    ],
)
def test_calls_that_are_refused_whole(sim, chat_id, path, fields, errcode):
    sim.order("console/member", userid="chenxi", activated=False)
    usual = {"chat_id_list": [chat_id], "new_owner": "zhaolei"}
    assert sim.say(f"{API}/{path}", **{**usual, **fields})["errcode"] == errcode


def test_codes_and_join_ways_share_their_room(sim, chat_id):
    sim.order("console/corp", most_contact_ways=2)
    sim.code()
    way = {"scene": 2, "chat_id_list": [chat_id]}
    assert sim.say(f"{API}/add_join_way", **way)["errcode"] == 0
    assert sim.say(f"{API}/add_join_way", **way)["errcode"] == 41045
    code = {"type": 1, "scene": 2, "user": ["lina"]}
    assert sim.say("externalcontact/add_contact_way", **code)["errcode"] == 41045


def test_who_is_in_a_group_was_served_too(sim, chat_id):
    external_userid = sim.scan(sim.code(user=["lina"]), "an")["external_userid"]
    told = sim.order(
        "groups/join", chat_id=chat_id, members=["an", {"key": "bo", "name": "王小开"}]
    )
    assert told["ok"], told
    follow, an, bo = sim.say("externalcontact/contact_list")["info_list"]
    assert (an["external_userid"], an["chat_id"]) == (external_userid, chat_id)
    assert an["tmp_openid"] == follow["tmp_openid"]
    assert (bo["is_customer"], bo["name"], bo["chat_name"]) == (False, "***开", "新生群")
    assert "external_userid" not in bo


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples under {SAMPLES}")
@pytest.mark.parametrize("path", ["transfer", "onjob_transfer"])
def test_failures_look_as_published(sim, path):
    sample = json.loads((SAMPLES / f"externalcontact.groupchat.{path}.response.json").read_text())
    told = sim.say(f"{API}/{path}", chat_id_list=["wrNothing"], new_owner="lina")
    (wanted,), (given,) = sample["failed_chat_list"], told["failed_chat_list"]
    assert {name: type(value) for name, value in given.items()} == {
        name: type(value) for name, value in wanted.items()
    }
