"""The client over HTTP: what it sends, what it raises, how often it calls."""

import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bots.commands import AddMsgTemplate, MarkTag
from bots.errors import (
    Forbidden,
    Gone,
    Refused,
    Throttled,
    TooLate,
    Unauthorized,
    Unavailable,
    WeComError,
)
from bots.limits import LimitExceeded, Malformed
from bots.questions import BatchGetByUser, GetCallbackIp, GetExternalContact
from tests.bots.conftest import OK, SECRET
from tests.bots.loopback import cut, hung, raw, redirect, truncated

MARK = MarkTag("zhangsan", "wmAAA", add_tag=["et1"])
PATH = "externalcontact/mark_tag"


def refusal(errcode, errmsg="no"):
    return {"errcode": errcode, "errmsg": errmsg}


def test_a_command_is_posted_with_the_token_in_the_address(wecom, loopback):
    loopback.script[PATH] = [OK]
    assert wecom().say(MARK) == OK
    (seen,) = loopback.calls(PATH)
    assert (seen.method, seen.query) == ("POST", {"access_token": "canary-token-1"})
    assert seen.json == {"userid": "zhangsan", "external_userid": "wmAAA", "add_tag": ["et1"]}


def test_questions_travel_as_query_or_as_json(wecom, loopback):
    loopback.script["externalcontact/get"] = [OK]
    loopback.script["externalcontact/batch/get_by_user"] = [OK]
    client = wecom()
    client.ask(GetExternalContact("wmAAA"))
    client.ask(BatchGetByUser(["zhangsan"], limit=100))
    _, by_query, by_json = loopback.seen
    assert (by_query.method, by_query.query["external_userid"]) == ("GET", "wmAAA")
    assert (by_json.method, by_json.json) == ("POST", {"userid_list": ["zhangsan"], "limit": 100})


def test_a_persistent_40014_costs_two_calls_and_one_more_token(wecom, loopback):
    loopback.script[PATH] = [refusal(40014)]
    client = wecom()
    with pytest.raises(Unauthorized):
        client.say(MARK)
    assert (len(loopback.calls(PATH)), len(loopback.calls("gettoken"))) == (2, 2)
    for _ in range(5):  # inside the pause each further call is one call, and no gettoken
        with pytest.raises(Unauthorized):
            client.say(MARK)
    assert (len(loopback.calls(PATH)), len(loopback.calls("gettoken"))) == (7, 2)


@pytest.mark.parametrize("errcode", [40014, 42001, 41001])
def test_a_revoked_token_is_renewed_and_the_call_repeated(wecom, loopback, errcode):
    loopback.script[PATH] = [refusal(errcode), OK]
    assert wecom().say(MARK) == OK
    tokens = [seen.query["access_token"] for seen in loopback.calls(PATH)]
    assert tokens == ["canary-token-1", "canary-token-2"]


def test_a_wrong_secret_is_asked_for_once(wecom, loopback):
    loopback.script["gettoken"] = [
        refusal(40001, "invalid credential, hint: [1_a], from ip: 1.2.3.4")
    ]
    with pytest.raises(Forbidden) as caught:
        wecom().say(MARK)
    assert "from ip: 1.2.3.4" in caught.value.errmsg
    assert caught.value.errcode == 40001
    assert len(loopback.seen) == 1


@pytest.mark.parametrize(
    ("errcode", "kind", "temporary"),
    [
        (-1, Unavailable, True),
        (41096, Unavailable, True),
        (45009, Throttled, True),
        (45035, Throttled, True),
        (48002, Forbidden, False),
        (60020, Forbidden, False),
        (40096, Gone, False),
        (84061, Gone, False),
        (41050, TooLate, False),
        (41051, TooLate, False),
        (40068, Refused, False),
        (987654321, Refused, False),
    ],
)
def test_every_errcode_becomes_a_typed_error_after_one_call(
    wecom, loopback, errcode, kind, temporary
):
    loopback.script[PATH] = [refusal(errcode, "told")]
    with pytest.raises(WeComError) as caught:
        wecom().say(MARK)
    assert type(caught.value) is kind
    assert (caught.value.errcode, caught.value.errmsg) == (errcode, "told")
    assert caught.value.temporary is temporary
    assert len(loopback.calls(PATH)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        raw(b"<html>busy</html>"),
        raw(b'{"errcode": 0, "errm'),
        raw(b"[]"),
        raw(b""),
        raw(b'{"errmsg": "ok"}'),
        raw(b'{"errcode": "zero"}'),
        raw(b'{"errcode": null}'),
        raw(b'{"errcode": false}'),
        raw(b"{}", 500),
        raw(b'{"errcode": 0}', 502),
        raw(b"\xff\xfe\x00", 200),
        raw(b"[" * 20000, 200),
        redirect,
        truncated,
        cut,
        hung,
    ],
)
def test_an_unusable_answer_may_have_had_its_effect(wecom, loopback, fault):
    loopback.script[PATH] = [fault]
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        wecom(timeout=(1.0, 0.4)).say(MARK)
    assert caught.value.reached is True
    assert time.monotonic() - began < 2
    assert len(loopback.calls(PATH)) == 1


def test_a_refused_connection_had_no_effect(wecom):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(Unavailable) as caught:
            wecom(base_url=address).say(MARK)
    assert caught.value.reached is False


@pytest.mark.parametrize("fault", [hung, cut, raw(b"{}", 503), raw(b"{}"), refusal(-1), OK])
def test_without_a_token_nothing_was_said(wecom, loopback, fault):
    loopback.script["gettoken"] = [fault]
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        wecom(timeout=(0.5, 0.5)).say(AddMsgTemplate(sender="zhangsan", text={"content": "hi"}))
    assert caught.value.reached is False
    assert time.monotonic() - began < 2
    assert [seen.path for seen in loopback.seen] == ["gettoken"]


def test_no_secret_reaches_a_log_or_an_error(wecom, loopback, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")  # a house in this process may have hushed it
    loopback.script[PATH] = [
        cut,
        refusal(40014, "bad access_token=canary-token-1"),
        refusal(
            40058,
            "https://x/y?access_token=canary-token-2&a=1, corpsecret: canary-secret-of-the-app",
        ),
    ]
    client = wecom()
    errors = []
    for _ in range(2):
        with pytest.raises(WeComError) as caught:
            client.say(MARK)
        errors.append(caught.value)
        assert caught.value.__context__ is None
    told = caplog.text + "".join(f"{error} {error!r}" for error in errors)
    assert "connectionpool" in caplog.text  # urllib3 did speak
    assert "canary-token" not in told
    assert SECRET not in told
    assert SECRET not in repr(client)


def test_proxies_of_the_machine_are_not_used(wecom, loopback, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    loopback.script[PATH] = [OK]
    assert wecom().say(MARK) == OK


def test_a_redirect_is_not_followed(wecom, loopback):
    loopback.script[PATH] = [redirect]
    loopback.script["elsewhere"] = [OK]
    with pytest.raises(Unavailable, match="HTTP 301"):
        wecom().say(MARK)
    assert loopback.calls("elsewhere") == []


def test_an_address_with_the_api_folder_is_the_same_address(wecom, loopback):
    loopback.script[PATH] = [OK]
    assert wecom(base_url=loopback.url + "/cgi-bin/").say(MARK) == OK
    with pytest.raises(Malformed):
        wecom(base_url="127.0.0.1:8080")


def test_many_threads_share_one_token_and_one_client(wecom, loopback):
    loopback.script[PATH] = [OK]
    client = wecom()
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: client.say(MARK), range(64)))
    assert len(loopback.calls("gettoken")) == 1
    assert len(loopback.calls(PATH)) == 64


def test_the_guard_runs_before_anything_is_sent(wecom, loopback):
    def guard():
        raise AssertionError("a transaction is open")

    with pytest.raises(AssertionError):
        wecom(before_call=guard).say(MARK)
    assert loopback.seen == []


def test_callback_addresses_may_come_without_an_errcode(wecom, loopback):
    loopback.script["getcallbackip"] = [{"ip_list": ["101.226.103.*"]}]
    assert wecom().ask(GetCallbackIp())["ip_list"] == ["101.226.103.*"]


def test_a_file_is_uploaded_under_its_own_name(wecom, loopback):
    loopback.script["media/upload"] = [{**OK, "media_id": "M1"}]
    assert wecom().upload("image", "海报.png", b"\x89PNG-and-more") == "M1"
    (seen,) = loopback.calls("media/upload")
    assert seen.query["type"] == "image"
    assert 'name="media"; filename="海报.png"'.encode() in seen.body
    assert b"\x89PNG-and-more" in seen.body


def test_uploads_are_measured_before_they_leave(wecom, loopback):
    client = wecom()
    with pytest.raises(Malformed):
        client.upload("image", "a.png", b"12345")
    with pytest.raises(Malformed):
        client.upload("hologram", "a.png", b"123456")
    with pytest.raises(LimitExceeded, match="voice: at most 2097152 bytes"):
        client.upload("voice", "a.amr", b"x" * (2 * 1024 * 1024 + 1))
    assert loopback.seen == []


def test_an_answer_without_its_part_is_no_answer(wecom, loopback):
    loopback.script["media/upload"] = [OK]
    with pytest.raises(Unavailable, match="media_id"):
        wecom().upload("file", "a.txt", b"123456")


def test_a_renewal_while_others_wait_is_made_once(wecom, loopback):
    gate = threading.Barrier(8)
    client = wecom()

    def reply(line):
        fresh = "canary-token-2" in line.path
        line.reply(b'{"errcode":0}' if fresh else b'{"errcode":42001,"errmsg":"expired"}')

    loopback.script[PATH] = [reply]

    def say(_):
        gate.wait()
        return client.say(MARK)["errcode"]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(say, range(8))) == [0] * 8
    assert len(loopback.calls("gettoken")) == 2
