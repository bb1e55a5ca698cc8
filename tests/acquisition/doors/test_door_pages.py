"""The pages of links and group codes: what is kept, what is refused with its limit, what is shown."""

import re
from typing import Any

from flask.testing import FlaskClient

from tests.acquisition.doors.test_group_codes import ways
from tests.acquisition.doors.test_links import CREATE, there

Sent = dict[str, Any]

LINK: Sent = {"name": "直播间", "userids": "lina", "skip_verify": "1", "tag_ids": "et1"}


def with_state(ops: FlaskClient, address: str, sent: Sent) -> Sent:
    """The form as the browser sends it, with the state that it carries."""
    state = re.search(r'name="state" value="(\w+)"', ops.get(address).text)
    assert state is not None
    return {**sent, "state": state[1]}


def test_a_link_is_made_shown_hung_elsewhere_and_deleted(ops, sim):
    sent = with_state(ops, "/links/new", LINK)
    page = ops.post("/links/new", data=sent, follow_redirects=True).text
    assert "已保存并同步到企业微信" in page
    assert "customer_channel=lk" in page
    page = ops.post(
        "/links/1/placements", data={"placement": "抖音主页"}, follow_redirects=True
    ).text
    assert page.count("customer_channel=lk") >= 4  # two addresses, each shown and to be copied
    assert b"<svg" in ops.get("/links/1/placements/2.svg").data
    edited = {**LINK, "name": "短信"}
    assert "短信" in ops.post("/links/1/edit", data=edited, follow_redirects=True).text
    assert there(sim) == [("短信", ["lina"])]
    assert "已删除" in ops.post("/links/1/delete", follow_redirects=True).text
    assert there(sim) == []
    assert ops.post("/links/1/edit", data=edited).status_code == 422


def test_wecoms_refusal_is_shown_with_its_cause_and_the_next_step(ops, sim):
    sim.order("faults", api={CREATE: {"errcode": 40098, "times": 1}})
    sent = with_state(ops, "/links/new", LINK)
    page = ops.post("/links/new", data=sent, follow_redirects=True).text
    assert "40098" in page
    assert "实名" in page
    assert "再试一次" in page
    assert "使用中" in ops.post("/links/1/publish", follow_redirects=True).text


WRONG_LINKS: tuple[tuple[Sent, str], ...] = (
    ({"name": "长" * 31}, "最多 30 个字"),
    ({"userids": "nobody"}, "有成员已不能添加客户"),
    ({"userids": []}, "请至少选择一位成员或一个部门"),
    ({"department_ids": "77"}, "有部门已不存在"),
    ({"remark_template": "{x}"}, "不认识"),
)


def test_a_link_that_breaks_a_limit_is_not_kept(ops, sim):
    for sent, words in WRONG_LINKS:
        answer = ops.post("/links/new", data=with_state(ops, "/links/new", {**LINK, **sent}))
        assert answer.status_code == 422
        assert words in answer.text
    assert there(sim) == []


def test_departments_are_asked_for_without_losing_what_was_typed(ops, sim):
    sent = with_state(ops, "/links/new", {**LINK, "departments": "1"})
    page = ops.post("/links/new", data=sent).text
    assert "销售部" in page
    assert 'value="直播间"' in page


def test_quota_is_shown_and_a_refusal_explained(ops, sim):
    assert "1000" in ops.post("/links/quota", follow_redirects=True).text
    path = "externalcontact/customer_acquisition_quota"
    sim.order("faults", api={path: {"errcode": 48002, "times": 1}})
    page = ops.post("/links/quota", follow_redirects=True).text
    assert "48002" in page
    assert "1000" in page


def test_a_group_code_is_made_from_groups_that_wecom_shows(ops, sim):
    sim.order("groups/create", owner="lina", name="福利一群", members=["zhaolei"])
    page = ops.post("/group-codes/new", data={"groups": "1"}).text
    chat_id = re.search(r'name="pool" value="([^"]+)"', page)
    assert chat_id is not None
    code = {"name": "福利", "pool": chat_id[1], "switch_at": "180", "source": "门店"}
    sent = with_state(ops, "/group-codes/new", code)
    page = ops.post("/group-codes/new", data=sent, follow_redirects=True).text
    assert "已保存并同步到企业微信" in page
    assert "福利一群" in page
    assert ops.get("/group-codes/1/qr").data.startswith(b"\x89PNG")
    assert "福利一群" in ops.get("/group-codes").text
    assert "已删除" in ops.post("/group-codes/1/delete", follow_redirects=True).text
    assert ways(sim) == []


WRONG_GROUP_CODES: tuple[tuple[Sent, str], ...] = (
    ({"name": ""}, "请填写群活码名称"),
    ({"switch_at": "501"}, "请填写 2–500 之间的人数"),
    ({"switch_at": "many"}, "请填写 2–500 之间的人数"),
    ({"auto_create": "1"}, "自动建群时请填写群名前缀"),
    ({"auto_create": "1", "room_base_name": "长" * 41}, "最多 40 个字"),
    ({"room_base_id": "0"}, "请填写 1 以上的数字"),
    ({}, "请至少选择一个群"),
)


def test_a_group_code_that_breaks_a_limit_is_not_kept(ops, sim):
    for sent, words in WRONG_GROUP_CODES:
        form = with_state(ops, "/group-codes/new", {"name": "福利", "switch_at": "180", **sent})
        answer = ops.post("/group-codes/new", data=form)
        assert answer.status_code == 422
        assert words in answer.text
    assert ways(sim) == []
