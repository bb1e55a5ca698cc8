"""Live codes: limits, editing, deleting, and whom a scan reaches."""

import pytest

from tests.simulator.rig import MONDAY


def test_a_code_is_what_was_asked_for_and_its_picture_can_be_fetched(sim):
    made = sim.say(
        "externalcontact/add_contact_way",
        type=2,
        scene=2,
        remark="展会三号门",
        state="expo-gate-3",
        user=["LiNa"],
        party=[3],
    )
    told = sim.say("externalcontact/get_contact_way", config_id=made["config_id"])["contact_way"]
    assert (told["state"], told["remark"], told["skip_verify"]) == (
        "expo-gate-3",
        "展会三号门",
        True,
    )
    assert (told["user"], told["party"], told["qr_code"]) == (["lina"], [3], made["qr_code"])
    picture = sim.http.get(made["qr_code"])
    assert (picture.status_code, picture.headers["Content-Type"]) == (
        200,
        "image/png",
    )
    (code,) = sim.see("codes")["codes"]
    assert [user["userid"] for user in code["users"]] == ["lina", "chenxi", "sunyue", "zhoumin"]


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"type": 3}, 41039),
        ({"scene": 9}, 41040),
        ({"state": "x" * 31}, 40058),
        ({"remark": "长" * 31}, 40058),
        ({"user": ["nobody"]}, 40003),
        ({"user": []}, 40063),
        ({"user": ["lina"] * 2, "type": 1, "party": [2]}, 40058),
        ({"user": ["lina", "chenxi"], "type": 1}, 40058),
        ({"party": [99]}, 60123),
        ({"is_temp": True}, 40058),
        ({"skip_verify": "yes"}, 40058),
    ],
)
def test_codes_that_are_refused(sim, fields, errcode):
    usual = {"type": 2, "scene": 2, "state": "s", "user": ["lina"]}
    told = sim.say("externalcontact/add_contact_way", **{**usual, **fields})
    assert told["errcode"] == errcode
    assert sim.see("codes")["codes"] == []


def test_type_and_scene_must_be_there(sim):
    assert sim.say("externalcontact/add_contact_way", scene=2)["errcode"] == 41037
    assert sim.say("externalcontact/add_contact_way", type=1)["errcode"] == 41038


def test_thirty_characters_of_state_come_back_with_the_scan(sim, receiver):
    sim.scan(sim.code(state="展" * 30), "an")
    sim.settle()
    assert receiver.events[0]["State"] == "展" * 30


def test_updating_replaces_what_is_given_and_keeps_the_rest(sim):
    config_id = sim.code()
    told = sim.say("externalcontact/update_contact_way", config_id=config_id, user=["chenxi"])
    assert told["errcode"] == 0
    way = sim.say("externalcontact/get_contact_way", config_id=config_id)["contact_way"]
    assert (way["user"], way["state"]) == (["chenxi"], "expo-gate-3")
    assert sim.scan(config_id, "an")["userid"] == "chenxi"


def test_listing_by_time_and_page(sim):
    first = sim.code()
    sim.pass_time(3600)
    second = sim.code()
    now = int(MONDAY) + 3600
    ways = sim.say("externalcontact/list_contact_way", start_time=now, end_time=now)["contact_way"]
    assert ways == [{"config_id": second}]
    page = sim.say("externalcontact/list_contact_way", limit=1)
    rest = sim.say("externalcontact/list_contact_way", limit=1, cursor=page["next_cursor"])
    assert page["contact_way"] + rest["contact_way"] == [
        {"config_id": first},
        {"config_id": second},
    ]


def test_a_deleted_code_is_gone(sim):
    config_id = sim.code()
    assert sim.say("externalcontact/del_contact_way", config_id=config_id)["errcode"] == 0
    assert sim.say("externalcontact/get_contact_way", config_id=config_id)["errcode"] == 41044
    assert sim.say("externalcontact/get_contact_way")["errcode"] == 41043
    told = sim.order("people/scan", config_id=config_id, customer={"key": "an"})
    assert (told["ok"], "why" in told) == (False, True)


def test_equal_codes_have_ids_of_their_own(sim):
    assert sim.code() != sim.code()
