"""Accounts of 微信客服, their links, their servicers, and who may manage them."""

import pytest

from tests.simulator.kf_office import open_office
from tests.simulator.uploads import medium


@pytest.fixture
def picture(sim):
    return medium(sim)


@pytest.fixture
def account(sim, picture):
    told = sim.say("kf/account/add", name="咨询客服", media_id=picture)
    assert told["errcode"] == 0, told
    return told["open_kfid"]


def names(sim):
    return [row["name"] for row in sim.say("kf/account/list")["account_list"]]


def test_an_account_is_added_renamed_and_deleted(sim, account, picture):
    sim.say("kf/account/add", name="售后", media_id=picture)
    assert sim.say("kf/account/update", open_kfid=account, name="售前")["errcode"] == 0
    assert names(sim) == ["售前", "售后"]
    assert sim.say("kf/account/del", open_kfid=account)["errcode"] == 0
    assert names(sim) == ["售后"]


def test_the_last_account_stays(sim, account):
    assert sim.say("kf/account/del", open_kfid=account)["errcode"] == 95005


@pytest.mark.parametrize("name", ["", "十七个字的客服帐号名字实在是太长了些"])
def test_names_have_one_to_sixteen_characters(sim, account, picture, name):
    assert sim.say("kf/account/add", name=name, media_id=picture)["errcode"] == 95006
    assert sim.say("kf/account/update", open_kfid=account, name=name)["errcode"] == 95006


def test_a_picture_must_have_been_uploaded(sim):
    assert sim.say("kf/account/add", name="咨询", media_id="nonsense")["errcode"] == 40007


def test_no_account_beyond_the_five_thousandth(sim, picture, monkeypatch):
    monkeypatch.setattr("bots.simulator.kf.accounts.MOST_ACCOUNTS", 2)
    codes = [
        sim.say("kf/account/add", name=name, media_id=picture)["errcode"]
        for name in ("一", "二", "三")
    ]
    assert codes == [0, 0, 95005]


def test_the_list_is_paged_by_offset(sim):
    for name in "一二三":
        open_office(sim, name=name)
    rows = sim.say("kf/account/list", offset=1, limit=1)["account_list"]
    assert [row["name"] for row in rows] == ["二"]
    assert sim.say("kf/account/list", limit=101)["errcode"] == 40058
    face = sim.http.get(rows[0]["avatar"])
    assert (face.status_code, "二" in face.text) == (200, True)


def test_unknown_deleted_and_foreign_accounts_are_told_apart(sim, account):
    office = open_office(sim, managed=False)
    sim.say("kf/account/del", open_kfid=account)
    asked = ["wk-nonsense", account, office.open_kfid]
    told = [sim.say("kf/sync_msg", open_kfid=open_kfid)["errcode"] for open_kfid in asked]
    assert told == [95000, 95004, 48007]


def test_the_console_grants_and_takes_accounts_and_calls_back(sim, receiver):
    office = open_office(sim)
    sim.order("kf/authorize", open_kfid=office.open_kfid, managed=False)
    sim.order("kf/authorize", open_kfid=office.open_kfid, managed=False)
    sim.settle()
    granted, taken = receiver.events
    assert (granted["Event"], granted["AuthAddOpenKfId"]) == (
        "kf_account_auth_change",
        office.open_kfid,
    )
    assert taken["AuthDelOpenKfId"] == office.open_kfid
    assert sim.say("kf/account/list")["account_list"][0]["manage_privilege"] is False


def test_what_the_api_makes_calls_nobody_back(sim, receiver, account):
    sim.settle()
    assert receiver.events == []


def test_a_link_carries_its_scene_and_the_callers_param(sim):
    office = open_office(sim)
    url = office.say("add_contact_way", scene="expo_3")["url"]
    assert office.say("add_contact_way", scene="expo_3")["url"] == url
    office.act("enter", url=f"{url}&scene_param=a%3D1%26b%3D2")
    (entered,) = office.events()
    assert (entered["scene"], entered["scene_param"]) == ("expo_3", "a=1&b=2")


def test_without_a_scene_a_param_is_lost(sim):
    office = open_office(sim)
    office.act("enter", url=f"{office.url}&scene_param=a")
    assert "scene_param" not in office.events()[0]


def test_a_changed_link_leads_nowhere(sim):
    office = open_office(sim)
    wrong = [f"{office.url}x", f"{office.url}&scene_param={'x' * 129}"]
    assert not any(sim.order("kf/enter", customer="an", url=url)["ok"] for url in wrong)


@pytest.mark.parametrize("scene", ["x" * 33, "展会", "a b"])
def test_scenes_are_short_and_plain(sim, scene):
    assert open_office(sim).say("add_contact_way", scene=scene)["errcode"] == 40058


def test_servicers_are_added_and_deleted_row_by_row(sim):
    office = open_office(sim, userids=["lina"])
    told = office.say(
        "servicer/add", userid_list=["lina", "Zhaolei", "nobody"], department_id_list=[3, 9]
    )["result_list"]
    assert [(row["errcode"], row["errmsg"]) for row in told] == [
        (0, "ignored"),
        (0, "success"),
        (60111, "userid not found"),
        (0, "success"),
        (60123, "invalid party id"),
    ]
    told = office.say("servicer/del", userid_list=["lina", "chenxi"], department_id_list=[3, 2])
    assert [row["errmsg"] for row in told["result_list"]] == [
        "success",
        "ignored",
        "success",
        "ignored",
    ]
    rows = sim.ask("kf/servicer/list", open_kfid=office.open_kfid)["servicer_list"]
    assert rows == [{"userid": "zhaolei", "status": 0}]


def test_somebody_must_be_named_and_not_too_many(sim):
    office = open_office(sim)
    assert office.say("servicer/add")["errcode"] == 40063
    many = [f"u{number}" for number in range(101)]
    assert office.say("servicer/add", userid_list=many)["errcode"] == 40058


def test_who_pauses_is_listed_so_and_told(sim):
    office = open_office(sim, departments=[3])
    sim.order("kf/servicer_status", userid="lina", status="stopped")
    sim.order("kf/servicer_status", userid="zhaolei", status="suspended")
    rows = sim.ask("kf/servicer/list", open_kfid=office.open_kfid)["servicer_list"]
    assert rows == [
        {"userid": "lina", "status": 1, "stop_type": 0},
        {"userid": "zhaolei", "status": 1, "stop_type": 1},
        {"department_id": 3},
    ]
    sim.order("kf/servicer_status", userid="lina", status="receiving")
    told = [(event["servicer_userid"], event["status"]) for event in office.events()]
    assert told == [("lina", 2), ("zhaolei", 2), ("lina", 1)]


def test_whether_a_channel_is_bound_is_the_consoles_to_say(sim):
    assert sim.ask("kf/get_corp_qualification")["wechat_channels_binding"] is True
    sim.order("kf/configure", wechat_channels_binding=False)
    assert sim.ask("kf/get_corp_qualification")["wechat_channels_binding"] is False
