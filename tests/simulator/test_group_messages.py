"""Group messages wait for a member's tap; quotas and results are told."""

import pytest

from tests.simulator.rig import MONDAY

DAY = 86400


@pytest.fixture
def customers(sim):
    """Three of lina's customers and one of zhaolei's."""
    lina, zhaolei = sim.code(type=1, user=["lina"]), sim.code(type=1, user=["zhaolei"])
    mine = [sim.scan(lina, f"guest-{n}")["external_userid"] for n in range(3)]
    return [*mine, sim.scan(zhaolei, "guest-3")["external_userid"]]


def send(sim, **fields):
    usual = {"chat_type": "single", "text": {"content": "新课上线"}}
    return sim.say("externalcontact/add_msg_template", **{**usual, **fields})


def tasks(sim, msgid):
    told = sim.say("externalcontact/get_groupmsg_task", msgid=msgid)
    return [(task["userid"], task["status"]) for task in told["task_list"]]


def results(sim, msgid, userid="lina"):
    told = sim.say("externalcontact/get_groupmsg_send_result", msgid=msgid, userid=userid)
    return [row["status"] for row in told["send_list"]]


def test_nothing_is_sent_until_the_member_confirms(sim, customers):
    msgid = send(sim, external_userid=customers)["msgid"]
    assert tasks(sim, msgid) == [("lina", 0), ("zhaolei", 0)]
    assert results(sim, msgid) == [0, 0, 0]
    assert sim.see("phone/guest-0")["chats"][0]["messages"] == []
    assert len(sim.see("staff/lina/messages")["tasks"]) == 1
    sim.pass_time(60)
    assert sim.order("staff/confirm", userid="lina", msgid=msgid)["ok"]
    assert tasks(sim, msgid) == [("lina", 2), ("zhaolei", 0)]
    assert results(sim, msgid) == [1, 1, 1]
    (message,) = sim.see("phone/guest-0")["chats"][0]["messages"]
    assert (message["kind"], message["text"], message["at"]) == (
        "group_message",
        "新课上线",
        MONDAY + 60,
    )
    assert sim.see("staff/lina/messages")["tasks"] == []
    assert not sim.order("staff/confirm", userid="lina", msgid=msgid)["ok"]


def test_who_dropped_the_member_gets_nothing(sim, customers):
    msgid = send(sim, external_userid=customers, sender="lina")["msgid"]
    sim.order("people/delete", customer="guest-1")
    sim.order("staff/confirm", userid="lina", msgid=msgid)
    assert results(sim, msgid) == [1, 2, 1]


def test_a_customer_receives_as_many_a_month_as_it_has_days(sim, customers):
    def sent():
        msgid = send(sim, external_userid=customers[:1])["msgid"]
        sim.order("staff/confirm", userid="lina", msgid=msgid)
        return results(sim, msgid)[0]

    assert [sent() for _ in range(31)] == [1] * 31
    assert sent() == 3
    sim.pass_time(30 * DAY)  # the first of April
    sim.log_in()
    assert sent() == 1


def test_members_with_a_policy_confirm_by_themselves(sim, customers):
    sim.order("staff/policy", userid="lina", confirm_after=300)
    msgid = send(sim, external_userid=customers)["msgid"]
    assert sim.see("state")["next_due"] == MONDAY + 300
    sim.pass_time(300)
    assert tasks(sim, msgid) == [("lina", 2), ("zhaolei", 0)]
    sim.order("staff/policy", confirm_after=0)
    sim.settle()
    assert tasks(sim, msgid) == [("lina", 2), ("zhaolei", 2)]


def test_a_cancelled_task_stays_unsent(sim, customers):
    sim.order("staff/policy", confirm_after=300)
    msgid = send(sim, sender="lina")["msgid"]
    assert sim.say("externalcontact/cancel_groupmsg_send", msgid=msgid)["errcode"] == 0
    assert sim.say("externalcontact/cancel_groupmsg_send", msgid=msgid)["errcode"] == 41093
    sim.pass_time(300)
    assert results(sim, msgid) == [0, 0, 0]
    assert sim.see("truth")["failed_actions"] == []


def test_three_reminders_a_day(sim, customers):
    msgid = send(sim, sender="lina")["msgid"]
    told = [sim.say("externalcontact/remind_groupmsg_send", msgid=msgid) for _ in range(4)]
    assert [one["errcode"] for one in told] == [0, 0, 0, 41094]
    assert len(sim.see("staff/lina/messages")["tasks"][0]["reminded_at"]) == 3
    sim.pass_time(DAY)
    sim.log_in()
    assert sim.say("externalcontact/remind_groupmsg_send", msgid=msgid)["errcode"] == 0


def test_tags_choose_any_inside_a_group_and_all_groups_together(sim, customers):
    group = sim.say(
        "externalcontact/add_corp_tag", group_name="g", tag=[{"name": n} for n in "abc"]
    )
    a, b, c = (tag["id"] for tag in group["tag_group"]["tag"])
    for external_userid, tags in zip(customers, ([a, c], [b, c], [a], []), strict=True):
        userid = "lina" if external_userid != customers[3] else "zhaolei"
        pair = {"userid": userid, "external_userid": external_userid}
        if tags:
            assert sim.say("externalcontact/mark_tag", **pair, add_tag=tags)["errcode"] == 0
    wanted = {"group_list": [{"tag_list": [a, b]}, {"tag_list": [c]}]}
    send(sim, tag_filter=wanted)
    (task,) = sim.see("staff/lina/messages")["tasks"]
    assert task["customers"] == customers[:2]


def test_the_member_who_talked_last_gets_the_task(sim, customers):
    sim.scan(sim.code(type=1, user=["chenxi"]), "guest-0")
    msgid = send(sim, external_userid=customers[:1])["msgid"]
    assert tasks(sim, msgid) == [("chenxi", 0)]
    sim.order("people/say", customer="guest-0", userid="lina", text="在吗")
    msgid = send(sim, external_userid=customers[:1])["msgid"]
    assert tasks(sim, msgid) == [("lina", 0)]


def test_who_cannot_be_reached_is_named(sim, customers):
    told = send(sim, external_userid=[customers[0], "wmNobody"])
    assert (told["errcode"], told["fail_list"]) == (0, ["wmNobody"])
    told = send(sim, external_userid=["wmNobody"])
    assert (told["errcode"], told["fail_list"]) == (41048, ["wmNobody"])


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({}, 40063),
        ({"sender": "nobody"}, 40003),
        ({"sender": "lina", "text": {}}, 40063),
        ({"sender": "lina", "text": {"content": "长" * 1334}}, 45002),
        ({"chat_type": "both", "sender": "lina"}, 40058),
        ({"tag_filter": {"group_list": [{"tag_list": ["etNothing"]}]}}, 40068),
    ],
)
def test_group_messages_that_are_refused(sim, customers, fields, errcode):
    assert send(sim, **fields)["errcode"] == errcode


def test_the_list_spans_a_month_and_its_times_are_words(sim, customers):
    msgid = send(sim, sender="lina")["msgid"]
    span = {"chat_type": "single", "start_time": int(MONDAY), "end_time": int(MONDAY) + 60}
    (row,) = sim.say("externalcontact/get_groupmsg_list_v2", **span)["group_msg_list"]
    assert (row["msgid"], row["create_time"]) == (msgid, str(int(MONDAY)))
    too_long = {**span, "end_time": int(MONDAY) + 32 * DAY}
    assert sim.say("externalcontact/get_groupmsg_list_v2", **too_long)["errcode"] == 40058
    assert sim.say("externalcontact/get_groupmsg_list_v2", chat_type="single")["errcode"] == 40063
    assert sim.say("externalcontact/get_groupmsg_task", msgid="msgNo")["errcode"] == 41047
    assert sim.say("externalcontact/get_groupmsg_task")["errcode"] == 41046
