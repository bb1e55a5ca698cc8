"""Pages are asked for until there are no more; a lost effect is found by what it says of itself."""

from typing import Any

import pytest

from bots.commands import (
    AddCorpTag,
    AddKfAccount,
    CreateAppChat,
    TransferCustomer,
    TransKfState,
)
from bots.paging import Endless, pages
from bots.questions import GetUnassignedList, ListContacts, SyncKfMsg
from bots.speech import Command, Question
from bots.traces import find


class Scripted:
    """Answers one after the other, and remembers what it was asked."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[Question] = []

    def ask(self, question: Question) -> dict[str, Any]:
        self.asked.append(question)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def cursors(wecom: Scripted) -> list[Any]:
    return [question.params().get("cursor") for question in wecom.asked]


def test_each_page_names_the_next_and_the_rest_of_the_question_stays():
    wecom = Scripted({"n": 1, "next_cursor": "A"}, {"n": 2, "next_cursor": "B"}, {"n": 3})
    assert [answer["n"] for answer in pages(wecom, ListContacts(limit=50))] == [1, 2, 3]
    assert cursors(wecom) == [None, "A", "B"]
    assert {question.params()["limit"] for question in wecom.asked} == {50}


@pytest.mark.parametrize(
    ("question", "last"),
    [
        (ListContacts(), {"next_cursor": ""}),
        (SyncKfMsg(), {"next_cursor": "kept for later", "has_more": 0}),
        (GetUnassignedList(), {"next_cursor": "A", "is_last": True}),
    ],
)
def test_the_last_page_is_known_by_any_of_wecoms_signs(question: Question, last: dict[str, Any]):
    wecom = Scripted(last)
    assert list(pages(wecom, question)) == [last]


def test_an_empty_page_is_not_the_end_while_there_is_more():
    wecom = Scripted({"msg_list": [], "has_more": 1, "next_cursor": "A"}, {"has_more": 0})
    assert len(list(pages(wecom, SyncKfMsg()))) == 2


def test_a_cursor_that_comes_back_is_noticed():
    wecom = Scripted({"next_cursor": "A"}, {"next_cursor": "B"}, {"next_cursor": "A"})
    with pytest.raises(Endless):
        list(pages(wecom, ListContacts()))
    assert cursors(wecom) == [None, "A", "B"]


def test_there_is_a_cap_on_pages():
    answers = [{"next_cursor": str(number)} for number in range(9)]
    with pytest.raises(Endless):
        list(pages(Scripted(*answers), ListContacts(), most=3))


ACCOUNTS = {
    "account_list": [{"open_kfid": "wk1", "name": "售前"}, {"open_kfid": "wk2", "name": "售后"}]
}
TAGS = {
    "tag_group": [{"group_id": "g1", "group_name": "来源", "tag": [{"id": "t1", "name": "展会"}]}]
}
WAITING = {"customer": [{"external_userid": "wm1", "status": 2}, {"external_userid": "wm2"}]}


@pytest.mark.parametrize(
    ("command", "answer", "told"),
    [
        (AddKfAccount("售后", "M"), ACCOUNTS, {"open_kfid": "wk2"}),
        (AddKfAccount("投诉", "M"), ACCOUNTS, None),
        (
            AddCorpTag([{"name": "展会"}], group_name="来源"),
            TAGS,
            {"tag_group": TAGS["tag_group"][0]},
        ),
        (AddCorpTag([{"name": "官网"}], group_name="来源"), TAGS, None),
        (AddCorpTag([{"name": "展会"}], group_id="g2"), TAGS, None),
        (TransferCustomer("a", "b", ["wm2", "wm1"]), WAITING, WAITING),
        (TransferCustomer("a", "b", ["wm2", "wm3"]), WAITING, None),
        (CreateAppChat(["a", "b"], chatid="C"), {"chat_info": {"chatid": "C"}}, {"chatid": "C"}),
        (TransKfState("wk", "wm", 3, "lina"), {"service_state": 1}, None),
        (
            TransKfState("wk", "wm", 3, "lina"),
            {"service_state": 3, "servicer_userid": "lina"},
            {"service_state": 3},
        ),
    ],
)
def test_what_a_command_brought_about_is_found_or_is_not_there(
    command: Command, answer: dict[str, Any], told: dict[str, Any] | None
):
    found = find(Scripted(answer), command)
    assert found is None if told is None else found is not None
    assert {**(found or {}), **(told or {})} == (found or {})


def test_a_trace_asks_about_the_very_command_page_by_page():
    wecom = Scripted({"customer": [], "next_cursor": "A"}, WAITING)
    assert find(wecom, TransferCustomer("a", "b", ["wm1"])) is not None
    assert [question.params() for question in wecom.asked] == [
        {"handover_userid": "a", "takeover_userid": "b"},
        {"handover_userid": "a", "takeover_userid": "b", "cursor": "A"},
    ]
