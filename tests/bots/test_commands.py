"""Commands and questions: their bodies, their limits, and that WeCom knows their paths."""

import pytest

from bots.commands import (
    COMMANDS,
    AddContactWay,
    AddCorpTag,
    AddMsgTemplate,
    DelCorpTag,
    EditCorpTag,
    MarkTag,
    Remark,
    SendKfMsg,
    SendMessage,
    SendWelcome,
    UpdateContactWay,
    load,
)
from bots.limits import LimitExceeded, Malformed
from bots.questions import BatchGetByUser, GetGroupMsgListV2, ListContactWay

TEXT = {"content": "你好"}
LINK = {"msgtype": "link", "link": {"title": "标题", "url": "https://example.com"}}
MINI = {"msgtype": "miniprogram", "miniprogram": {"title": "t", "appid": "wx1", "page": "p"}}


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        load("SendFlowers", {})


def test_what_is_none_stays_away_and_what_is_empty_or_false_is_sent():
    assert Remark("z", "wm1", remark="").body() == {
        "userid": "z",
        "external_userid": "wm1",
        "remark": "",
    }
    way = AddContactWay(type=2, scene=2, party=[0], skip_verify=False)
    assert way.body() == {"type": 2, "scene": 2, "party": [0], "skip_verify": False}


def test_words_that_make_something_new_are_not_repeatable():
    made = ("Create", "AddContactWay", "AddCorpTag", "AddMoment", "AddMsg", "AddJoin", "AddProduct")
    assert [
        name for name, kind in COMMANDS.items() if name.startswith(made) and kind.repeatable
    ] == []


def test_words_that_bring_about_a_state_are_repeatable():
    kept = ("Del", "Edit", "Update", "Mark", "Cancel", "Remark")
    assert [n for n, k in COMMANDS.items() if n.startswith(kept) and not k.repeatable] == []


def test_a_message_may_be_repeated_when_wecom_knows_it_again():
    text = {"content": "a"}
    assert not SendMessage("text", 1, "a", text=text).may_repeat()
    assert SendMessage("text", 1, "a", text=text, enable_duplicate_check=1).may_repeat()
    assert not SendKfMsg("wm1", "wk1", "text", text=text).may_repeat()
    assert SendKfMsg("wm1", "wk1", "text", "m1", text=text).may_repeat()


def welcome(text="a", attachments=None):
    return SendWelcome("C", {"content": text}, attachments)


def way(**how):
    return AddContactWay(**{"type": 2, "scene": 2, "user": ["a"], **how})


def link(**how):
    return welcome(attachments=[{"msgtype": "link", "link": how}])


def mini(title):
    return welcome(attachments=[{"msgtype": "miniprogram", "miniprogram": {"title": title}}])


def staff(n):
    return SendMessage("text", 1, touser="|".join(["a"] * n), text=TEXT)


def card(**how):
    return SendMessage("textcard", 1, touser="a", textcard=how)


def message(**how):
    return AddMsgTemplate(**{"text": TEXT, "sender": "a", **how})


def tag_filter(n):
    return message(tag_filter={"group_list": [{"tag_list": ["et"]}, {"tag_list": ["et"] * n}]})


def records(n):
    return GetGroupMsgListV2("single", 1, 2, limit=n)


@pytest.mark.parametrize(
    ("build", "fits", "field", "limit", "unit"),
    [
        (lambda n: welcome("a" * n), 4000, "text.content", 4000, "bytes"),
        (lambda n: welcome("好" * n), 1333, "text.content", 4000, "bytes"),
        (lambda n: welcome(attachments=[LINK] * n), 9, "attachments", 9, "items"),
        (lambda n: link(title="a" * n), 128, "attachments.*.link.title", 128, "bytes"),
        (lambda n: link(desc="a" * n), 512, "attachments.*.link.desc", 512, "bytes"),
        (lambda n: link(url="a" * n), 2048, "attachments.*.link.url", 2048, "bytes"),
        (lambda n: link(picurl="a" * n), 2048, "attachments.*.link.picurl", 2048, "bytes"),
        (lambda n: mini("a" * n), 64, "attachments.*.miniprogram.title", 64, "bytes"),
        (lambda n: MarkTag("a", "b", ["et"] * n), 3000, "add_tag", 3000, "items"),
        (lambda n: MarkTag("a", "b", None, ["et"] * n), 3000, "remove_tag", 3000, "items"),
        (lambda n: Remark("a", "b", remark="好" * n), 20, "remark", 20, "characters"),
        (lambda n: Remark("a", "b", None, "好" * n), 150, "description", 150, "characters"),
        (lambda n: Remark("a", "b", None, None, "好" * n), 20, "remark_company", 20, "characters"),
        (lambda n: way(state="好" * n), 30, "state", 30, "characters"),
        (lambda n: way(remark="好" * n), 30, "remark", 30, "characters"),
        (lambda n: way(user=["a"] * n), 100, "user", 100, "items"),
        (lambda n: way(expires_in=n), 1209600, "expires_in", 1209600, "seconds"),
        (lambda n: way(chat_expires_in=n), 1209600, "chat_expires_in", 1209600, "seconds"),
        (
            lambda n: way(conclusions={"text": {"content": "a" * n}}),
            4000,
            "conclusions.text.content",
            4000,
            "bytes",
        ),
        (lambda n: UpdateContactWay("c", state="a" * n), 30, "state", 30, "characters"),
        (lambda n: AddCorpTag([{"name": "a" * n}], "g"), 30, "tag.*.name", 30, "characters"),
        (
            lambda n: AddCorpTag([{"name": "a"}], group_name="a" * n),
            30,
            "group_name",
            30,
            "characters",
        ),
        (lambda n: EditCorpTag("et", "a" * n), 30, "name", 30, "characters"),
        (lambda n: EditCorpTag("et", "a", n), 2**32 - 1, "order", 2**32 - 1, "items"),
        (lambda n: message(text={"content": "a" * n}), 4000, "text.content", 4000, "bytes"),
        (lambda n: message(external_userid=["a"] * n), 10000, "external_userid", 10000, "items"),
        (lambda n: message(chat_id_list=["a"] * n), 2000, "chat_id_list", 2000, "items"),
        (tag_filter, 100, "tag_filter.group_list.*.tag_list", 100, "items"),
        (staff, 1000, "touser", 1000, "items"),
        (
            lambda n: SendMessage("text", 1, "a", text={"content": "a" * n}),
            2048,
            "text.content",
            2048,
            "bytes",
        ),
        (lambda n: card(title="a" * n), 128, "textcard.title", 128, "bytes"),
        (lambda n: card(description="a" * n), 512, "textcard.description", 512, "bytes"),
        (lambda n: BatchGetByUser(["a"] * n), 100, "userid_list", 100, "items"),
        (lambda n: BatchGetByUser(["a"], limit=n), 100, "limit", 100, "items"),
        (lambda n: ListContactWay(limit=n), 1000, "limit", 1000, "items"),
        (records, 100, "limit", 100, "items"),
    ],
)
def test_the_last_that_fits_is_taken_and_the_next_is_refused_by_name(
    build, fits, field, limit, unit
):
    build(fits)
    with pytest.raises(LimitExceeded) as caught:
        build(fits + 1)
    broken = caught.value
    assert (broken.field, broken.limit, broken.unit) == (field, limit, unit)
    assert broken.page == type(build(1)).page
    assert isinstance(broken, ValueError)
    assert str(limit) in str(broken)


@pytest.mark.parametrize(
    "build",
    [
        lambda: SendWelcome("C"),
        lambda: SendWelcome("C", attachments=[{"msgtype": "hologram", "hologram": {}}]),
        lambda: SendWelcome("C", attachments=[{"msgtype": "image"}]),
        lambda: MarkTag("a", "b"),
        lambda: MarkTag("a", "b", [], []),
        lambda: Remark("a", "b"),
        lambda: AddContactWay(type=1, scene=2, user=["a", "b"]),
        lambda: AddContactWay(type=1, scene=2, user=["a"], party=[1]),
        lambda: AddContactWay(type=2, scene=2),
        lambda: AddCorpTag([], group_id="g"),
        lambda: AddCorpTag([{"name": "a"}]),
        DelCorpTag,
        lambda: AddMsgTemplate(text=TEXT),
        lambda: AddMsgTemplate(sender="a"),
        lambda: AddMsgTemplate(chat_type="group", text=TEXT, external_userid=["a"]),
        lambda: SendMessage("text", 1, "a"),
        lambda: SendMessage("text", 1, text=TEXT),
    ],
)
def test_a_combination_that_wecom_refuses_is_refused_here(build):
    with pytest.raises(Malformed):
        build()
