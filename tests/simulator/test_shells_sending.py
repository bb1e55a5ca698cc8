"""sendChatMessage and its like: nothing is sent before the member sends it, then it lands."""

import pytest

from bots.simulator.cast import AGENTID
from tests.simulator.pages import LISTED, Page

MORE = ["openEnterpriseChat", "navigateToAddCustomer", "previewFile"]
NEWS = {"link": "https://example.com/kc", "title": "课程表", "desc": "本周", "imgUrl": ""}
MINI = {
    "appid": "wx1",
    "title": "报名",
    "imgUrl": "https://example.com/a.png",
    "page": "a.html?x=1",
}


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


@pytest.fixture
def page(sim, an):
    page = Page(sim, customer="an")
    page.agent_config(jsApiList=[*LISTED, *MORE])
    return page


def on_phone(sim):
    return sim.see("phone/an")["chats"][-1]["messages"]


def test_words_land_in_the_chat_once_the_member_sends_them(sim, page):
    asked = page.invoke("sendChatMessage", msgtype="text", text={"content": "您好，这是报价"})
    assert asked["ask"] == {"msgtype": "text", "text": "您好，这是报价"}
    assert "result" not in asked
    assert on_phone(sim) == []
    sent = sim.order("shell/send", view=page.opened["view"])
    assert sent["result"] == {"err_msg": "sendChatMessage:ok"}
    assert [(one["from"], one["text"]) for one in on_phone(sim)] == [("staff", "您好，这是报价")]
    truth = sim.see("truth")
    assert truth["archived"] == 1
    said = [(one["userid"], one["err_msg"]) for one in truth["pages"]]
    assert said == [("lina", "agentConfig:ok"), ("lina", "sendChatMessage:ok")]


def test_what_the_member_does_not_send_is_cancelled(sim, page):
    page.invoke("sendChatMessage", msgtype="text", text={"content": "?"})
    assert "not decided" in page.said("sendChatMessage", msgtype="text", text={"content": "!"})
    told = sim.order("shell/cancel", view=page.opened["view"])
    assert told["result"] == {"err_msg": "sendChatMessage:cancel"}
    assert on_phone(sim) == []
    assert "nothing to send" in sim.order("shell/send", view=page.opened["view"])["why"]


@pytest.mark.parametrize(
    ("msgtype", "fields", "seen"),
    [
        ("news", NEWS, {"msgtype": "link", "title": "课程表", "url": "https://example.com/kc"}),
        ("miniprogram", MINI, {"msgtype": "miniprogram", "title": "报名", "appid": "wx1"}),
    ],
)
def test_other_kinds_stand_on_the_phone(sim, page, msgtype, fields, seen):
    page.invoke("sendChatMessage", msgtype=msgtype, **{msgtype: fields})
    sim.order("shell/send", view=page.opened["view"])
    (shown,) = on_phone(sim)
    assert {name: shown[name] for name in seen} == seen


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("video", b"\0\0\0\x18ftypmp42" + b"\0" * 64),
        ("file", b"%PDF-1.7 " + b"\0" * 64),
    ],
)
def test_files_are_named_by_a_media_id_of_their_kind(sim, page, kind, content):
    media_id = upload(sim, kind, content)
    page.invoke("sendChatMessage", msgtype=kind, **{kind: {"mediaid": media_id}})
    sim.order("shell/send", view=page.opened["view"])
    assert on_phone(sim)[0]["media_id"] == media_id
    assert sim.see("truth")["archived"] == 1
    kept = sim.http.get(f"{sim.base}/shells/media/{media_id}", timeout=9)
    assert kept.content == content
    assert "sandbox" in kept.headers["Content-Security-Policy"]


def upload(sim, kind, content):
    sim.log_in()
    query = {"access_token": sim.token, "type": kind}
    told = sim.http.post(
        f"{sim.base}/cgi-bin/media/upload", params=query, files={"media": ("资料.bin", content)}
    ).json()
    assert told.get("errcode", 0) == 0, told
    return told["media_id"]


def test_a_medium_of_another_kind_or_too_old_is_refused(sim, page):
    media_id = upload(sim, "file", b"0123456789")
    wrong = page.result("sendChatMessage", msgtype="image", image={"mediaid": media_id})
    assert wrong["err_code"] == 40004
    sim.pass_time(3 * 86400 + 1)
    old = page.result("sendChatMessage", msgtype="file", file={"mediaid": media_id})
    assert old["err_code"] == 40007


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"msgtype": "voice"}, "not voice"),
        ({}, "not None"),
        ({"msgtype": "text"}, "text is missing"),
        ({"msgtype": "text", "text": {"content": ""}}, "content is missing"),
        ({"msgtype": "news", "news": {"link": "javascript:1"}}, "invalid link"),
        ({"msgtype": "miniprogram", "miniprogram": {**MINI, "page": "a"}}, "invalid page"),
        ({"msgtype": "miniprogram", "miniprogram": {**MINI, "imgUrl": ""}}, "invalid imgUrl"),
        ({"msgtype": "image", "image": {"mediaid": "x"}}, "invalid mediaid"),
    ],
)
def test_what_cannot_be_sent_says_why(page, params, why):
    told = page.said("sendChatMessage", **params)
    assert told.startswith("sendChatMessage:fail ")
    assert why in told


def test_nothing_can_be_sent_from_a_page_beside_no_chat(sim, an):
    page = Page(sim, customer="an", entry="contact_profile")
    page.agent_config()
    told = page.said("sendChatMessage", msgtype="text", text={"content": "?"})
    assert told == "sendChatMessage:fail without context of external contact"


def test_words_that_a_rule_holds_back_are_not_sent(sim, page):
    made = sim.say(
        "externalcontact/add_intercept_rule",
        rule_name="价格",
        word_list=["底价"],
        intercept_type=1,
        applicable_range={"user_list": ["lina"]},
    )
    assert made["errcode"] == 0, made
    page.invoke("sendChatMessage", msgtype="text", text={"content": "底价给您"})
    told = sim.order("shell/send", view=page.opened["view"])
    assert "holds these words back" in told["why"]
    assert on_phone(sim) == []


def test_beside_a_group_everybody_in_it_reads_what_is_sent(sim, an):
    group = sim.order("groups/create", owner="lina", name="体验群", members=["an"])
    page = Page(sim, chat_id=group["chat_id"])
    page.agent_config()
    for msgtype, fields in (("text", {"content": "周六开课"}), ("news", NEWS)):
        page.invoke("sendChatMessage", msgtype=msgtype, **{msgtype: fields})
        sim.order("shell/send", view=page.opened["view"])
    (shown,) = sim.see("phone/an")["groups"]
    said = [(one["by"], one["msgtype"]) for one in shown["messages"]][-2:]
    assert said == [("lina", "text"), ("lina", "link")]


def test_chats_that_there_are_can_be_opened(sim, page, an):
    group = sim.order("groups/create", owner="lina", name="体验群", members=["an"])
    told = page.invoke("openEnterpriseChat", externalUserIds=an, userIds="lina")
    assert told["open"] == {"customer": an}
    told = page.invoke("openEnterpriseChat", chatId=group["chat_id"])
    assert told["open"] == {"chat_id": group["chat_id"]}
    for params in ({"chatId": "wrx"}, {"externalUserIds": "wmx"}, {"userIds": "lina;zhaolei"}):
        assert ":fail " in page.said("openEnterpriseChat", **params)


def test_the_client_shows_where_customers_are_added_and_what_a_file_is(page):
    assert page.invoke("navigateToAddCustomer")["show"] == {"kind": "add_customer"}
    url = "https://example.com/a.pdf"
    told = page.invoke("previewFile", url=url, name="a.pdf", size=7)
    assert told["show"] == {"kind": "file", "url": url, "name": "a.pdf"}
    assert page.said("previewFile", url=url) == "previewFile:fail size is missing"
    assert page.said("previewFile", url="file:///x", size=1) == "previewFile:fail invalid url"


def test_a_second_app_has_its_own_page_and_right(sim, an):
    page = Page(sim, agentid=1000003, customer="an")
    assert page.agent_config()["err_msg"] == "agentConfig:ok"
    sim.order("apps", agentid=1000003, rights=[])
    assert page.said("getCurExternalContact").endswith("no permission")
    assert page.agentid != AGENTID
