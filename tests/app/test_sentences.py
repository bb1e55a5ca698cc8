"""A kept sentence is said in the language of whoever reads it, and comes back as it went."""

import json

import pytest
from flask import Flask, session
from hypothesis import given
from hypothesis import strategies as st

from app.console.said import said
from app.console.shell import speak
from app.contacts.models import Follow, FollowTag
from app.db import reading, transaction
from app.sentences import CHINESE, Errcode, Sentence, as_kept, as_told, in_words
from app.tagging.rules import WEEKDAYS
from tests.conftest import CORP, MOMENT

EXPO = Sentence("通过渠道「%(name)s」添加", {"name": "展会"})
NIGHT = Sentence(
    "%(day)s %(clock)s 添加，在 %(start)s–%(end)s 之内",
    {"day": WEEKDAYS[1], "clock": "01:05", "start": "22:00", "end": "06:00"},
)
REFUSED = Sentence("未发送（%(errcode)s）：%(why)s", {"errcode": 41048, "why": Errcode(41048)})


@pytest.fixture
def console() -> Flask:
    made = Flask("console")
    made.secret_key = "a key for tests"
    speak(made)
    return made


def heard(console: Flask, told, locale: str) -> str:
    with console.test_request_context():
        session["locale"] = locale
        return said(told)


@pytest.mark.parametrize(
    ("told", "chinese", "english"),
    [
        (EXPO, "通过渠道「展会」添加", "Came through channel “展会”"),
        (NIGHT, "周二 01:05 添加，在 22:00–06:00 之内", "Added Tue 01:05, within 22:00–06:00"),
        (Sentence("客户已没有好友关系"), "客户已没有好友关系", None),
        ("按老客户口味写的备注", "按老客户口味写的备注", "按老客户口味写的备注"),
        (None, "", ""),
    ],
    ids=["given", "a sentence in a sentence", "nothing given", "typed by somebody", "nothing"],
)
def test_a_reason_is_said_in_both_languages(console, told, chinese, english):
    for kept in (told, json.loads(json.dumps(as_kept(told)))):
        assert heard(console, kept, "zh_Hans_CN") == chinese
        in_english = heard(console, kept, "en")
        assert in_english == english if english is not None else in_english.isascii()


def test_what_wecom_refused_is_explained_in_both_languages(console):
    assert heard(console, REFUSED, "zh_Hans_CN").startswith("未发送（41048）：没有可以发送的客户。")
    in_english = heard(console, REFUSED, "en")
    assert in_english.startswith("Not sent (41048): ")
    assert in_english.isascii()
    assert len(in_english) > len("Not sent (41048): 41048")


def test_outside_of_pages_a_sentence_is_chinese():
    assert f"{NIGHT}" == "周二 01:05 添加，在 22:00–06:00 之内"
    assert str(REFUSED) == "未发送（41048）：41048"


def test_percent_signs_are_harmless():
    assert str(Sentence("通过渠道「%(name)s」添加", {"name": "100%s%"})) == "通过渠道「100%s%」添加"
    assert str(Sentence("满 100% 才算")) == "满 100% 才算"


def test_a_column_gives_back_what_was_kept(house):
    kept = {"a": EXPO, "b": NIGHT, "c": REFUSED, "d": "在企业微信里手工打上", "e": None}
    with transaction() as db:
        follow = Follow(corp_id=CORP, userid="lina", external_userid="wm", followed_at=MOMENT)
        follow.tags = [
            FollowTag(corp_id=CORP, tag_id=tag_id, reason=reason) for tag_id, reason in kept.items()
        ]
        db.add(follow)
    with reading() as db:
        assert {tag.tag_id: tag.reason for tag in db.query(FollowTag)} == kept
        assert db.query(FollowTag).filter(FollowTag.reason.is_(None)).count() == 1


GIVEN = st.dictionaries(st.text("abc", min_size=1), st.text() | st.integers() | st.just(NIGHT))


@given(st.builds(Sentence, st.text(), GIVEN))
def test_a_sentence_comes_back_from_json_as_it_went(sentence):
    assert as_told(json.loads(json.dumps(as_kept(sentence)))) == sentence


@given(st.text())
def test_finished_words_stay_as_they_are(words):
    assert in_words(words, CHINESE) == words
