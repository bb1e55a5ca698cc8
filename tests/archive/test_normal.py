"""Whatever the archive holds becomes a message."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.archive.normal import normal

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ANNA = "wmAnna0000000000000000000000000a"

JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["from", "tolist", "roomid", "msgtime", "msgtype", "action", "revoke", "mixed", "text", "time"]
)


def message(**fields: Any) -> Any:
    base = {"msgid": "1", "action": "send", "from": ANNA, "tolist": ["lina"], "roomid": ""}
    return normal({**base, "msgtime": 1772415000123, **fields}, received_at=NOW)


def items(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"type": kind, "content": json.dumps(content)} for kind, content in pairs]


@pytest.mark.parametrize(
    ("msgtype", "payload", "words"),
    [
        ("text", {"text": {"content": "多少钱"}}, "多少钱"),
        ("link", {"link": {"title": "题", "description": "述", "link_url": "https://x"}}, "题\n述"),
        ("file", {"file": {"filename": "../../报价.docx", "fileext": "docx"}}, "../../报价.docx"),
        ("markdown", {"info": {"content": "请看"}}, "请看"),
        ("news", {"info": {"item": [{"title": "一", "description": "二"}]}}, "一\n二"),
        ("docmsg", {"doc": {"title": "表"}}, "表"),
        ("vote", {"vote": {"votetitle": "题", "voteitem": ["甲", "乙"]}}, "题\n甲\n乙"),
        ("external_redpacket", {"redpacket": {"wish": "恭喜"}}, "恭喜"),
        ("collect", {"collect": {"title": "表", "details": [{"id": 1, "ques": "问"}]}}, "表\n问"),
        (
            "mixed",
            {"mixed": {"item": items(("text", {"content": "看"}), ("image", {"md5sum": "x"}))}},
            "看",
        ),
        (
            "chatrecord",
            {
                "chatrecord": {
                    "title": "群聊",
                    "item": items(
                        ("ChatRecordText", {"content": "一"}),
                        ("ChatRecordFile", {"filename": "二.pdf"}),
                        ("ChatRecordMixed", {"item": items(("text", {"content": "三"}))}),
                    ),
                }
            },
            "群聊\n一\n二.pdf\n三",
        ),
        ("image", {"image": {"md5sum": "x"}}, ""),
        ("hologram", {"hologram": {"content": "x"}}, ""),
        ("text", {"text": "not an object"}, ""),
    ],
)
def test_words_are_drawn_from_each_type(msgtype: str, payload: dict[str, Any], words: str) -> None:
    assert message(msgtype=msgtype, **payload).text == words


def test_the_two_of_a_talk_are_told_apart_whoever_speaks() -> None:
    asked = message(msgtype="text")
    answered = message(msgtype="text", **{"from": "lina", "tolist": [ANNA]})
    assert (asked.userid, asked.external_userid, asked.spoken_by) == ("lina", ANNA, "customer")
    assert (answered.userid, answered.external_userid, answered.spoken_by) == (
        "lina",
        ANNA,
        "staff",
    )


def test_a_member_whose_id_begins_like_a_customers_is_a_member() -> None:
    talk = message(msgtype="text", **{"from": "woaiming", "tolist": [ANNA]})
    assert (talk.userid, talk.spoken_by) == ("woaiming", "staff")


@pytest.mark.parametrize(
    "fields",
    [
        {"roomid": "wr2LO0CAAAFrTZCGWWAxBA"},
        {"tolist": ["lina", "zhaolei"]},
        {"from": "zhaolei"},
        {"tolist": []},
        {"tolist": "lina"},
    ],
)
def test_a_group_or_a_talk_among_members_is_nobodys_follow(fields: dict[str, Any]) -> None:
    talk = message(msgtype="text", **fields)
    assert (talk.userid, talk.external_userid, talk.spoken_by) == (None, None, None)


@pytest.mark.parametrize("msgtype", ["agree", "disagree", "revoke"])
def test_what_the_machine_says_is_not_speech(msgtype: str) -> None:
    assert message(msgtype=msgtype).spoken_by is None


def test_a_switch_has_no_type_and_its_own_names() -> None:
    kept = normal(
        {"msgid": "1", "action": "switch", "time": 1772415000123, "user": "lina"}, received_at=NOW
    )
    assert (kept.action, kept.msgtype, kept.sender) == ("switch", "switch", "lina")
    assert kept.sent_at == datetime(2026, 3, 2, 1, 30, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize("msgtime", [None, 0, -5, 1e300, "soon"])
def test_an_impossible_time_becomes_the_time_of_arrival(msgtime: Any) -> None:
    assert message(msgtype="text", msgtime=msgtime).sent_at == NOW


@given(st.dictionaries(FIELDS | st.text(), JSON, max_size=8))
def test_no_json_is_refused(anything: dict[str, Any]) -> None:
    kept = normal(anything, received_at=NOW)
    assert kept.sent_at.tzinfo is not None
    assert (kept.spoken_by is None) or (kept.userid and kept.external_userid)
    written = json.dumps([kept.body, kept.text, kept.sender], allow_nan=False)
    assert all("\0" not in word for word in every_string(json.loads(written)))
    kept.text.encode()


def every_string(value: Any) -> Iterator[str]:
    """Each string in some JSON, the keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        for item in inside:
            yield from every_string(item)


def test_records_inside_records_are_read_only_so_deep() -> None:
    inner: dict[str, Any] = {"content": "底"}
    for _ in range(8):  # each level doubles the backslashes
        inner = {"item": items(("ChatRecordMixed", inner))}
    assert message(msgtype="chatrecord", chatrecord=inner).text == ""
