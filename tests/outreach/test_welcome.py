"""What a welcome says, decided without database or network."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.outreach.welcome import (
    CUSTOMER,
    MAX_TEXT,
    STAFF,
    Names,
    bubbles,
    choose,
    compose,
    render,
)


@dataclass(frozen=True)
class Row:
    state: str | None = None
    userid: str | None = None
    is_active: bool = True
    text: str = "您好"
    attachments: list[dict[str, Any]] = field(default_factory=list)
    windows: list[dict[str, Any]] = field(default_factory=list)


DEFAULT, EXPO, LINA = Row(), Row("expo"), Row(userid="lina")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
LINK = {"msgtype": "link", "title": "产品手册", "url": "https://example.com/a", "desc": ""}
IMAGE = {"msgtype": "image", "material_id": 7}


def chosen(rows: list[Row], state: str, userid: str = "lina", moment: datetime = NOON):
    choice = choose(rows, state, userid, moment)
    return choice and (choice.welcome, choice.text, choice.window)


def test_a_channel_has_its_own_welcome():
    assert chosen([DEFAULT, LINA, EXPO], "expo") == (EXPO, "您好", "")


def test_where_the_channel_has_none_the_member_speaks():
    assert chosen([DEFAULT, LINA, EXPO], "other") == (LINA, "您好", "")
    assert chosen([DEFAULT, LINA, EXPO], "") == (LINA, "您好", "")


def test_everybody_else_gets_the_default():
    assert chosen([DEFAULT, LINA, EXPO], "other", "zhao") == (DEFAULT, "您好", "")
    assert chosen([DEFAULT, EXPO], "") == (DEFAULT, "您好", "")


def test_a_welcome_that_is_off_lets_the_next_speak():
    off = [Row("expo", is_active=False), Row(userid="lina", is_active=False)]
    assert chosen([DEFAULT, *off], "expo") == (DEFAULT, "您好", "")


def test_an_open_window_comes_before_what_is_said_at_all_times():
    lunch = window("午休", "12:00", "13:00", text="午休中")
    mine = Row("expo", windows=[lunch])
    assert chosen([DEFAULT, mine], "expo") == (mine, "午休中", "午休")
    assert chosen([DEFAULT, mine], "expo", moment=NOON.replace(hour=13)) == (mine, "您好", "")


def test_a_welcome_of_windows_only_lets_the_next_speak_outside_of_them():
    night = Row("expo", text="", windows=[window("夜里", "22:00", "06:00", text="夜里好")])
    assert chosen([DEFAULT, LINA, night], "expo") == (LINA, "您好", "")
    late = NOON.replace(hour=23)
    assert chosen([DEFAULT, LINA, night], "expo", moment=late) == (night, "夜里好", "夜里")


def test_nobody_is_welcomed_when_nothing_is_active():
    assert chosen([Row(is_active=False)], "expo") is None
    assert chosen([], "") is None


def window(name: str, start: str, end: str, *, text: str) -> dict[str, Any]:
    everyday = list(range(1, 8))
    times = {"name": name, "from": start, "to": end, "weekdays": everyday}
    return {**times, "first": None, "last": None, "text": text, "attachments": []}


def test_both_names_are_filled_in():
    assert (
        render("{客户昵称}您好，我是{员工姓名}", Names("小林", "王顾问")) == "小林您好，我是王顾问"
    )


def test_an_unknown_name_becomes_a_neutral_word():
    assert render("{客户昵称}您好，我是{员工姓名}", Names()) == "朋友您好，我是顾问"


def test_a_nickname_that_spells_a_placeholder_stays_a_nickname():
    assert render("{客户昵称}您好", Names("{员工姓名}", "王顾问")) == "{员工姓名}您好"


def test_names_that_break_the_limit_give_way_to_neutral_words():
    text = CUSTOMER + "。" * ((MAX_TEXT - len(CUSTOMER.encode())) // 3)
    assert render(text, Names("名" * 20)).startswith("朋友。")


@given(st.lists(st.sampled_from([CUSTOMER, STAFF, "您", "a", "😀"]), max_size=400), st.text())
def test_what_was_saved_within_the_limit_is_sent_within_the_limit(parts, name):
    text = "".join(parts)
    if len(text.encode()) <= MAX_TEXT:
        assert len(render(text, Names(name, name)).encode()) <= MAX_TEXT


def test_an_image_goes_by_its_media_id_and_a_link_without_its_empty_parts():
    message = compose("好", [IMAGE, LINK], Names(), {7: "M7"})
    assert message.attachments == [
        {"msgtype": "image", "image": {"media_id": "M7"}},
        {"msgtype": "link", "link": {"title": "产品手册", "url": "https://example.com/a"}},
    ]
    assert message.left_out == ()


def test_an_image_that_wecom_does_not_have_is_left_out_and_named():
    message = compose("好", [IMAGE, LINK], Names(), {})
    assert [item["msgtype"] for item in message.attachments] == ["link"]
    assert message.left_out == (7,)


def test_a_welcome_of_one_missing_image_is_empty():
    assert compose("", [IMAGE], Names(), {}).is_empty


def test_the_phone_shows_exactly_what_wecom_is_sent():
    message = compose("{客户昵称}好", [IMAGE, LINK], Names("小林"), {7: "M7"})
    assert bubbles(message, {"M7": {"address": "/materials/7"}}) == [
        {"from": "staff", "msgtype": "text", "text": "小林好"},
        {"from": "staff", "msgtype": "image", "image": "/materials/7"},
        {
            "from": "staff",
            "msgtype": "link",
            "title": "产品手册",
            "text": "",
            "url": "https://example.com/a",
        },
    ]
