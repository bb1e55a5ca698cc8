"""Join ways lead customers into groups, and open the next one when all are full."""

import pytest

from bots.simulator.models import Json

WAY = "externalcontact/groupchat"


@pytest.fixture
def chat_id(sim):
    sim.order("groups/settings", lag=0)
    return str(sim.order("groups/create", owner="lina", name="一群")["chat_id"])


@pytest.fixture
def config_id(sim, chat_id):
    told = sim.say(
        f"{WAY}/add_join_way",
        scene=2,
        chat_id_list=[chat_id],
        state="expo",
        room_base_name="销售客服群",
        room_base_id=10,
    )
    assert told["errcode"] == 0, told
    return str(told["config_id"])


def join(sim, key, **more):
    return sim.order("groups/join", customer={"key": key}, **more)


def test_a_customer_scans_and_is_inside_with_his_state(sim, receiver, chat_id, config_id):
    told = join(sim, "an", config_id=config_id)
    assert (told["chat_id"], "already" in told) == (chat_id, False)
    sim.settle()
    assert receiver.events[-1]["JoinScene"] == "3"
    member = sim.say(f"{WAY}/get", chat_id=chat_id)["group_chat"]["member_list"][-1]
    assert (member["userid"], member["join_scene"], member["state"]) == (
        told["external_userid"],
        3,
        "expo",
    )
    assert "invitor" not in member
    assert join(sim, "an", state="expo")["already"] is True


def test_when_all_are_full_the_next_group_opens_under_the_next_number(sim, config_id, chat_id):
    assert sim.order("groups/full", chat_id=chat_id)["capacity"] == 1
    sim.order("groups/settings", capacity=2)
    told = [join(sim, key, config_id=config_id) for key in ("an", "bo")]
    assert [one["name"] for one in told] == ["销售客服群10", "销售客服群11"]
    assert len({one["chat_id"] for one in told}) == 2
    owners = {chat["owner"] for chat in sim.see("truth")["groups"]["chats"]}
    assert owners == {"lina"}
    way = sim.say(f"{WAY}/get_join_way", config_id=config_id)["join_way"]
    assert way["chat_id_list"] == [chat_id]


def test_without_automatic_groups_the_door_is_shut(sim, config_id, chat_id):
    body = {"scene": 2, "chat_id_list": [chat_id], "auto_create_room": 0}
    told = sim.say(f"{WAY}/update_join_way", config_id=config_id, **body)
    assert told["errcode"] == 0
    sim.order("groups/full", chat_id=chat_id)
    assert not join(sim, "an", config_id=config_id)["ok"]


def test_updating_covers_everything(sim, config_id, chat_id):
    sim.say(f"{WAY}/update_join_way", config_id=config_id, scene=1, chat_id_list=[chat_id])
    way = sim.say(f"{WAY}/get_join_way", config_id=config_id)["join_way"]
    assert (way["scene"], way["state"], way["room_base_name"]) == (1, "", "")
    assert "qr_code" not in way


def test_the_code_is_a_picture_until_the_way_is_deleted(sim, config_id):
    way = sim.say(f"{WAY}/get_join_way", config_id=config_id)["join_way"]
    assert sim.http.get(way["qr_code"]).status_code == 200
    assert sim.say(f"{WAY}/del_join_way", config_id=config_id)["errcode"] == 0
    assert sim.say(f"{WAY}/get_join_way", config_id=config_id)["errcode"] == 41044
    assert sim.http.get(way["qr_code"]).status_code == 404
    assert not join(sim, "an", config_id=config_id)["ok"]


def test_a_remark_too_long_is_cut_off_without_a_word(sim, chat_id):
    body = {"scene": 2, "chat_id_list": [chat_id], "remark": "长" * 31}
    config_id = sim.say(f"{WAY}/add_join_way", **body)["config_id"]
    way = sim.say(f"{WAY}/get_join_way", config_id=config_id)["join_way"]
    assert way["remark"] == "长" * 30


REFUSED: list[tuple[Json, int]] = [
    ({"scene": None}, 41040),
    ({"scene": 3}, 41040),
    ({"chat_id_list": []}, 40063),
    ({"chat_id_list": ["wrNo"]}, 90501),
    ({"chat_id_list": ["a", "b", "c", "d", "e", "f"]}, 41091),
    ({"state": "x" * 31}, 40058),
    ({"room_base_name": "长" * 41}, 40058),
    ({"auto_create_room": 2}, 40058),
    ({"room_base_id": -1}, 40058),
]


def test_join_ways_that_are_refused(sim, chat_id):
    usual = {"scene": 2, "chat_id_list": [chat_id]}
    told = [sim.say(f"{WAY}/add_join_way", **{**usual, **one})["errcode"] for one, _ in REFUSED]
    assert told == [errcode for _, errcode in REFUSED]
    assert sim.see("truth")["groups"]["ways"] == []
