"""Who comes to 微信客服, whom else he is recommended, and what a day there looked like."""

import pytest

from tests.simulator.kf_office import open_office
from tests.simulator.rig import MONDAY

DAY = 86400
MIDNIGHT = int(MONDAY) - 9 * 3600


@pytest.fixture
def office(sim):
    return open_office(sim)


def test_customers_are_told_with_how_they_came(sim, office):
    an = office.come(scene="expo", scene_param="a")
    ids = [an, "zhangsan"]
    told = sim.say("kf/customer/batchget", external_userid_list=ids)
    (row,) = told["customer_list"]
    assert told["invalid_external_userid"] == ["zhangsan"]
    assert (row["external_userid"], "enter_session_context" in row) == (an, False)
    more = {"external_userid_list": [an], "need_enter_session_context": 1}
    (row,) = sim.say("kf/customer/batchget", **more)["customer_list"]
    assert row["enter_session_context"] == {"scene": "expo", "scene_param": "a"}
    office.wait(2 * DAY + 1)
    (row,) = sim.say("kf/customer/batchget", **more)["customer_list"]
    assert "enter_session_context" not in row


def test_a_hundred_customers_at_once(sim):
    many = [f"wm{number}" for number in range(101)]
    assert sim.say("kf/customer/batchget", external_userid_list=many)["errcode"] == 40058
    assert sim.say("kf/customer/batchget", external_userid_list=[])["errcode"] == 40063


def upgrade(office, external_userid, **more):
    member = {"userid": "lina", "wording": "我是你的专属顾问"}
    body = {"type": 1, "member": member, **more}
    return office.say("customer/upgrade_service", external_userid=external_userid, **body)


def test_an_upgrade_goes_only_to_whom_the_console_allows(sim, office):
    an = office.asks()
    assert upgrade(office, an)["errcode"] == 40058
    sim.order("kf/configure", userids=["lina"], departments=[3], chat_ids=["wr1"])
    told = sim.ask("kf/customer/get_upgrade_service_config")
    assert told["member_range"] == {"userid_list": ["lina"], "department_id_list": [3]}
    assert told["groupchat_range"] == {"chat_id_list": ["wr1"]}
    assert upgrade(office, an)["errcode"] == 0
    assert upgrade(office, an, member={"userid": "chenxi"})["errcode"] == 0
    assert upgrade(office, an, member={"userid": "zhaolei"})["errcode"] == 40058
    assert upgrade(office, an, type=2, groupchat={"chat_id": "wr1"})["errcode"] == 0
    assert upgrade(office, an, type=2, groupchat={"chat_id": "wr2"})["errcode"] == 40058
    assert upgrade(office, an, type=3)["errcode"] == 40058
    assert office.sim.see("kf")["sessions"][0]["upgrade"]["chat_id"] == "wr1"
    office.say("customer/cancel_upgrade_service", external_userid=an)
    assert office.sim.see("kf")["sessions"][0]["upgrade"] == {}


def test_who_did_not_consult_lately_is_not_upgraded(sim, office):
    an = office.come()
    assert upgrade(office, an)["errcode"] == 95031
    office.act("say", text="在吗")
    office.wait(2 * DAY + 1)
    assert upgrade(office, an)["errcode"] == 95031


def test_a_day_is_counted_on_the_next_by_beijings_clock(sim, office):
    an = office.asks()
    office.act("say", text="有人吗")
    sim.order("kf/configure", userids=["lina"])
    upgrade(office, an)
    office.trans(an, 3, servicer_userid="lina")
    office.wait(17)
    office.act("servicer_say", text="在的")
    office.act("say", text="多少钱")
    office.act("refuse")
    office.wait(15 * 3600)
    span = {"start_time": MIDNIGHT + 5, "end_time": MIDNIGHT}
    (day,) = office.say("get_corp_statistic", **span)["statistic_list"]
    assert day["stat_time"] == MIDNIGHT
    counted = {name: count for name, count in day["statistic"].items() if count}
    assert counted == {
        "session_cnt": 1,
        "customer_cnt": 1,
        "customer_msg_cnt": 3,
        "upgrade_service_customer_cnt": 1,
        "msg_rejected_customer_cnt": 1,
    }
    (day,) = office.say("get_servicer_statistic", servicer_userid="lina", **span)["statistic_list"]
    counted = {name: count for name, count in day["statistic"].items() if count}
    assert counted == {
        "session_cnt": 1,
        "customer_cnt": 1,
        "customer_msg_cnt": 1,
        "reply_rate": 1,
        "first_reply_average_sec": 17,
        "upgrade_service_member_invite_cnt": 1,
        "msg_rejected_customer_cnt": 1,
    }


@pytest.mark.parametrize(
    ("start", "end", "errcode"),
    [
        (-1, -1, 0),
        (-31, -1, 0),
        (-32, -1, 600018),
        (0, 0, 600018),
        (-1, -2, 600018),
        (-181, -170, 600018),
    ],
)
def test_spans_of_at_most_31_days_and_180_back(office, start, end, errcode):
    span = {"start_time": MIDNIGHT + start * DAY, "end_time": MIDNIGHT + end * DAY}
    told = office.say("get_corp_statistic", **span)
    assert told["errcode"] == errcode
    if errcode == 0:
        assert len(told["statistic_list"]) == end - start + 1


def test_statistics_of_nobody_are_refused(office):
    span = {"start_time": MIDNIGHT - DAY, "end_time": MIDNIGHT - DAY}
    assert office.say("get_servicer_statistic", servicer_userid="x", **span)["errcode"] == 60111
    assert office.sim.say("kf/get_corp_statistic", **span)["errcode"] == 40063
