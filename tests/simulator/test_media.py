"""Media: formats, sizes, parts, and who may use what for what."""

import pytest

from bots.simulator.api.media import LARGEST_PICTURE, MEGABYTE
from tests.simulator.uploads import GIF, MP4, PNG, VOICE, attachment, medium, upload

DAY = 86400


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("image", GIF, 40123),
        ("voice", PNG, 301016),
        ("video", PNG, 40004),
        ("voice", VOICE + b"0" * 2 * MEGABYTE, 45001),
        ("file", b"tiny!", 44001),
        ("poem", PNG, 40004),
        ("voice", VOICE, 0),
        ("video", MP4, 0),
        ("file", GIF, 0),
    ],
)
def test_formats_and_sizes_of_temporary_media(sim, kind, content, errcode):
    assert upload(sim, "media/upload", content, type=kind)["errcode"] == errcode


def part(sim, media_id, wanted):
    args = {"access_token": sim.token, "media_id": media_id}
    where = f"{sim.base}/cgi-bin/media/get"
    return sim.http.get(where, params=args, headers={"Range": wanted}, timeout=9)


@pytest.mark.parametrize(
    ("wanted", "got", "said"),
    [
        ("bytes=0-3", PNG[:4], f"bytes 0-3/{len(PNG)}"),
        ("bytes=4-", PNG[4:], f"bytes 4-{len(PNG) - 1}/{len(PNG)}"),
        ("bytes=-2", PNG[-2:], f"bytes {len(PNG) - 2}-{len(PNG) - 1}/{len(PNG)}"),
    ],
)
def test_a_medium_comes_in_parts(sim, wanted, got, said):
    told = upload(sim, "media/upload", PNG, type="image")
    answer = part(sim, told["media_id"], wanted)
    assert (answer.status_code, answer.content) == (206, got)
    assert answer.headers["Content-Range"] == said


def test_a_part_beyond_the_end_is_416(sim):
    told = upload(sim, "media/upload", PNG, type="image")
    answer = part(sim, told["media_id"], "bytes=9999-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(PNG)}")


def test_an_uploaded_picture_has_a_url_for_ever(sim):
    told = upload(sim, "media/uploadimg", PNG)
    assert told["errcode"] == 0
    sim.pass_time(300 * DAY)
    answer = sim.http.get(told["url"])
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    assert sim.http.get(f"{sim.base}/pic/nothing").status_code == 404


@pytest.mark.parametrize(
    ("content", "errcode"), [(GIF, 40123), (PNG[:5], 44001), (PNG + b"0" * LARGEST_PICTURE, 45001)]
)
def test_pictures_that_are_refused(sim, content, errcode):
    assert upload(sim, "media/uploadimg", content)["errcode"] == errcode


@pytest.mark.parametrize(
    ("kind", "number", "content", "errcode"),
    [
        ("image", "1", PNG, 0),
        ("video", "1", MP4, 0),
        ("image", "2", PNG, 0),
        ("video", "2", MP4, 41072),
        ("file", "1", PNG, 41072),
        ("voice", "1", VOICE, 40004),
        ("image", "3", PNG, 40058),
    ],
)
def test_attachments_are_for_moments_or_albums(sim, kind, number, content, errcode):
    args = {"media_type": kind, "attachment_type": number}
    told = upload(sim, "media/upload_attachment", content, **args)
    assert told["errcode"] == errcode
    assert errcode or isinstance(told["created_at"], int)


def test_moments_and_albums_take_only_what_was_uploaded_for_them(sim):
    kinds = {"temporary": medium(sim), "moment": attachment(sim, 1), "album": attachment(sim, 2)}
    told = {}
    for name, media_id in kinds.items():
        image = {"image": {"media_id": media_id}}
        moment = {"msgtype": "image", **image}
        album = {"attachments": [{"type": "image", **image}], "description": "课程", "price": 1}
        answers = (
            sim.say("externalcontact/add_moment_task", attachments=[moment]),
            sim.say("externalcontact/add_product_album", **album),
        )
        told[name] = [answer["errcode"] for answer in answers]
    assert told == {"temporary": [40007, 40007], "moment": [0, 41072], "album": [41072, 0]}


def test_an_attachment_is_no_temporary_medium(sim):
    args = {"media_type": "image", "attachment_type": "1"}
    told = upload(sim, "media/upload_attachment", PNG, **args)
    image = {"msgtype": "image", "image": {"media_id": told["media_id"]}}
    assert sim.say("message/send", touser="lina", agentid=1000002, **image)["errcode"] == 40007


def test_the_truth_lists_what_was_uploaded(sim):
    told = upload(sim, "media/upload", PNG, type="image")
    url = upload(sim, "media/uploadimg", PNG)["url"]
    truth = sim.see("truth")["messages"]
    assert [(m["media_id"], m["size"]) for m in truth["media"]] == [(told["media_id"], len(PNG))]
    assert truth["pictures"] == [url]


def test_high_definition_voices_are_not_simulated(sim):
    told = sim.ask("media/get/jssdk", media_id="M1")
    assert told["errcode"] == -990001
    assert "media/get/jssdk" in told["errmsg"]


def test_a_group_message_shows_only_pictures_from_uploadimg(sim):
    sim.scan(sim.code(), "an")
    url = upload(sim, "media/uploadimg", PNG)["url"]
    elsewhere = "https://example.com/a.png"
    real = "https://p.qpic.cn/pic_wework/1/a/0"
    for pic_url, errcode in ((url, 0), (real, 0), (elsewhere, 40058)):
        image = {"msgtype": "image", "image": {"pic_url": pic_url}}
        told = sim.say("externalcontact/add_msg_template", sender="lina", attachments=[image])
        assert told["errcode"] == errcode
