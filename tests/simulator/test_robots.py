"""Group robots: a key is enough to speak, twenty times a minute, with what the robot itself has."""

from base64 import b64encode
from hashlib import md5

from tests.simulator import wecom_samples
from tests.simulator.cards import BUTTONS, NEWS, TEXT
from tests.simulator.uploads import GIF, PNG, VOICE, medium, upload

HELLO = {"msgtype": "text", "text": {"content": "早"}}


def add(sim):
    told = sim.order("robots/add", name="晨报")
    assert told["ok"]
    return told["key"]


def speak(sim, key, **body):
    where = f"{sim.base}/cgi-bin/webhook/send"
    return sim.http.post(where, params={"key": key}, json=body, timeout=9).json()


def said(sim):
    (robot,) = sim.see("robots")["robots"]
    return [message["msgtype"] for message in robot["messages"]]


def test_whoever_has_the_webhook_speaks(sim):
    told = sim.order("robots/add")
    assert sim.http.post(told["webhook"], json=HELLO).json()["errcode"] == 0
    assert said(sim) == ["text"]


def test_a_robot_that_is_off_or_gone(sim):
    key = add(sim)
    assert speak(sim, "unknown", **HELLO)["errcode"] == 93000
    assert sim.order("robots/disable", key=key)["ok"]
    assert speak(sim, key, **HELLO)["errcode"] == 93004
    assert sim.order("robots/disable", key=key, enabled=True)["ok"]
    assert speak(sim, key, **HELLO)["errcode"] == 0
    assert sim.order("robots/remove", key=key)["ok"]
    assert speak(sim, key, **HELLO)["errcode"] == 93000
    assert sim.order("robots/remove", key=key)["ok"] is False


def test_twenty_messages_a_minute_for_each_robot(sim):
    key, other = add(sim), add(sim)
    assert [speak(sim, key, **HELLO)["errcode"] for _ in range(21)] == [0] * 20 + [45009]
    assert speak(sim, other, **HELLO)["errcode"] == 0
    sim.pass_time(59)
    assert speak(sim, key, **HELLO)["errcode"] == 45009
    sim.pass_time(1)
    assert speak(sim, key, **HELLO)["errcode"] == 0


def picture(content=PNG, **fields):
    digest = md5(content).hexdigest()
    return {"base64": b64encode(content).decode(), "md5": digest, **fields}


def test_what_a_robot_says(sim):
    key = add(sim)
    link = {"title": "晨报", "url": "https://example.com"}
    file = upload(sim, "webhook/upload_media", GIF, key=key, type="file")["media_id"]
    voice = upload(sim, "webhook/upload_media", VOICE, key=key, type="voice")["media_id"]
    cases = [
        ("text", {"content": "早", "mentioned_list": ["lina", "@all"]}, 0),
        ("text", {"content": ""}, 44004),
        ("text", {"content": "长" * 683}, 45002),
        ("markdown", {"content": "长" * 1365}, 0),
        ("markdown", {"content": "长" * 1366}, 45002),
        ("markdown_v2", {"content": "# 早"}, 0),
        ("image", picture(), 0),
        ("image", picture(md5="0" * 32), 301019),
        ("image", picture(GIF), 40123),
        ("image", picture(base64="不是"), 40058),
        ("news", {"articles": [link] * 8}, 0),
        ("news", {"articles": [link] * 9}, 45008),
        ("file", {"media_id": file}, 0),
        ("voice", {"media_id": voice}, 0),
        ("file", {"media_id": voice}, 40007),
        ("template_card", TEXT, 0),
        ("template_card", NEWS, 0),
        ("template_card", BUTTONS, 42031),
        ("textcard", link, 40008),
    ]
    told = [(t, part, speak(sim, key, msgtype=t, **{t: part})["errcode"]) for t, part, _ in cases]
    assert told == cases


def test_what_a_robot_uploads_is_its_own(sim):
    key, other = add(sim), add(sim)
    mine = upload(sim, "webhook/upload_media", GIF, key=key, type="file")["media_id"]
    apps = medium(sim, "file")
    for speaker, media_id, errcode in ((key, mine, 0), (other, mine, 40007), (key, apps, 40007)):
        told = speak(sim, speaker, msgtype="file", file={"media_id": media_id})
        assert told["errcode"] == errcode
    message = {"msgtype": "file", "file": {"media_id": mine}}
    assert sim.say("message/send", touser="lina", agentid=1000002, **message)["errcode"] == 40007


def test_uploads_that_are_refused(sim):
    key = add(sim)
    cases = [("image", PNG, 40004), ("voice", PNG, 301016), ("file", b"tiny!", 44001)]
    told = [
        (kind, content, upload(sim, "webhook/upload_media", content, key=key, type=kind)["errcode"])
        for kind, content, _ in cases
    ]
    assert told == cases


@wecom_samples.wanted
def test_the_published_request_is_taken(sim):
    body = wecom_samples.sample("api/webhook.send.request.gowecom.json")
    assert speak(sim, add(sim), **body) == {"errcode": 0, "errmsg": "ok"}
