"""Messages to staff: who gets them, who is named invalid, what is a duplicate."""

import pytest

from bots.simulator.api.media import LARGEST, MEGABYTE
from bots.simulator.cast import CONTACTS_AGENTID

DAY = 86400
IMAGE = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def send(sim, **fields):
    usual = {"touser": "lina", "agentid": 1000002, "msgtype": "text", "text": {"content": "去跟进"}}
    return sim.say("message/send", **{**usual, **fields})


def received(sim, userid="lina"):
    return [said["text"] for said in sim.see(f"staff/{userid}/messages")["messages"]]


def test_named_members_receive_and_unknown_ones_are_answered_in_lower_case(sim):
    told = send(sim, touser="LiNa|Nobody|chenxi")
    assert (told["errcode"], told["invaliduser"]) == (0, "nobody")
    assert (received(sim), received(sim, "chenxi")) == (["去跟进"], ["去跟进"])
    assert received(sim, "zhaolei") == []


def test_departments_and_everybody(sim):
    told = send(sim, touser="", toparty="3|9")
    assert (told["errcode"], told["invalidparty"]) == (0, "9")
    assert [len(received(sim, userid)) for userid in ("lina", "zhoumin")] == [0, 1]
    send(sim, touser="@all")
    assert [len(received(sim, userid)) for userid in ("lina", "zhoumin")] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"touser": "nobody"}, 81013),
        ({"agentid": 7}, 301002),
        ({"msgtype": "poem"}, 40008),
        ({"text": {"content": ""}}, 44004),
        ({"text": {"content": "长" * 683}}, 45002),
        ({"msgtype": "textcard", "textcard": {"title": "t", "description": "d"}}, 41010),
        ({"touser": ""}, 82001),
        ({"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
        ({"toparty": "|".join("2" * 101)}, 82002),
        ({"totag": "|".join("2" * 101)}, 82003),
        ({"safe": 2}, 40058),
    ],
)
def test_messages_that_are_refused(sim, fields, errcode):
    assert send(sim, **fields)["errcode"] == errcode
    assert received(sim) == []


def test_cards_and_markdown_are_taken(sim):
    card = {"title": "今日任务", "description": "三位客户待跟进", "url": "https://example.com"}
    assert send(sim, msgtype="textcard", textcard=card)["errcode"] == 0
    assert send(sim, msgtype="markdown", markdown={"content": "**三位**"})["errcode"] == 0
    template = {"card_type": "text_notice", "main_title": {"title": "任务"}}
    template["card_action"] = {"type": 1, "url": "https://example.com"}
    assert send(sim, msgtype="template_card", template_card=template)["errcode"] == 0
    messages = sim.see("staff/lina/messages")["messages"]
    assert [said["msgtype"] for said in messages] == ["textcard", "markdown", "template_card"]


def test_the_same_words_twice_are_swallowed_when_asked_for(sim):
    send(sim)
    send(sim)
    assert len(received(sim)) == 2
    for _ in range(2):
        assert send(sim, enable_duplicate_check=1, duplicate_check_interval=600)["errcode"] == 0
    assert len(received(sim)) == 2
    sim.pass_time(600)
    send(sim, enable_duplicate_check=1, duplicate_check_interval=600)
    assert len(received(sim)) == 3


def upload(sim, content, kind="image"):
    return sim.http.post(
        f"{sim.base}/cgi-bin/media/upload",
        params={"access_token": sim.token or sim.log_in(), "type": kind},
        files={"media": ("课程表.png", content, "image/png")},
    ).json()


def test_media_is_good_for_three_days(sim):
    told = upload(sim, IMAGE)
    assert (told["errcode"], told["type"], told["created_at"]) == (0, "image", "1772413200")
    where = f"{sim.base}/cgi-bin/media/get"
    args = {"access_token": sim.token, "media_id": told["media_id"]}
    assert sim.http.get(where, params=args).content == IMAGE
    sim.pass_time(3 * DAY)
    args["access_token"] = sim.log_in()
    assert sim.http.get(where, params=args).content == IMAGE
    sim.pass_time(1)
    assert sim.http.get(where, params=args).json()["errcode"] == 40007


def test_uploads_that_are_refused(sim):
    assert upload(sim, b"tiny!")["errcode"] == 44001
    assert upload(sim, IMAGE + b"0" * LARGEST["image"] * MEGABYTE)["errcode"] == 45001
    assert upload(sim, IMAGE.ljust(LARGEST["image"] * MEGABYTE, b"0"))["errcode"] == 0
    assert upload(sim, IMAGE, kind="poem")["errcode"] == 40004
    assert sim.say("media/upload")["errcode"] == 40004


def test_tags_of_the_address_book_reach_members_and_departments(sim):
    sim.log_in(sim.world.corp.app(CONTACTS_AGENTID).secret)
    tagid = sim.say("tag/create", tagname="夜班")["tagid"]
    sim.say("tag/addtagusers", tagid=tagid, userlist=["lina"], partylist=[3])
    sim.log_in()
    told = send(sim, touser="", totag=f"{tagid}|99")
    assert (told["errcode"], told["invalidtag"]) == (0, "99")
    reached = {userid for userid in sim.world.staff if received(sim, userid)}
    assert reached == {"lina", "chenxi", "sunyue", "zhoumin"}


def test_a_renamed_member_keeps_his_cards_and_chats(sim):
    told = sim.say("appchat/create", userlist=["lina", "chenxi"])
    send(sim)
    sim.order("console/staff", change="rename", userid="lina", new_userid="lina2")
    (row,) = sim.see("staff/lina2/messages")["messages"]
    assert row["text"] == "去跟进"
    assert sim.ask("appchat/get", chatid=told["chatid"])["chat_info"]["owner"] == "lina2"
