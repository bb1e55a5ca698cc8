"""An answer ends before its deadline and within its size, or it is no answer."""

import gzip
import json
import time

import pytest

from bots import transport
from bots.commands import MarkTag
from bots.errors import Unavailable
from tests.bots.conftest import OK

MARK = MarkTag("zhangsan", "wmAAA", add_tag=["et1"])
PATH = "externalcontact/mark_tag"
GOOD = b'{"errcode": 0, "errmsg": "ok"}'


def drips(before: bytes, each: bytes, times: int):
    """An answer that begins with `before` and goes on with `each`, a little at a time."""

    def reply(line):
        line.wfile.write(before)
        for _ in range(times):
            if line.loopback.released.wait(0.1):
                break
            try:
                line.wfile.write(each)
                line.wfile.flush()
            except OSError:  # the client has gone, as it should
                break
        line.close_connection = True

    return reply


HEADERS = drips(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", 60)
BODY = drips(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b" ", 60)
CHUNKS = drips(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 60)


@pytest.mark.parametrize("fault", [HEADERS, BODY, CHUNKS], ids=["headers", "body", "chunks"])
def test_an_answer_that_drips_is_given_up_at_its_deadline(wecom, loopback, fault):
    loopback.script[PATH] = [fault]
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        wecom(timeout=(1.0, 0.5)).say(MARK)
    assert 0.4 < time.monotonic() - began < 1.0
    assert caught.value.reached is True


def test_a_gettoken_that_drips_does_not_hold_the_others(wecom, loopback):
    loopback.script["gettoken"] = [BODY]
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        wecom(timeout=(1.0, 0.5)).say(MARK)
    assert time.monotonic() - began < 1.0
    assert caught.value.reached is False


def test_an_answer_that_arrives_piece_by_piece_in_time_is_whole(wecom, loopback):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(GOOD) + 3}\r\n\r\n".encode()
    loopback.script[PATH] = [drips(head + GOOD, b" ", 3)]
    assert wecom(timeout=(1.0, 2.0)).say(MARK) == OK


def test_an_answer_without_end_is_not_read_to_its_end(wecom, loopback, monkeypatch):
    monkeypatch.setattr(transport, "MOST_BYTES", 100_000)
    long = json.dumps({**OK, "more": "x" * 200_000}).encode()
    loopback.script[PATH] = [lambda line: line.reply(long)]
    with pytest.raises(Unavailable, match="longer than 100000 bytes"):
        wecom().say(MARK)


def test_a_small_packed_answer_that_unpacks_without_end_is_not_read_either(
    wecom, loopback, monkeypatch
):
    monkeypatch.setattr(transport, "MOST_BYTES", 100_000)
    packed = gzip.compress(b'{"errcode": 0, "more": "' + b"x" * 5_000_000 + b'"}')
    assert len(packed) < 10_000

    def reply(line):
        line.send_response(200)
        line.send_header("Content-Encoding", "gzip")
        line.send_header("Content-Length", str(len(packed)))
        line.end_headers()
        line.wfile.write(packed)

    loopback.script[PATH] = [reply]
    with pytest.raises(Unavailable, match="longer than"):
        wecom().say(MARK)


def test_a_connection_serves_again_after_an_answer_and_has_its_whole_time_again(wecom, loopback):
    ports = set()

    def slowly(line):
        ports.add(line.client_address[1])
        time.sleep(0.3)
        line.reply(GOOD)

    loopback.script[PATH] = [slowly]
    client = wecom(timeout=(1.0, 0.5))
    for _ in range(3):
        assert client.say(MARK) == OK
    assert len(ports) == 1
