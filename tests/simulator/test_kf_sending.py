"""What the app may send through 微信客服, how often, for how long, and how it fails."""

import pytest

from tests.simulator.kf_office import open_office

TWO_DAYS = 48 * 3600
CLICK = {"type": "click", "click": {"id": "101", "content": "满意"}}


@pytest.fixture
def office(sim):
    return open_office(sim)


@pytest.fixture
def an(office):
    external_userid = office.asks()
    office.read()
    return external_userid


def sent(office, touser, msgtype="text", **content):
    return office.send(touser, **{"msgtype": msgtype, msgtype: content})["errcode"]


def test_five_messages_for_each_of_his(office, an):
    assert [office.send(an)["errcode"] for _ in range(6)] == [0, 0, 0, 0, 0, 95001]
    office.act("say", text="还在吗")
    assert office.send(an)["errcode"] == 0


def test_for_48_hours_and_no_longer(sim, office, an):
    office.wait(TWO_DAYS)
    assert office.send(an)["errcode"] == 0
    office.wait(1)
    assert office.send(an)["errcode"] == 95002


def test_who_has_never_written_cannot_be_written_to(office):
    assert office.send(office.come("bo"))["errcode"] == 95002


@pytest.mark.parametrize(("state", "errcode"), [(1, 0), (2, 95018), (3, 95018), (4, 95018)])
def test_only_the_app_itself_or_a_bot_may_answer(office, an, state, errcode):
    office.trans(an, state, servicer_userid="lina")
    assert office.send(an)["errcode"] == errcode


def test_a_msgid_is_plain_short_and_new_to_the_account(sim, office, an):
    body = {"msgtype": "text", "text": {"content": "您好"}}
    assert office.send(an, msgid="order-1", **body)["msgid"] == "order-1"
    for msgid in ("order-1", "a b", "x" * 33):
        assert office.send(an, msgid=msgid, **body)["errcode"] == 40058
    other = open_office(sim, name="售后")
    assert other.send(other.asks(), msgid="order-1", **body)["errcode"] == 0


@pytest.mark.parametrize(
    ("msgtype", "content", "errcode"),
    [
        ("text", {"content": "长" * 682}, 0),
        ("text", {"content": "长" * 683}, 45002),
        ("text", {"content": ""}, 44004),
        ("image", {"media_id": "nonsense"}, 40007),
        ("image", {}, 40063),
        ("link", {"title": "课", "url": "https://example.com", "thumb_media_id": "x"}, 40007),
        ("link", {"title": "课"}, 40063),
        ("miniprogram", {"appid": "wx1", "pagepath": "p", "title": "长" * 22}, 45002),
        ("msgmenu", {"head_content": "满意吗", "list": [CLICK] * 10}, 0),
        ("msgmenu", {"list": [CLICK] * 11}, 95008),
        ("msgmenu", {"list": [{"type": "poem"}]}, 95009),
        ("msgmenu", {"list": [{"type": "click", "click": {"content": "x" * 129}}]}, 45002),
        ("msgmenu", {"list": [{"type": "view", "view": {"content": "看"}}]}, 40063),
        ("location", {"latitude": 0, "longitude": 0}, 0),
        ("location", {"latitude": 91, "longitude": 0}, 40058),
        ("business_card", {"userid": "lina"}, 0),
        ("business_card", {"userid": "nobody"}, 60111),
        ("ca_link", {"link_url": "https://work.weixin.qq.com/ca/x"}, 0),
        ("ca_link", {}, 40063),
        ("poem", {}, 40008),
    ],
)
def test_each_kind_has_its_limits(office, an, msgtype, content, errcode):
    assert sent(office, an, msgtype, **content) == errcode


def test_a_click_on_a_menu_names_its_entry(office, an):
    assert sent(office, an, "msgmenu", head_content="满意吗", list=[CLICK]) == 0
    office.act("say", menu_id="101")
    assert office.read()[-1]["text"] == {"content": "满意", "menu_id": "101"}
    assert not office.sim.order("kf/say", customer="an", menu_id="102")["ok"]


def test_who_blocks_us_is_learnt_from_a_failure(sim, office, an):
    office.act("block")
    msgid = office.send(an)["msgid"]
    (event,) = office.events()
    assert event == {
        "event_type": "msg_send_fail",
        "open_kfid": office.open_kfid,
        "external_userid": an,
        "fail_msgid": msgid,
        "fail_type": 10,
    }
    assert [m["from"] for m in sim.see("phone/an")["kf"][0]["messages"]] == ["customer"]
    office.act("block", on=False)
    office.send(an)
    assert office.events() == []


def test_a_failure_can_be_ordered_for_one_message(sim, office, an):
    sim.order("kf/fail", open_kfid=office.open_kfid, fail_type=8)
    office.send(an)
    office.send(an)
    assert [event["fail_type"] for event in office.events()] == [8]
    assert not sim.order("kf/fail", fail_type=3)["ok"]


def test_a_servicer_may_refuse_a_customer(office, an):
    office.trans(an, 3, servicer_userid="lina")
    office.act("refuse")
    assert office.act("say", text="喂")["refused"] is True
    office.act("refuse", on=False)
    office.act("say", text="喂")
    first, second, said = office.read()
    assert [line["event"]["reject_switch"] for line in (first, second)] == [1, 0]
    assert first["event"]["event_type"] == "reject_customer_msg_switch_change"
    assert said["text"]["content"] == "喂"


def test_nobody_is_found_where_nobody_is(office, an):
    assert office.send("wm-nonsense")["errcode"] == 40096
    assert office.sim.say("kf/send_msg", touser=an, open_kfid="wk-nonsense")["errcode"] == 95000
