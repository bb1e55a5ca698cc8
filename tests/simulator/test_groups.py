"""Customer groups: what people do calls back, and the API shows it, a little later."""

import pytest

from bots.simulator.groups import changes
from bots.simulator.models import Json
from tests.simulator.rig import MONDAY

LIST, GET = "externalcontact/groupchat/list", "externalcontact/groupchat/get"


@pytest.fixture
def chat_id(sim):
    told = sim.order("groups/create", owner="lina", name="新生群", members=["wangguwen"])
    assert told["ok"], told
    return str(told["chat_id"])


def inside(sim, chat_id, **more):
    told = sim.say(GET, chat_id=chat_id, **more)
    assert told["errcode"] == 0, told
    return told["group_chat"]


def bring(sim, chat_id, *keys, **more):
    told = sim.order("groups/join", chat_id=chat_id, members=list(keys), **more)
    assert told["ok"], told
    return told["joined"]


def test_a_new_group_calls_back_with_nothing_but_its_id(sim, receiver, chat_id):
    sim.settle()
    (event,) = receiver.events
    assert (event["Event"], event["ChangeType"]) == ("change_external_chat", "create")
    assert event["ChatId"] == chat_id
    assert chat_id.startswith("wr")
    assert set(event) == {
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "Event",
        "ChatId",
        "ChangeType",
    }


def test_who_comes_in_together_is_told_of_in_one_event(sim, receiver, chat_id):
    first = inside(sim, chat_id)["member_version"]
    joined = bring(sim, chat_id, "an", "bo")
    sim.settle()
    event = receiver.events[-1]
    assert (event["UpdateDetail"], event["JoinScene"], event["QuitScene"]) == (
        "add_member",
        "0",
        "0",
    )
    assert (event["MemChangeCnt"], event["MemChangeList"]["Item"]) == ("2", joined)
    assert event["LastMemVer"] == first != event["CurMemVer"]
    assert len(event["CurMemVer"]) == 32


def test_one_who_comes_alone_is_a_single_item(sim, receiver, chat_id):
    (joined,) = bring(sim, chat_id, "an")
    sim.settle()
    assert receiver.envelopes[-1]["plain"].count("<Item>") == 1
    assert receiver.events[-1]["MemChangeList"]["Item"] == joined


def test_the_member_list_lags_behind_the_event(sim, receiver, chat_id):
    sim.pass_time(5)
    (joined,) = bring(sim, chat_id, "an")
    sim.settle()
    promised = receiver.events[-1]["CurMemVer"]
    early = inside(sim, chat_id)
    assert [one["userid"] for one in early["member_list"]] == ["lina", "wangguwen"]
    assert early["member_version"] == receiver.events[-1]["LastMemVer"] != promised
    sim.pass_time(5)
    late = inside(sim, chat_id)
    assert late["member_list"][-1]["userid"] == joined
    assert late["member_version"] == promised


def test_the_lag_can_be_set(sim, chat_id):
    assert sim.order("groups/settings", lag=0)["ok"]
    bring(sim, chat_id, "an")
    assert len(inside(sim, chat_id)["member_list"]) == 3
    sim.order("groups/settings", lag=60)
    bring(sim, chat_id, "bo")
    sim.pass_time(59)
    assert len(inside(sim, chat_id)["member_list"]) == 3
    sim.pass_time(1)
    assert len(inside(sim, chat_id)["member_list"]) == 4


def test_members_say_how_they_came_and_by_whom(sim, chat_id):
    sim.order("groups/settings", lag=0)
    bring(sim, chat_id, "an", invitor="wangguwen")
    bring(sim, chat_id, "bo", scene="link", invitor="an")
    rows = inside(sim, chat_id, need_name=1)["member_list"]
    lina, _, an, bo = rows
    assert (lina["type"], lina["name"], lina["join_scene"]) == (1, "李娜", 1)
    assert "unionid" not in lina
    assert (an["type"], an["join_scene"], an["invitor"]) == (2, 1, {"userid": "wangguwen"})
    assert (bo["join_scene"], bo["join_time"], "invitor" in bo) == (2, int(MONDAY), False)
    assert an["unionid"] and an["name"]
    assert "name" not in inside(sim, chat_id)["member_list"][0]


@pytest.mark.parametrize(("order", "quit_scene"), [("groups/leave", "0"), ("groups/kick", "1")])
def test_leaving_and_being_removed_are_told_apart(sim, receiver, chat_id, order, quit_scene):
    (an,) = bring(sim, chat_id, "an")
    assert sim.order(order, chat_id=chat_id, who="an")["ok"]
    sim.settle()
    event = receiver.events[-1]
    assert (event["UpdateDetail"], event["QuitScene"]) == ("del_member", quit_scene)
    assert (event["MemChangeCnt"], event["MemChangeList"]["Item"]) == ("1", an)
    sim.pass_time(5)
    assert len(inside(sim, chat_id)["member_list"]) == 2


def test_name_notice_and_owner_change_with_an_event_each(sim, receiver, chat_id):
    sim.order("groups/rename", chat_id=chat_id, name="老生群")
    sim.order("groups/notice", chat_id=chat_id, text="文明沟通")
    sim.order("groups/owner", chat_id=chat_id, userid="wangguwen")
    sim.order("groups/admins", chat_id=chat_id, userid=["lina"])
    sim.settle()
    details = [event.get("UpdateDetail") for event in receiver.events]
    assert details == [None, "change_name", "change_notice", "change_owner"]
    told = inside(sim, chat_id)
    assert (told["name"], told["notice"], told["owner"]) == ("老生群", "文明沟通", "wangguwen")
    assert told["admin_list"] == [{"userid": "lina"}]


def test_a_dismissed_group_is_gone_from_the_list(sim, receiver, chat_id):
    assert sim.order("groups/dismiss", chat_id=chat_id)["ok"]
    sim.settle()
    assert receiver.changes() == ["create", "dismiss"]
    assert sim.say(LIST, limit=10)["group_chat_list"] == []
    assert sim.say(GET, chat_id=chat_id)["errcode"] == 49008
    assert not sim.order("groups/say", chat_id=chat_id, who="lina", text="在吗")["ok"]


def test_the_owner_neither_leaves_nor_is_removed(sim, chat_id):
    assert not sim.order("groups/leave", chat_id=chat_id, who="lina")["ok"]
    assert not sim.order("groups/kick", chat_id=chat_id, who=["lina"])["ok"]


def test_listing_by_owner_status_and_page(sim, chat_id):
    other = sim.order("groups/create", owner="zhaolei", name="二群")["chat_id"]
    mine = sim.say(LIST, limit=10, owner_filter={"userid_list": ["LiNa"]})
    assert mine["group_chat_list"] == [{"chat_id": chat_id, "status": 0}]
    first = sim.say(LIST, limit=1)
    rest = sim.say(LIST, limit=1, cursor=first["next_cursor"])
    both = first["group_chat_list"] + rest["group_chat_list"]
    assert [row["chat_id"] for row in both] == [chat_id, other]
    assert (first["next_cursor"] != "", rest["next_cursor"]) == (True, "")
    assert sim.say(LIST, limit=10, status_filter=1)["group_chat_list"] == []


REFUSED_LISTS: list[tuple[Json, int]] = [
    ({}, 40058),
    ({"limit": 1001}, 40058),
    ({"limit": 10, "status_filter": 4}, 40058),
    ({"limit": 10, "cursor": "nonsense"}, 40058),
    ({"limit": 10, "owner_filter": {"userid_list": ["x"] * 101}}, 40058),
]


def test_lists_that_are_refused(sim):
    told = [sim.say(LIST, **body)["errcode"] for body, _ in REFUSED_LISTS]
    assert told == [errcode for _, errcode in REFUSED_LISTS]


def test_a_corp_of_many_members_must_name_owners(sim, chat_id):
    example = sim.world.staff["lina"]
    sim.world.staff |= {f"member-{n}": example for n in range(1000)}
    assert sim.say(LIST, limit=10)["errcode"] == 81017
    named = sim.say(LIST, limit=10, owner_filter={"userid_list": ["lina"]})
    assert len(named["group_chat_list"]) == 1


def test_an_opengid_leads_to_the_group(sim, chat_id):
    (seen,) = sim.see("groups")["groups"]
    told = sim.say("externalcontact/opengid_to_chatid", opengid=seen["opengid"])
    assert told["chat_id"] == chat_id
    assert sim.say("externalcontact/opengid_to_chatid", opengid="oNo")["errcode"] == 90509
    assert sim.say(GET, chat_id="wrNo")["errcode"] == 90501
    assert sim.say(GET)["errcode"] == 40063


def test_words_in_a_group_are_on_phones_and_in_the_archive(sim, chat_id):
    bring(sim, chat_id, "an")
    before = sim.see("truth")["archived"]
    assert sim.order("groups/say", chat_id=chat_id, who="an", text="几点上课")["ok"]
    sim.order("groups/say", chat_id="新生群", who="lina", text="九点")
    (group,) = sim.see("phone/an")["groups"]
    assert [(m["from"], m["text"]) for m in group["messages"]] == [
        ("customer", "几点上课"),
        ("staff", "九点"),
    ]
    assert (group["name"], group["size"], group["messages"][1]["name"]) == ("新生群", 3, "李娜")
    assert sim.see("truth")["archived"] == before + 2
    assert not sim.order("groups/say", chat_id=chat_id, who="chenxi", text="嗨")["ok"]


def test_the_same_seed_gives_the_same_group(sim, chat_id):
    assert chat_id == "wr" + sim.world.seeded.letters(30, "wr", "group chat", "lina", "新生群", 1)


def test_an_app_that_does_not_see_the_owner_hears_and_sees_nothing(sim, receiver, chat_id):
    sim.settle()
    seen = len(receiver.events)
    agentid = sim.world.corp.agentid
    assert sim.order("apps", agentid=agentid, visible={"users": ["chenxi"], "parties": []})["ok"]
    bring(sim, chat_id, "an")
    sim.settle()
    assert len(receiver.events) == seen
    assert sim.say(LIST, limit=10)["group_chat_list"] == []
    assert sim.say(GET, chat_id=chat_id)["errcode"] == 60011
    told = sim.say(LIST, limit=10, owner_filter={"userid_list": ["lina"]})
    assert told["errcode"] == 60011


def test_groups_of_an_owner_who_has_left_wait_for_an_heir(sim, chat_id):
    sim.world.staff["lina"].status = 5
    rows = sim.say(LIST, limit=10, status_filter=1)["group_chat_list"]
    assert rows == [{"chat_id": chat_id, "status": 1}]


def test_a_new_owner_from_outside_comes_in_first(sim, receiver, chat_id):
    sim.order("groups/owner", chat_id=chat_id, userid="zhaolei")
    sim.settle()
    details = [event.get("UpdateDetail") for event in receiver.events]
    assert details == [None, "add_member", "change_owner"]
    assert receiver.events[1]["MemChangeList"]["Item"] == "zhaolei"


def test_what_the_api_hands_over_calls_nobody_back(sim, receiver, chat_id):
    sim.settle()
    sim.order("groups/settings", lag=0)
    with sim.world.changed:
        changes.hand_over(sim.world, sim.world.groups.chats[chat_id], "zhaolei", by_api=True)
    sim.settle()
    assert receiver.changes() == ["create"]
    told = inside(sim, chat_id)
    assert (told["owner"], told["member_list"][-1]["userid"]) == ("zhaolei", "zhaolei")


def test_people_can_be_told_to_come_later(sim, chat_id):
    later = {"at": MONDAY + 60, "do": "groups/join", "chat_id": "新生群", "members": ["an"]}
    assert sim.order("plan", actions=[later])["planned"] == 1
    sim.pass_time(60)
    sim.pass_time(5)
    assert len(inside(sim, chat_id)["member_list"]) == 3
    assert sim.see("truth")["failed_actions"] == []
