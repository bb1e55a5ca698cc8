"""Files of archived messages: in pieces of 512 KiB, whole by their md5sum, for three days."""

import base64
from hashlib import md5

import pytest

from tests.simulator.archive_rig import account, archived, fetched, piece

PIECE = 512 * 1024


@pytest.fixture
def send(sim):
    sim.scan(sim.code(), "an", userid="lina")

    def send(**more):
        told = sim.order("archive/send", **{"from": "an"}, to=["lina"], **more)
        assert told["ok"], told
        return told["sdkfileid"]

    return send


@pytest.mark.parametrize(
    ("size", "pieces"), [(1, 1), (PIECE, 1), (PIECE + 1, 2), (3 * PIECE, 3), (5_000_001, 10)]
)
def test_a_file_comes_whole_in_pieces(sim, send, size, pieces):
    sdkfileid = send(msgtype="video", size=size)
    content, number = fetched(sim, sdkfileid)
    video = archived(sim)[0]["video"]
    assert (len(content), number) == (size, pieces)
    assert (video["filesize"], video["sdkfileid"]) == (size, sdkfileid)
    assert video["md5sum"] == md5(content, usedforsecurity=False).hexdigest()


def test_given_content_is_what_comes(sim, send):
    sdkfileid = send(msgtype="image", content=base64.b64encode(b"a picture").decode())
    assert fetched(sim, sdkfileid) == (b"a picture", 1)


def test_a_broken_fetch_goes_on_or_begins_anew(sim, send):
    sdkfileid = send(msgtype="file", size=2 * PIECE)
    first = piece(sim, sdkfileid)
    assert (first["is_finish"], len(base64.b64decode(first["data"]))) == (0, PIECE)
    second = piece(sim, sdkfileid, first["outindexbuf"])
    assert (second["is_finish"], second["outindexbuf"]) == (1, "")
    assert piece(sim, sdkfileid)["data"] == first["data"]


def test_after_three_days_a_file_is_gone_though_its_message_is_not(sim, send):
    sdkfileid = send(msgtype="image")
    sim.pass_time(3 * 86400)
    assert piece(sim, sdkfileid)["errcode"] == 0
    sim.pass_time(1)
    assert piece(sim, sdkfileid)["errcode"] == 10010
    assert len(archived(sim)) == 1


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [
        ({"sdkfileid": "nonsense"}, 10005),
        ({"sdkfileid": 7}, 10000),
        ({"indexbuf": "nonsense"}, 10000),
        ({"indexbuf": "Range:bytes=5-9"}, 10000),
        ({"indexbuf": "Range:bytes=524288-1048575"}, 10000),
        ({"secret": "nonsense"}, 40001),
        ({"corpid": "ww0"}, 40013),
    ],
)
def test_fetches_that_are_refused(sim, send, wrong, errcode):
    order = {**account(sim), "sdkfileid": send(msgtype="image"), "indexbuf": "", **wrong}
    assert sim.order("archive/media", **order)["errcode"] == errcode


def test_faults_can_be_ordered_for_files(sim, send):
    sdkfileid = send(msgtype="image")
    sim.order("faults", api={"archive/media": {"errcode": 10001}})
    assert [piece(sim, sdkfileid)["errcode"] for _ in range(2)] == [10001, 0]
