"""Customers and staff as the read APIs show them."""

import pytest

from tests.simulator.rig import MONDAY


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


def test_the_house_has_six_members_in_two_departments(sim):
    assert [d["name"] for d in sim.ask("department/list")["department"]] == [
        "联客演示公司",
        "销售部",
        "客户成功部",
    ]
    everybody = sim.ask("user/simplelist", department_id=1, fetch_child=1)["userlist"]
    assert [one["userid"] for one in everybody] == [
        "wangguwen",
        "lina",
        "zhaolei",
        "chenxi",
        "sunyue",
        "zhoumin",
    ]
    assert len(sim.ask("user/list", department_id=3)["userlist"]) == 3
    assert sim.ask("externalcontact/get_follow_user_list")["follow_user"] == [
        one["userid"] for one in everybody
    ]


def test_members_come_without_phone_mail_and_avatar(sim):
    member = sim.ask("user/get", userid="LINA")
    assert (member["name"], member["department"]) == ("李娜", [2])
    assert not {"mobile", "email", "avatar", "gender"} & set(member)


@pytest.mark.parametrize(
    ("path", "args", "errcode"),
    [
        ("user/get", {}, 41009),
        ("user/get", {"userid": "nobody"}, 60111),
        ("user/list", {"department_id": "9"}, 60123),
        ("externalcontact/list", {}, 41009),
        ("externalcontact/list", {"userid": "chenxi"}, 84061),
        ("externalcontact/get", {}, 41035),
        ("externalcontact/get", {"external_userid": "wmNobody"}, 40096),
        ("externalcontact/get", {"external_userid": "an", "cursor": "x"}, 40096),
    ],
)
def test_what_is_missing_or_unknown(sim, path, args, errcode):
    assert sim.ask(path, **args)["errcode"] == errcode


def test_a_customer_with_his_follow(sim, an):
    told = sim.ask("externalcontact/get", external_userid=an)
    assert (told["external_contact"]["external_userid"], told["external_contact"]["type"]) == (
        an,
        1,
    )
    (follow,) = told["follow_user"]
    assert follow == {
        "userid": "lina",
        "remark": told["external_contact"]["name"],
        "description": "",
        "createtime": int(MONDAY),
        "remark_corp_name": "",
        "remark_mobiles": [],
        "oper_userid": an,
        "add_way": 1,
        "state": "expo-gate-3",
        "tags": [],
    }


def test_batches_are_paged_by_an_opaque_cursor(sim):
    code = sim.code(type=1, user=["lina"])
    added = [sim.scan(code, f"guest-{n}")["external_userid"] for n in range(5)]
    seen, cursor = [], ""
    for _ in range(3):
        told = sim.say(
            "externalcontact/batch/get_by_user", userid_list=["lina"], limit=2, cursor=cursor
        )
        seen += [
            row["external_contact"]["external_userid"] for row in told["external_contact_list"]
        ]
        cursor = told["next_cursor"]
    assert (seen, cursor) == (added, "")
    row = told["external_contact_list"][0]
    assert (row["follow_info"]["userid"], row["follow_info"]["tag_id"]) == ("lina", [])
    bad = sim.say("externalcontact/batch/get_by_user", userid_list=["lina"], cursor="page 2")
    assert bad["errcode"] == 40058


def test_remarks_within_limits_are_kept_and_absent_fields_stay(sim, an):
    pair = {"userid": "lina", "external_userid": an}
    told = sim.say("externalcontact/remark", **pair, remark="安女士", description="要两份")
    assert told["errcode"] == 0
    sim.say("externalcontact/remark", **pair, remark_company="远山", remark_mobiles=["13800000000"])
    follow = sim.ask("externalcontact/get", external_userid=an)["follow_user"][0]
    assert (follow["remark"], follow["description"]) == ("安女士", "要两份")
    assert (follow["remark_corp_name"], follow["remark_mobiles"]) == ("远山", ["13800000000"])


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({}, 40063),
        ({"remark": "长" * 21}, 40058),
        ({"description": "长" * 151}, 40058),
        ({"remark": 7}, 40058),
        ({"userid": "chenxi", "remark": "x"}, 84061),
        ({"userid": "nobody", "remark": "x"}, 60111),
        ({"external_userid": "wmNobody", "remark": "x"}, 40096),
    ],
)
def test_remarks_that_are_refused(sim, an, fields, errcode):
    pair = {"userid": "lina", "external_userid": an}
    assert sim.say("externalcontact/remark", **{**pair, **fields})["errcode"] == errcode


def test_a_member_who_was_dropped_still_sees_his_customer(sim, receiver, an):
    sim.order("people/delete", customer="an", userid="lina")
    sim.settle()
    assert receiver.changes() == ["add_external_contact", "del_follow_user"]
    assert sim.ask("externalcontact/list", userid="lina")["external_userid"] == [an]
    told = sim.say("externalcontact/remark", userid="lina", external_userid=an, remark="走了")
    assert told["errcode"] == 0


def test_a_member_who_dropped_his_customer_has_no_relation_left(sim, receiver, an):
    sim.order("staff/delete", userid="lina", customer="an")
    sim.settle()
    assert receiver.changes() == ["add_external_contact", "del_external_contact"]
    assert sim.ask("externalcontact/get", external_userid=an)["errcode"] == 84061
    told = sim.say("externalcontact/remark", userid="lina", external_userid=an, remark="x")
    assert told["errcode"] == 84061


def test_consent_is_asked_with_wecoms_own_spelling(sim, an):
    sim.log_in(sim.world.corp.archive_secret)
    pair = {"userid": "lina", "exteranalopenid": an}
    (row,) = sim.say("msgaudit/check_single_agree", info=[pair])["agreeinfo"]
    assert row == {"status_change_time": int(MONDAY), **pair, "agree_status": "Agree"}
    unknown = {"userid": "lina", "exteranalopenid": "wmNobody"}
    assert sim.say("msgaudit/check_single_agree", info=[unknown])["errcode"] == 301061
    assert sim.say("msgaudit/check_single_agree", info=[pair] * 101)["errcode"] == 301060
