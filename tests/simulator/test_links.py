"""Acquisition links: made within limits, opened by customers, counted and paid for."""

import pytest

from tests.simulator.rig import MONDAY

LINKS = "externalcontact/customer_acquisition"
QUOTA = "externalcontact/customer_acquisition_quota"
DAY = 86400


def make(sim, **fields):
    usual = {"link_name": "获客链接1号", "range": {"user_list": ["lina", "zhaolei"]}}
    told = sim.say(f"{LINKS}/create_link", **{**usual, **fields})
    assert told["errcode"] == 0, told
    return told["link"]


def opened(sim, link, key="an", **more):
    told = sim.order("links/open", link_id=link["link_id"], customer={"key": key}, **more)
    assert told["ok"], told
    return told


def test_a_link_is_what_was_asked_for(sim):
    option = {"priority_type": 2, "priority_userid_list": ["chenxi"]}
    wanted = {"user_list": ["LiNa"], "department_list": [3]}
    link = make(sim, range=wanted, skip_verify=False, priority_option=option)
    assert link["link_id"].startswith("ca")
    told = sim.say(f"{LINKS}/get", link_id=link["link_id"])
    assert told["link"] == {
        "link_name": "获客链接1号",
        "url": link["url"],
        "create_time": int(MONDAY),
        "skip_verify": False,
        "mark_source": True,
    }
    assert told["range"] == {"user_list": ["lina"], "department_list": [3]}
    assert told["priority_option"] == option


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"link_name": ""}, 40063),
        ({"link_name": "长" * 31}, 40058),
        ({"range": {}}, 40063),
        ({"range": {"user_list": ["nobody"]}}, 40003),
        ({"range": {"department_list": [99]}}, 60123),
        ({"range": {"user_list": [f"u{n}" for n in range(501)]}}, 40058),
        ({"priority_option": {"priority_type": 3}}, 40058),
        ({"priority_option": {"priority_type": 2}}, 40063),
        ({"priority_option": {"priority_type": 2, "priority_userid_list": ["nobody"]}}, 40003),
        ({"skip_verify": "yes"}, 40058),
    ],
)
def test_links_that_are_refused(sim, fields, errcode):
    usual = {"link_name": "链接", "range": {"user_list": ["lina"]}}
    assert sim.say(f"{LINKS}/create_link", **{**usual, **fields})["errcode"] == errcode
    assert sim.say(f"{LINKS}/list_link")["link_id_list"] == []


def test_members_must_be_activated_and_verified_and_links_are_not_without_end(sim):
    body = {"link_name": "链接", "range": {"user_list": ["lina"]}}
    sim.order("console/member", userid="lina", activated=False)
    assert sim.say(f"{LINKS}/create_link", **body)["errcode"] == 41054
    sim.order("console/member", userid="lina", activated=True, verified=False)
    assert sim.say(f"{LINKS}/create_link", **body)["errcode"] == 40098
    sim.order("console/member", userid="lina", verified=True)
    sim.order("console/corp", most_links=1)
    make(sim)
    assert sim.say(f"{LINKS}/create_link", **body)["errcode"] == 41095


def test_a_browser_is_told_to_use_wechat_and_changes_nothing(sim):
    link = make(sim)
    assert "获客链接1号" in sim.http.get(link["url"]).text
    assert sim.http.get(link["url"] + "x").status_code == 404
    assert sim.see("truth")["acquisition"]["links"][0]["opened"] == 0


def test_editing_replaces_the_range_as_a_whole_and_keeps_what_is_not_given(sim):
    link = make(sim, range={"user_list": ["lina"], "department_list": [3]})
    told = sim.say(f"{LINKS}/update_link", link_id=link["link_id"], link_name="二号")
    assert told["errcode"] == 0
    new = {"link_id": link["link_id"], "range": {"user_list": ["zhoumin"]}}
    assert sim.say(f"{LINKS}/update_link", **new)["errcode"] == 0
    told = sim.say(f"{LINKS}/get", link_id=link["link_id"])
    assert told["link"]["link_name"] == "二号"
    assert told["range"] == {"user_list": ["zhoumin"], "department_list": []}
    assert opened(sim, link)["userid"] == "zhoumin"


def test_links_are_listed_by_page_and_a_deleted_one_is_gone(sim, receiver):
    first, second = make(sim), make(sim)
    page = sim.say(f"{LINKS}/list_link", limit=1)
    rest = sim.say(f"{LINKS}/list_link", limit=1, cursor=page["next_cursor"])
    assert page["link_id_list"] + rest["link_id_list"] == [first["link_id"], second["link_id"]]
    assert sim.say(f"{LINKS}/list_link", limit=101)["errcode"] == 40058
    assert sim.say(f"{LINKS}/delete_link", link_id=first["link_id"])["errcode"] == 0
    for path in ("get", "update_link", "delete_link", "customer"):
        assert sim.say(f"{LINKS}/{path}", link_id=first["link_id"])["errcode"] == 40058
    assert not sim.order("links/open", link_id=first["link_id"], customer="an")["ok"]
    sim.settle()
    assert receiver.events == [], "what the API deletes is not called back"
    assert sim.order("console/link/delete", link_id=second["link_id"])["ok"]
    sim.settle()
    assert receiver.changes() == ["delete_link"]
    assert receiver.events[0]["LinkId"] == second["link_id"]


def test_whoever_opens_a_link_arrives_with_its_channel(sim, receiver):
    link = make(sim)
    url = f"{link['url']}?customer_channel=%E5%8D%97%E9%97%A8"
    told = sim.order("links/open", url=url, customer={"key": "an"})
    sim.settle()
    request, added = sorted(receiver.events, key=lambda event: len(event["ChangeType"]))
    assert (request["ChangeType"], request["State"]) == ("friend_request", "南门")
    assert request["LinkId"] == link["link_id"]
    assert (added["Event"], added["ChangeType"], added["State"]) == (
        "change_external_contact",
        "add_external_contact",
        "南门",
    )
    assert added["WelcomeCode"]
    follow = sim.ask("externalcontact/get", external_userid=told["external_userid"])["follow_user"][
        0
    ]
    assert (follow["add_way"], follow["state"]) == (16, "南门")
    assert sim.ask(QUOTA)["balance"] == 999


def test_a_channel_is_cut_at_64_bytes_and_without_one_no_request_is_told(sim, receiver):
    link = make(sim)
    assert opened(sim, link, "an", customer_channel="x" * 80)["state"] == "x" * 64
    assert opened(sim, link, "bo", customer_channel="中" * 30)["state"] == "中" * 21
    opened(sim, link, "cy")
    sim.settle()
    assert receiver.changes().count("friend_request") == 2


def test_friends_are_not_added_twice_and_cost_nothing(sim):
    link = make(sim, range={"user_list": ["lina"]})
    opened(sim, link)
    assert opened(sim, link)["already"]
    assert sim.ask(QUOTA)["balance"] == 999


def test_a_link_that_prefers_friends_leads_to_the_friend(sim):
    sim.scan(sim.code(user=["chenxi"]), "an")
    plain = make(sim)
    whole = make(sim, priority_option={"priority_type": 1})
    named = {"priority_type": 2, "priority_userid_list": ["zhoumin"]}
    assert opened(sim, whole)["userid"] == "chenxi"
    assert opened(sim, make(sim, priority_option=named))["userid"] == "lina"
    assert opened(sim, plain, "bo")["userid"] == "lina"


def test_without_skip_verify_the_member_accepts_a_little_later(sim):
    link = make(sim, skip_verify=False)
    assert opened(sim, link)["pending"]
    assert opened(sim, link, userid="lina")["pending"], "he may ask twice"
    assert sim.ask(QUOTA)["balance"] == 1000
    sim.pass_time(10)
    assert sim.ask(QUOTA)["balance"] == 999


def test_customers_and_days_are_counted(sim):
    link = make(sim, range={"user_list": ["lina"]})
    opened(sim, link, "an", customer_channel="A")
    opened(sim, link, "bo", request=False)
    sim.order("people/say", customer="an", text="你好")
    sim.pass_time(DAY)
    sim.log_in()
    opened(sim, link, "cy")
    (an, cy) = sim.say(f"{LINKS}/customer", link_id=link["link_id"])["customer_list"]
    assert (an["userid"], an["chat_status"], an["state"]) == ("lina", 1, "A")
    assert (cy["chat_status"], cy["state"]) == (0, "")
    asked = {"link_id": link["link_id"], "start_time": int(MONDAY), "end_time": int(MONDAY)}
    told = sim.say(f"{LINKS}/statistic", **asked)
    assert (told["click_link_customer_cnt"], told["new_customer_cnt"]) == (2, 1)
    both = sim.say(f"{LINKS}/statistic", **{**asked, "end_time": int(MONDAY) + DAY})
    assert (both["click_link_customer_cnt"], both["new_customer_cnt"]) == (3, 2)


@pytest.mark.parametrize(
    ("start", "end", "errcode"),
    [(-31, 0, 40058), (0, -1, 40058), (-181, -170, 40058), (-30, 0, 0)],
)
def test_statistics_reach_30_days_and_180_back(sim, start, end, errcode):
    times = {"start_time": int(MONDAY) + start * DAY, "end_time": int(MONDAY) + end * DAY}
    link_id = make(sim)["link_id"]
    assert sim.say(f"{LINKS}/statistic", link_id=link_id, **times)["errcode"] == errcode
    assert sim.say(f"{LINKS}/statistic", link_id=link_id)["errcode"] == 40063


def test_only_apps_with_the_right_call_and_each_sees_its_own_links(sim):
    link_id = make(sim)["link_id"]
    rival = sim.world.corp.apps[1].agentid
    sim.log_in_as(rival)
    assert sim.say(f"{LINKS}/list_link")["errcode"] == 48002
    sim.order("apps", agentid=rival, rights=["acquisition"])
    assert sim.say(f"{LINKS}/list_link")["link_id_list"] == []
    assert sim.say(f"{LINKS}/get", link_id=link_id)["errcode"] == 40058


def test_a_range_leads_to_visible_members_only(sim):
    sim.order("apps", agentid=sim.world.corp.agentid, visible={"users": ["lina"], "parties": []})
    body = {"link_name": "链接", "range": {"user_list": ["chenxi"]}}
    assert sim.say(f"{LINKS}/create_link", **body)["errcode"] == 60011
