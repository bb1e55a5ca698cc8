"""Moments: the corp writes, members publish, customers see, like and comment."""

import pytest

from tests.simulator.rig import MONDAY

PATH = "externalcontact"
DAY = 86400


@pytest.fixture
def customers(sim):
    """Two of lina's customers and one of zhaolei's."""
    lina, zhaolei = sim.code(type=1, user=["lina"]), sim.code(type=1, user=["zhaolei"])
    mine = [sim.scan(lina, f"guest-{n}")["external_userid"] for n in range(2)]
    return [*mine, sim.scan(zhaolei, "guest-2")["external_userid"]]


def write(sim, *users, **fields):
    """The corp writes a moment for these members; answers the whole result."""
    usual = {
        "text": {"content": "开学了"},
        "visible_range": {"sender_list": {"user_list": list(users)}},
    }
    told = sim.say(f"{PATH}/add_moment_task", **{**usual, **fields})
    assert told["errcode"] == 0, told
    sim.pass_time(2)
    return sim.ask(f"{PATH}/get_moment_task_result", jobid=told["jobid"])


def moment_for(sim, *users, **fields):
    return str(write(sim, *users, **fields)["result"]["moment_id"])


def tasks(sim, moment_id):
    told = sim.say(f"{PATH}/get_moment_task", moment_id=moment_id)
    return [(row["userid"], row["publish_status"]) for row in told["task_list"]]


def reached(sim, moment_id, userid="lina"):
    told = sim.say(f"{PATH}/get_moment_send_result", moment_id=moment_id, userid=userid)
    return [row["external_userid"] for row in told["customer_list"]]


def test_a_job_starts_runs_and_is_done(sim, customers):
    jobid = sim.say(f"{PATH}/add_moment_task", text={"content": "开学了"})["jobid"]
    seen = []
    for _ in range(3):
        told = sim.ask(f"{PATH}/get_moment_task_result", jobid=jobid)
        seen.append((told["status"], "result" in told))
        sim.pass_time(1)
    assert seen == [(1, False), (2, False), (3, True)]
    again = sim.say(f"{PATH}/get_moment_task_result", jobid=jobid)  # some clients POST it
    assert (again["status"], again["type"]) == (3, "add_moment_task")
    sim.pass_time(DAY)
    sim.log_in()
    assert sim.ask(f"{PATH}/get_moment_task_result", jobid=jobid)["errcode"] == 40088


def test_nothing_is_seen_until_the_member_publishes(sim, customers):
    moment_id = moment_for(sim, "lina", "zhaolei")
    assert moment_id.startswith("mom")
    assert tasks(sim, moment_id) == [("lina", 0), ("zhaolei", 0)]
    assert sim.see("phone/guest-0")["moments"] == []
    assert len(sim.see("staff/lina/messages")["moments"]) == 1
    sim.pass_time(60)
    assert sim.order("moments/confirm", userid="lina", moment_id=moment_id)["ok"]
    assert tasks(sim, moment_id) == [("lina", 1), ("zhaolei", 0)]
    (seen,) = sim.see("phone/guest-0")["moments"]
    assert (seen["text"], seen["staff_name"], seen["at"]) == ("开学了", "李娜", MONDAY + 62)
    assert sim.see("phone/guest-2")["moments"] == []
    assert not sim.order("moments/confirm", userid="lina", moment_id=moment_id)["ok"]
    assert sim.order("moments/confirm_all")["confirmed"] == 1


def test_who_is_chosen_and_whom_it_reaches_differ_by_those_who_dropped_the_member(sim, customers):
    moment_id = moment_for(sim, "lina")
    sim.order("people/delete", customer="guest-1")
    sim.order("moments/confirm", userid="lina", moment_id=moment_id)
    told = sim.say(f"{PATH}/get_moment_customer_list", moment_id=moment_id, userid="lina")
    chosen = [(row["userid"], row["external_userid"]) for row in told["customer_list"]]
    assert chosen == [("lina", customers[0]), ("lina", customers[1])]
    assert reached(sim, moment_id) == customers[:1]


def test_tags_choose_both_the_members_and_who_sees(sim, customers):
    group = sim.say(f"{PATH}/add_corp_tag", group_name="g", tag=[{"name": "新生"}])
    tag_id = group["tag_group"]["tag"][0]["id"]
    pair = {"userid": "lina", "external_userid": customers[1]}
    sim.say(f"{PATH}/mark_tag", **pair, add_tag=[tag_id])
    wanted = {"external_contact_list": {"tag_list": [tag_id, "etNothing"]}}
    told = write(sim, visible_range=wanted)["result"]
    assert told["invalid_external_contact_list"] == {"tag_list": ["etNothing"]}
    assert tasks(sim, told["moment_id"]) == [("lina", 0)]
    sim.order("moments/confirm_all", userid="lina")
    assert reached(sim, told["moment_id"]) == [customers[1]]
    span = {"start_time": int(MONDAY) - 9, "end_time": int(MONDAY) + 9}
    (row,) = sim.say(f"{PATH}/get_moment_list", **span)["moment_list"]
    assert (row["visible_type"], row["create_type"], "creator" in row) == (0, 0, False)


def test_senders_that_nobody_is_are_told_and_the_others_asked(sim):
    wanted = {"sender_list": {"user_list": ["LiNa", "nobody"], "department_list": [3, 99]}}
    told = write(sim, visible_range=wanted)["result"]
    assert told["invalid_sender_list"] == {"user_list": ["nobody"], "department_list": [99]}
    asked = [userid for userid, _ in tasks(sim, told["moment_id"])]
    assert asked == ["lina", "chenxi", "sunyue", "zhoumin"]
    nobody = write(sim, "nobody")["result"]
    assert (nobody["errcode"], "moment_id" in nobody) == (40031, False)


def test_without_a_range_everybody_is_asked(sim):
    told = write(sim, visible_range={})["result"]
    assert len(tasks(sim, told["moment_id"])) == 6


def test_members_with_a_policy_publish_by_themselves(sim, customers):
    sim.order("staff/policy", userid="lina", confirm_after=300)
    moment_id = moment_for(sim, "lina", "zhaolei")
    sim.pass_time(300)
    assert tasks(sim, moment_id) == [("lina", 1), ("zhaolei", 0)]
    sim.order("staff/policy", confirm_after=0)
    sim.settle()
    assert tasks(sim, moment_id) == [("lina", 1), ("zhaolei", 1)]


def test_cancelling_stops_those_who_have_not_published(sim, customers):
    sim.order("staff/policy", userid="zhaolei", confirm_after=300)
    moment_id = moment_for(sim, "lina", "zhaolei")
    sim.order("moments/confirm", userid="lina", moment_id=moment_id)
    assert sim.say(f"{PATH}/cancel_moment_task", moment_id=moment_id)["errcode"] == 0
    sim.pass_time(300)
    assert tasks(sim, moment_id) == [("lina", 1), ("zhaolei", 0)]
    assert len(sim.see("phone/guest-0")["moments"]) == 1


def test_likes_and_comments_tell_who_and_when_but_not_what(sim, customers):
    moment_id = moment_for(sim, "lina")
    assert not sim.order("moments/like", moment_id=moment_id, who="guest-0")["ok"]
    sim.order("moments/confirm_all")
    assert sim.order("moments/like", moment_id=moment_id, who="guest-0")["ok"]
    assert not sim.order("moments/like", moment_id=moment_id, who="guest-0")["ok"]
    assert not sim.order("moments/like", moment_id=moment_id, who="guest-2")["ok"]
    sim.order("moments/comment", moment_id=moment_id, who="guest-1", text="怎么报名")
    sim.order("moments/comment", moment_id=moment_id, who="lina", text="私信我")
    told = sim.say(f"{PATH}/get_moment_comments", moment_id=moment_id, userid="lina")
    at = int(MONDAY) + 2
    assert told["like_list"] == [{"external_userid": customers[0], "create_time": at}]
    assert told["comment_list"] == [
        {"external_userid": customers[1], "create_time": at},
        {"userid": "lina", "create_time": at},
    ]
    (seen,) = sim.see("phone/guest-0")["moments"]
    assert [one["text"] for one in seen["comments"]] == ["怎么报名", "私信我"]


def test_a_members_own_moment_is_listed_under_his_name_until_he_deletes_it(sim, customers):
    told = sim.order("moments/publish", userid="lina", text="下班了")
    moment_id = told["moment_id"]
    assert told["reached"] == customers[:2]
    span = {"start_time": int(MONDAY) - 9, "end_time": int(MONDAY) + 9}
    (row,) = sim.say(f"{PATH}/get_moment_list", **span, creator="LINA", filter_type=1)[
        "moment_list"
    ]
    assert (row["moment_id"], row["creator"], row["create_type"]) == (moment_id, "lina", 1)
    assert (row["visible_type"], row["text"]) == (1, {"content": "下班了"})
    assert sim.say(f"{PATH}/get_moment_list", **span, filter_type=0)["moment_list"] == []
    assert sim.say(f"{PATH}/get_moment_task", moment_id=moment_id)["errcode"] == 41067
    assert sim.say(f"{PATH}/cancel_moment_task", moment_id=moment_id)["errcode"] == 41067
    assert sim.order("moments/delete", moment_id=moment_id)["ok"]
    assert sim.say(f"{PATH}/get_moment_list", **span)["moment_list"] == []
    assert sim.see("phone/guest-0")["moments"] == []


def test_no_callback_tells_of_moments(sim, receiver, customers):
    sim.settle()
    before = len(receiver.events)
    moment_id = moment_for(sim, "lina")
    sim.order("moments/confirm_all")
    sim.order("moments/comment", moment_id=moment_id, who="guest-0", text="赞")
    sim.settle()
    assert len(receiver.events) == before


def test_the_app_knows_nothing_of_members_whom_it_does_not_see(sim, customers):
    moment_id = moment_for(sim, "lina", "chenxi")
    own = sim.order("moments/publish", userid="lina", text="下班了")["moment_id"]
    agentid = sim.world.corp.agentid
    assert sim.order("apps", agentid=agentid, visible={"users": ["chenxi"], "parties": []})["ok"]
    assert tasks(sim, moment_id) == [("chenxi", 0)]
    told = sim.say(f"{PATH}/get_moment_comments", moment_id=moment_id, userid="lina")
    assert told["errcode"] == 60011
    told = sim.say(f"{PATH}/get_moment_comments", moment_id=own, userid="lina")
    assert told["errcode"] == 41060
    unseen = write(sim, "lina")["result"]
    assert unseen["invalid_sender_list"]["user_list"] == ["lina"]
