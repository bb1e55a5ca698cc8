"""Every kind of message to members: what published samples send is taken, what breaks is not."""

from typing import Any

from tests.simulator import wecom_samples
from tests.simulator.uploads import medium
from tests.simulator.wecom_samples import sample

LINK = {"title": "晚间班开放", "url": "https://example.com"}
PLACES = {"thumb_media_id": "image", "image": "image", "voice": "voice", "video": "video"}

# TABLE: samples that are refused, with the errcode, and why that is right
REFUSED = {
    "news_notice without card_image or image_text_area, of which the page wants one": (
        ("WxCpMessageTest.agentid.touser.msgtype.duplicate_check_interval.json", "template_card"),
        42044,
    ),
    "articles by media_id: permanent ones are gone": (
        ("WxCpMessageTest.touser.msgtype.mpnews.safe.2.json", "mpnews"),
        45008,
    ),
    "task cards gave way to template cards": (
        ("WxCpMessageTest.touser.msgtype.taskcard.json", "taskcard"),
        40008,
    ),
    "the older task cards, too": (("message.send.request.json", "interactive_taskcard"), 40008),
    "template_msg is for service providers": (
        ("message.send.request.json", "template_msg"),
        40008,
    ),
}


def with_what_is_here(value: Any, media: dict[str, str], kind: str = "file") -> Any:
    """The sample, with media and members that exist in place of its own."""
    if isinstance(value, list):
        return [with_what_is_here(one, media, kind) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, inner in value.items():
        place = PLACES.get(name, kind)
        made[name] = with_what_is_here(inner, media, place)
        if name.endswith("media_id"):
            made[name] = media[place]
        elif name == "userid":
            made[name] = "lina"
    return made


def send(sim, msgtype, part, **fields):
    body = {"touser": "lina", "agentid": 1000002, "msgtype": msgtype, msgtype: part}
    return sim.say("message/send", **body, **fields)


@wecom_samples.wanted
def test_published_messages_are_taken_kind_by_kind(sim):
    media = {kind: medium(sim, kind) for kind in ("image", "voice", "video", "file")}
    told: dict[tuple[str, str], int] = {}
    taken = set()
    for name in wecom_samples.names("api", "WxCpMessageTest.*", "message.send.request*"):
        content = sample(name)
        parts = {kind: part for kind, part in content.items() if isinstance(part, dict)}
        for kind, part in with_what_is_here(parts, media).items():
            if "task_id" in part:
                part["task_id"] = f"task-{len(told)}"
            told[name.removeprefix("api/"), kind] = send(sim, kind, part)["errcode"]
            taken.add(kind)
    assert {at: errcode for at, errcode in told.items() if errcode} == dict(REFUSED.values())
    assert len(taken) == 14


@wecom_samples.wanted
def test_the_answer_has_the_fields_and_types_of_the_samples(sim):
    wanted = wecom_samples.types(sample("api/message.send.response.json"))
    told = wecom_samples.types(send(sim, "text", {"content": "去跟进"}))
    # response_code comes with cards that answer, and with nothing else
    assert {**told, "response_code": "str"} == wanted


def test_media_of_another_type_is_refused(sim):
    image = {"media_id": medium(sim, "image")}
    kinds = ("image", "voice", "video", "file")
    told = {kind: send(sim, kind, image)["errcode"] for kind in kinds}
    assert told == {"image": 0, "voice": 40007, "video": 40007, "file": 0}


def test_what_is_too_much_or_missing(sim):
    thumb = {"title": "周报", "thumb_media_id": medium(sim), "content": "<p>全文</p>"}
    notice = {"appid": "wx1", "title": "会议室预订成功"}
    cases = [
        ("news", {"articles": []}, 45008),
        ("news", {"articles": [LINK] * 9}, 45008),
        ("news", {"articles": [{**LINK, "title": ""}]}, 41016),
        ("news", {"articles": [{"title": "无处可去"}]}, 41010),
        ("news", {"articles": [{"title": "小程序", "appid": "wx1", "pagepath": "a.html"}]}, 0),
        ("news", {"articles": [{**LINK, "description": "长" * 171}]}, 45002),
        ("mpnews", {"articles": [thumb]}, 0),
        ("mpnews", {"articles": [{**thumb, "author": "作" * 22}]}, 45032),
        ("mpnews", {"articles": [{**thumb, "content": ""}]}, 44004),
        ("mpnews", {"articles": [{**thumb, "thumb_media_id": "M"}]}, 40007),
        ("image", {}, 41006),
        ("textcard", {"title": "任务", "description": "三位", "url": ""}, 41010),
        ("textcard", {"title": "", "description": "三位", "url": "u"}, 41016),
        ("textcard", {"title": "任务", "description": "", "url": "u"}, 41033),
        ("textcard", {"title": "任" * 43, "description": "三位", "url": "u"}, 45002),
        ("markdown", {"content": "长" * 683}, 45002),
        ("miniprogram_notice", {**notice, "content_item": [{"key": "k", "value": "v"}]}, 0),
        ("miniprogram_notice", {**notice, "content_item": [{"key": "k", "value": ""}]}, 40063),
        ("miniprogram_notice", {**notice, "title": "长" * 13}, 40058),
    ]
    told = [(kind, part, send(sim, kind, part)["errcode"]) for kind, part, _ in cases]
    assert told == cases


def test_confidential_messages(sim):
    words = ("text", {"content": "内部"})
    article = {"title": "周报", "thumb_media_id": medium(sim), "content": "<p>全文</p>"}
    cases = [
        (*words, "1", 0),
        (*words, 3, 40058),
        ("news", {"articles": [LINK]}, 1, 40074),
        ("mpnews", {"articles": [article]}, 2, 0),
    ]
    told = [
        (kind, part, safe, send(sim, kind, part, safe=safe)["errcode"])
        for kind, part, safe, _ in cases
    ]
    assert told == cases
