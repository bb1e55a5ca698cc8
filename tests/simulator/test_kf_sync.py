"""The bell and the log of 微信客服: what is shown, in which order, and for how long."""

import pytest

from tests.simulator.kf_office import open_office

DAY = 86400


@pytest.fixture
def office(sim):
    return open_office(sim)


def test_every_line_rings_with_a_token_and_nobodys_name(sim, receiver, office):
    office.asks()
    sim.settle()
    bells = [event for event in receiver.events if event["Event"] == "kf_msg_or_event"]
    assert len(bells) == 2
    assert {bell["OpenKfId"] for bell in bells} == {office.open_kfid}
    assert all("FromUserName" not in bell for bell in bells)
    told = office.say("sync_msg", token=bells[0]["Token"])
    assert [line["origin"] for line in told["msg_list"]] == [4, 3]


def test_a_token_lives_ten_minutes(sim, receiver, office):
    office.asks()
    sim.settle()
    token = receiver.events[-1]["Token"]
    office.wait(600)
    assert office.say("sync_msg", token=token)["errcode"] == 0
    office.wait(1)
    assert office.say("sync_msg", token=token)["errcode"] == 95007
    assert office.say("sync_msg", token="nonsense")["errcode"] == 95007


def test_the_cursor_brings_each_line_once(office):
    external_userid = office.asks("一")
    entered, asked = office.read()
    assert entered["event"]["event_type"] == "enter_session"
    assert (asked["external_userid"], asked["text"]) == (external_userid, {"content": "一"})
    assert office.read() == []
    office.act("say", text="二")
    assert [line["text"]["content"] for line in office.read()] == ["二"]


def test_what_the_app_sent_is_not_shown_and_leaves_empty_pages(office):
    external_userid = office.asks()
    for _ in range(3):
        assert office.send(external_userid)["errcode"] == 0
    office.act("say", text="好的")
    pages = []
    cursor = ""
    for _ in range(6):
        page = office.say("sync_msg", cursor=cursor, limit=1)
        cursor = page["next_cursor"]
        pages.append((len(page["msg_list"]), page["has_more"]))
    assert pages == [(1, 1), (1, 1), (0, 1), (0, 1), (0, 1), (1, 0)]
    again = office.say("sync_msg", cursor=cursor)
    assert (again["next_cursor"], again["has_more"], again["msg_list"]) == (cursor, 0, [])


def test_after_three_days_a_line_is_gone(sim, office):
    office.asks("第一天")
    office.wait(2 * DAY)
    office.act("say", text="第三天")
    office.wait(DAY)
    assert len(office.read()) == 3
    office.cursor = ""
    office.wait(1)
    assert [line["text"]["content"] for line in office.read()] == ["第三天"]


def test_without_an_account_all_that_are_granted_answer(sim, office):
    other, foreign = open_office(sim, name="售后"), open_office(sim, name="别家", managed=False)
    for one in (office, other, foreign):
        one.come()
    lines = sim.say("kf/sync_msg")["msg_list"]
    assert [line["event"]["open_kfid"] for line in lines] == [office.open_kfid, other.open_kfid]
    assert len(other.read()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": 1001},
        {"cursor": "nonsense"},
        {"cursor": "a2Y6LTE="},  # kf:-1
        {"voice_format": 2},
    ],
)
def test_readings_that_are_refused(office, wrong):
    assert office.say("sync_msg", **wrong)["errcode"] == 40058


def test_too_long_a_cursor_or_token_is_refused(office):
    assert office.say("sync_msg", cursor="x" * 65)["errcode"] == 45002
    assert office.say("sync_msg", token="x" * 129)["errcode"] == 45002


@pytest.mark.parametrize("msgtype", ["image", "voice", "video", "file"])
def test_media_can_be_fetched(sim, office, msgtype):
    office.come()
    office.act("say", msgtype=msgtype)
    line = office.read()[-1]
    args = {"access_token": sim.token, "media_id": line[msgtype]["media_id"]}
    answer = sim.http.get(f"{sim.base}/cgi-bin/media/get", params=args)
    assert len(answer.content) == 1024


def test_other_kinds_carry_what_was_said(office):
    office.come()
    office.act("say", msgtype="location", location={"name": "展馆"})
    place = office.read()[-1]["location"]
    assert (place["name"], place["longitude"]) == ("展馆", 113.320503234863)
    told = office.sim.order("kf/say", customer="an", msgtype="location", location={"moon": 1})
    assert (told["ok"], "moon" in told["why"]) == (False, True)


def test_both_sides_recall_within_two_minutes(sim, office):
    external_userid = office.asks("说错了")
    office.trans(external_userid, 3, servicer_userid="lina")
    answer = office.act("servicer_say", text="也说错了")["msgid"]
    assert office.act("recall")["msgid"] == answer
    asked = office.act("recall")["msgid"]
    events = [(e["event_type"], e.get("recall_msgid")) for e in office.events()]
    assert events[1:] == [("servicer_recall_msg", answer), ("user_recall_msg", asked)]
    (chat,) = sim.see("phone/an")["kf"]
    assert [message.get("recalled") for message in chat["messages"]] == [True, True]


def test_after_two_minutes_a_word_stands(sim, office):
    office.asks()
    office.wait(121)
    assert not sim.order("kf/recall", customer="an")["ok"]
