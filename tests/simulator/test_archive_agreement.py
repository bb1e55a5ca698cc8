"""Who is archived and who agreed to it, as msgaudit tells it."""

import pytest

from tests.simulator.archive_rig import archived


@pytest.fixture
def an(sim):
    external_userid = sim.scan(sim.code(), "an", userid="lina")["external_userid"]
    sim.log_in(sim.world.corp.archive_secret)
    return external_userid


def agreement(sim, an):
    told = sim.say("msgaudit/check_single_agree", info=[{"userid": "lina", "exteranalopenid": an}])
    (row,) = told["agreeinfo"]
    return row["agree_status"], row["status_change_time"]


def test_members_are_listed_by_edition(sim, an):
    sim.order("archive/permit", userid="lina", edition=1)
    sim.order("archive/permit", userid="zhaolei", edition=2)
    sim.order("archive/permit", userid="chenxi", edition=None)
    ask = "msgaudit/get_permit_user_list"
    assert sim.say(ask, type=1)["ids"] == ["lina"]
    assert sim.say(ask, type=2)["ids"] == ["zhaolei"]
    assert sim.say(ask, type=3)["ids"] == ["wangguwen", "sunyue", "zhoumin"]
    assert len(sim.say(ask)["ids"]) == 5
    assert [sim.say(ask, type=wrong)["errcode"] for wrong in (0, 4)] == [40058, 40058]


def test_who_was_added_agreed_and_may_change_his_mind(sim, an):
    now = int(sim.world.now())
    assert agreement(sim, an) == ("Agree", now)
    sim.pass_time(60)
    for status, told in (("disagree", "Disagree"), ("default", "Default_Agree")):
        sim.order("archive/consent", customer="an", userid="lina", status=status)
        assert agreement(sim, an) == (told, now + 60)


def test_a_no_silences_both_sides_until_a_yes(sim, receiver, an):
    sim.order("archive/consent", customer="an", userid="lina", status="disagree")
    sim.order("people/say", customer="an", text="不想被记")
    sim.order("staff/say", customer="an", userid="lina", text="好的")
    sim.order("archive/consent", customer="an", userid="lina", status="agree")
    sim.order("people/say", customer="an", text="可以了")
    said = archived(sim)
    assert [message["msgtype"] for message in said] == ["disagree", "agree", "text"]
    assert said[0]["disagree"] == {"userid": an, "disagree_time": said[0]["msgtime"]}
    sim.settle()
    event = next(e for e in receiver.events if e.get("ChangeType") == "msg_audit_approved")
    assert (event["UserID"], event["ExternalUserID"], "WelcomeCode" in event) == ("lina", an, False)


def test_a_yes_before_the_first_word_brings_a_welcome_code(sim, receiver, an):
    sim.order("archive/consent", customer="an", userid="lina", status="agree")
    sim.settle()
    (approved,) = [e for e in receiver.events if e.get("ChangeType") == "msg_audit_approved"]
    sim.log_in()
    body = {"welcome_code": approved["WelcomeCode"], "text": {"content": "您好"}}
    assert sim.say("externalcontact/send_welcome_msg", **body)["errcode"] == 0


def test_pairs_that_nobody_knows_and_too_many_pairs(sim, an):
    ask = "msgaudit/check_single_agree"
    stranger = {"userid": "lina", "exteranalopenid": "wm-nonsense"}
    assert sim.say(ask, info=[stranger])["errcode"] == 301061
    assert sim.say(ask, info=[stranger] * 101)["errcode"] == 301060


def test_a_rooms_customers_agree_one_by_one(sim, an):
    roomid = sim.order("archive/room", members=["lina"], customers=["an"])["roomid"]
    sim.order("archive/consent", customer="an", roomid=roomid, status="disagree")
    (row,) = sim.say("msgaudit/check_room_agree", roomid=roomid)["agreeinfo"]
    assert (row["exteranalopenid"], row["agree_status"]) == (an, "Disagree")
    assert sim.say("msgaudit/check_room_agree", roomid="wr0")["errcode"] == 301039
    for sender in ("an", "lina"):
        sim.order("archive/send", **{"from": sender}, roomid=roomid)
    assert [m["from"] for m in archived(sim)] == [an, "lina"], "his no, then her words; not his"


def test_only_internal_rooms_are_told(sim, an):
    room = {"name": "晨会", "members": ["lina", "zhaolei"], "notice": "九点"}
    inside = sim.order("archive/room", **room)["roomid"]
    outside = sim.order("archive/room", members=["lina"], customers=["an"])["roomid"]
    told = sim.say("msgaudit/groupchat/get", roomid=inside)
    assert (told["roomname"], told["creator"], told["notice"]) == ("晨会", "lina", "九点")
    assert [member["memberid"] for member in told["members"]] == ["lina", "zhaolei"]
    assert sim.say("msgaudit/groupchat/get", roomid=outside)["errcode"] == 301059
    assert sim.say("msgaudit/groupchat/get", roomid="wr0")["errcode"] == 301039


def test_a_customer_group_is_a_room_under_its_chat_id(sim, an):
    made = sim.order("groups/create", owner="lina", name="新生群", members=["zhaolei"])
    chat_id = made["chat_id"]
    sim.order("groups/join", chat_id=chat_id, members=["an"])
    (row,) = sim.say("msgaudit/check_room_agree", roomid=chat_id)["agreeinfo"]
    assert (row["exteranalopenid"], row["agree_status"]) == (an, "Agree")
    assert sim.say("msgaudit/groupchat/get", roomid=chat_id)["errcode"] == 301059
    sim.order("groups/say", chat_id=chat_id, who="an", text="大家好")
    sim.order("archive/send", **{"from": "lina"}, roomid=chat_id, msgtype="image")
    said, shown = archived(sim)
    assert (said["roomid"], said["tolist"]) == (chat_id, ["lina", "zhaolei"])
    assert (shown["roomid"], shown["tolist"]) == (chat_id, ["zhaolei", an])
    (group,) = sim.see("phone/an")["groups"]
    kinds = [m["msgtype"] for m in group["messages"] if m["kind"] == "chat"]
    assert kinds == ["text", "image"]


def test_a_room_that_changes_keeps_its_age(sim, an):
    roomid = sim.order("archive/room", members=["lina"])["roomid"]
    born = int(sim.world.now())
    sim.pass_time(60)
    sim.order("archive/room", roomid=roomid, members=["lina", "zhaolei"])
    told = sim.say("msgaudit/groupchat/get", roomid=roomid)
    assert told["room_create_time"] == born
    assert [member["jointime"] - born for member in told["members"]] == [0, 60]


def test_robots_are_known_by_their_id(sim, an):
    robot_id = sim.order("archive/robot", userid="lina", name="日报")["robot_id"]
    told = sim.ask("msgaudit/get_robot_info", robot_id=robot_id)
    wanted = {"robot_id": robot_id, "name": "日报", "creator_userid": "lina"}
    assert told["data"] == wanted
    assert sim.ask("msgaudit/get_robot_info", robot_id="wb0")["errcode"] == 40058


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("switch", {"to": "maybe"}),
        ("permit", {"userid": "lina", "edition": 4}),
        ("permit", {"userid": "nobody"}),
        ("gap", {"by": 0}),
        ("room", {"members": []}),
        ("room", {"members": ["an"]}),
        ("robot", {"userid": "an"}),
        ("consent", {"customer": "an", "userid": "lina", "status": "perhaps"}),
        ("consent", {"customer": "an", "userid": "zhaolei", "status": "agree"}),
    ],
)
def test_orders_that_cannot_be_are_refused_with_a_reason(sim, an, order, body):
    told = sim.order(f"archive/{order}", **body)
    assert (told["ok"], bool(told["why"])) == (False, True)
