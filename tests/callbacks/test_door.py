"""What the callback door answers, and what it keeps."""

import time

import pytest
from flask.testing import FlaskClient

from app.db import reading, transaction
from app.inbox.models import InboxEvent
from app.queue import lane
from tests.callbacks.conftest import Knock
from tests.callbacks.sealing import AES_KEY, Post, encrypt, event, seal, sign
from tests.conftest import CORP, MOMENT


def kept() -> list[InboxEvent]:
    with reading() as session:
        return session.query(InboxEvent).order_by(InboxEvent.id).all()


def await_bell(patience: float = 5) -> None:
    """One bell is rung, by a thread that nobody waits for."""
    deadline = time.monotonic() + patience
    while lane("welcome").count == 0 and time.monotonic() < deadline:
        time.sleep(0.005)
    assert lane("welcome").count == 1


def test_an_event_is_kept_and_rung_for(knock: Knock) -> None:
    answer = knock(seal(event(State="lk-1", WelcomeCode="CODE")))
    assert (answer.status_code, answer.text) == (200, "success")
    (row,) = kept()
    assert (row.name, row.userid, row.external_userid) == ("FollowAdded", "wangguwen", "wmAAA")
    assert row.fields["welcome_code"] == "CODE"
    assert row.happened_at == MOMENT
    assert b"Encrypt" in row.envelope
    await_bell()


def test_the_same_words_three_times_are_kept_once(knock: Knock) -> None:
    for nonce in ("one", "two", "three"):
        assert knock(seal(event(), nonce=nonce)).status_code == 200
    assert len(kept()) == 1
    await_bell()


def test_two_customers_in_one_second_are_two(knock: Knock) -> None:
    for name in ("wmA", "wmB"):
        knock(seal(event(ExternalUserID=name)))
    assert [row.external_userid for row in kept()] == ["wmA", "wmB"]


def test_the_json_envelope_is_understood(knock: Knock) -> None:
    words = (
        f'{{"ToUserName":"{CORP}","FromUserName":"sys","CreateTime":{int(MOMENT.timestamp())},'
        '"MsgType":"event","Event":"change_external_contact","ChangeType":"del_follow_user",'
        '"UserID":"wangguwen","ExternalUserID":"wmAAA"}'
    )
    assert knock(seal(words, as_json=True)).status_code == 200
    assert [row.name for row in kept()] == ["FollowLost"]


@pytest.mark.parametrize(
    "words",
    [
        event("something_new"),
        event().replace("change_external_contact", "change_weather"),
        "<xml><InfoType>suite_ticket</InfoType><SuiteId>ww1</SuiteId></xml>",
        event().replace("<UserID>", "<Nobody>").replace("</UserID>", "</Nobody>"),
        event(CreateTime="soon"),
        event(CreateTime="9" * 30),
    ],
    ids=["change type", "event", "suite", "no userid", "no time", "far future"],
)
def test_authentic_events_without_a_name_are_kept_all_the_same(knock: Knock, words: str) -> None:
    assert knock(seal(words)).status_code == 200
    (row,) = kept()
    assert (row.name, row.state) == ("Unknown", "unknown")
    assert row.message
    assert sum(lane(name).count for name in ("welcome", "events")) == 0


def cut(post: Post, at: int) -> Post:
    return Post(post.query, post.body[:at])


def bent(post: Post, **query: str) -> Post:
    return Post({**post.query, **query}, post.body)


def resealed(encrypted: str) -> Post:
    """Signed as WeCom would, around any ciphertext."""
    timestamp = str(int(MOMENT.timestamp()))
    query = {"timestamp": timestamp, "nonce": "n"}
    query["msg_signature"] = sign("tokentokentoken", timestamp, "n", encrypted)
    return Post(query, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode())


GOOD = seal(event())
WHOLE = encrypt(event().encode(), CORP, AES_KEY)


@pytest.mark.parametrize(
    ("post", "status"),
    [
        (bent(GOOD, msg_signature="0" * 40), 403),
        (bent(GOOD, msg_signature=""), 403),
        (bent(GOOD, msg_signature="é"), 403),
        (Post({}, GOOD.body), 403),
        (seal(event(), token="another"), 403),
        (seal(event(), receiveid="wwanother000000001"), 403),
        (seal(event(), timestamp=str(int(MOMENT.timestamp()) - 3600)), 403),
        (seal(event(), timestamp="1" * 9), 403),
        (seal(event(), timestamp="١٢٣٤٥٦٧٨٩٠"), 403),
        (seal(event(), key="b" * 43), 400),
        (cut(GOOD, len(GOOD.body) // 2), 400),
        (Post(GOOD.query, b""), 400),
        (Post(GOOD.query, b"\xff\xfe\x00 not utf-8"), 400),
        (Post(GOOD.query, b"a" * (5 * 1024 * 1024)), 413),
        (Post(GOOD.query, b"<xml>" + b"a" * 65536), 413),
        (resealed(WHOLE[:40]), 400),
        (resealed("A"), 400),
        (resealed("===="), 400),
        (resealed(encrypt(b"\xff\xfe\xfd", CORP, AES_KEY)), 400),
        (seal("neither XML nor JSON"), 400),
        (seal("<xml><Event>half"), 400),
        (seal("{" * 20000), 400),
        (seal("[1, 2]"), 400),
        (seal("<other><Event>x</Event></other>"), 400),
        (seal("<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><Event>&a;</Event></xml>"), 400),
    ],
)
def test_what_is_not_authentic_or_not_readable_is_refused_and_not_kept(
    knock: Knock, post: Post, status: int
) -> None:
    answer = knock(post)
    assert answer.status_code == status
    assert "wmAAA" not in answer.text
    assert kept() == []


def test_words_that_postgresql_cannot_hold_are_kept_without_them(knock: Knock) -> None:
    words = '{"Event":"odd","Note":"a\\u0000b\\ud800c","Weight":NaN,"Far":1e999,"CreateTime":1}'
    assert knock(seal(words, as_json=True)).status_code == 200
    (row,) = kept()
    assert (row.name, row.message["Weight"]) == ("Unknown", None)
    assert row.message["Note"] == "a\ufffdb?c"


@pytest.mark.parametrize("note", ["\\u0000", "\\", "\\\\u0000", '"', "\\ud800"])
def test_words_that_only_look_like_an_escape_are_kept_as_they_are(knock: Knock, note: str) -> None:
    assert knock(seal(event(Remark=note))).status_code == 200
    (row,) = kept()
    assert row.message["Remark"] == note


@pytest.mark.parametrize(
    "words",
    ["<xml>" + "<a>" * 3000 + "</a>" * 3000 + "</xml>", '{"a":' * 3000 + "1" + "}" * 3000],
    ids=["XML", "JSON"],
)
def test_what_is_nested_beyond_measure_is_refused(knock: Knock, words: str) -> None:
    assert knock(seal(words)).status_code == 400
    assert kept() == []


def test_an_unknown_corp_or_app_is_not_found(client: FlaskClient) -> None:
    for path in ("/callbacks/wwnobody/1000002", f"/callbacks/{CORP}/7", f"/callbacks/{CORP}/x"):
        assert client.post(path, query_string=GOOD.query, data=GOOD.body).status_code == 404


def test_verification_answers_the_exact_words(client: FlaskClient) -> None:
    echo = encrypt(b"1616140317555161061", CORP, AES_KEY)
    timestamp = str(int(MOMENT.timestamp()))
    query = {
        "msg_signature": sign("tokentokentoken", timestamp, "n", echo),
        "timestamp": timestamp,
        "nonce": "n",
        "echostr": echo,
    }
    answer = client.get(GOOD.path, query_string=query)
    assert (answer.status_code, answer.data) == (200, b"1616140317555161061")
    forged = client.get(GOOD.path, query_string={**query, "nonce": "m"})
    assert forged.status_code == 403


def test_when_the_doorbell_is_away_the_event_is_kept(
    knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis import Redis
    from rq import Queue

    from app import queue

    away = Queue("welcome", connection=Redis(port=1), job_class=queue.Doorbell)
    monkeypatch.setattr(queue, "lane", lambda _name: away)
    assert knock(seal(event())).status_code == 200
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("change", "state"), [("edit_external_contact", "new"), ("add_external_contact", "planned")]
)
def test_a_hint_that_is_told_again_is_news_and_a_fact_is_not(
    knock: Knock, change: str, state: str
) -> None:
    knock(seal(event(change)))
    with transaction() as session:
        session.query(InboxEvent).update({"state": "planned"})
    assert knock(seal(event(change), nonce="again")).status_code == 200
    assert [row.state for row in kept()] == [state]
