"""TABLE: every msgtype of the archive, under which key its payload stands and what is in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bots.simulator.clock import CHINA
from bots.simulator.models import Json


@dataclass(frozen=True)
class Kind:
    """How a message of this msgtype differs from others."""

    example: Callable[[int], Json]  # at a moment in seconds
    key: str = ""  # of the payload, where it is not the msgtype
    file: str = ""  # the field that says how large its file is; "-": it has a file without one
    beside: str = ""  # an id that stands beside the payload; such messages have no roomid


def _record(now: int) -> Json:
    said = json.dumps({"content": "转发的一句"}, ensure_ascii=False)
    line = {"type": "ChatRecordText", "msgtime": now - 60, "content": said}
    return {"title": "群聊", "item": [{**line, "from_chatroom": False}]}


def _form(now: int) -> Json:
    asked = ((1, "姓名", "Text"), (2, "人数", "Number"), (3, "日期", "Date"), (4, "时间", "Time"))
    details = [{"id": number, "ques": ques, "type": kind} for number, ques, kind in asked]
    written = datetime.fromtimestamp(now, CHINA).strftime("%Y-%m-%d %H:%M:%S")
    said = {"room_name": "课程群", "creator": "lina", "create_time": written}
    return {**said, "title": "报名表", "details": details}


def _call(now: int) -> Json:
    shown = {"filename": "课件.docx", "demooperator": "lina"}
    spans = {"starttime": now - 40, "endtime": now - 30}
    shared = {"share": "lina", "starttime": now - 20, "endtime": now - 10}
    files = {"demofiledata": [{**shown, **spans}], "sharescreendata": [shared]}
    return {"endtime": now, **files}


def _meeting(now: int) -> Json:
    times = {"starttime": now + 600, "endtime": now + 4200}
    place = {"address": "三号会议室", "remarks": ""}
    return {
        "topic": "周会",
        **times,
        **place,
        # larger than 2⁵³ and than a signed number of 64 bits: the real ones are
        "meetingtype": 102,
        "meetingid": 11101571002822706744,
        "status": 1,
    }


def _calendar(now: int) -> Json:
    who = {"creatorname": "lina", "attendeename": ["zhaolei"]}
    times = {"starttime": now + 3600, "endtime": now + 7200}
    return {"title": "复盘", **who, **times, "place": "", "remarks": ""}


MIXED_TEXT = {"type": "text", "content": json.dumps({"content": "图文"}, ensure_ascii=False)}
RED_PACKET = {"type": 1, "wish": "恭喜发财", "totalcnt": 2, "totalamount": 2000}
ARTICLE = {"title": "开课通知", "description": "本周六", "url": "https://example.com/kc"}
PLACE = {"longitude": 116.586285899, "latitude": 39.911125799, "address": "北京市", "title": "校区"}

KINDS: dict[str, Kind] = {
    "text": Kind(lambda _: {"content": "你好"}),
    "image": Kind(lambda _: {}, file="filesize"),
    "voice": Kind(lambda _: {"play_length": 10}, file="voice_size"),
    "video": Kind(lambda _: {"play_length": 30}, file="filesize"),
    "emotion": Kind(lambda _: {"type": 1, "width": 290, "height": 290}, file="imagesize"),
    "file": Kind(lambda _: {"filename": "资料.docx", "fileext": "docx"}, file="filesize"),
    "card": Kind(lambda _: {"corpname": "微信联系人", "userid": "lina"}),
    "location": Kind(lambda _: {**PLACE, "zoom": 15}),
    "link": Kind(
        lambda _: {
            "title": "课程表",
            "description": "本周的课",
            "link_url": "https://example.com/kc",
            "image_url": "https://example.com/kc.png",
        }
    ),
    "weapp": Kind(
        lambda _: {"title": "报名", "description": "", "username": "x@app", "displayname": "报名"}
    ),
    "chatrecord": Kind(_record),
    "todo": Kind(lambda _: {"title": "来源", "content": "回电话"}),
    "vote": Kind(
        lambda now: {
            "votetitle": "哪天上课",
            "voteitem": ["周六", "周日"],
            "votetype": 101,
            "voteid": str(now),
        }
    ),
    "collect": Kind(_form),
    "redpacket": Kind(lambda _: dict(RED_PACKET)),
    "external_redpacket": Kind(lambda _: dict(RED_PACKET), key="redpacket"),
    "meeting": Kind(_meeting),
    "docmsg": Kind(
        lambda _: {"title": "报价", "doc_creator": "lina", "link_url": "https://example.com/doc"},
        key="doc",
    ),
    "markdown": Kind(lambda _: {"content": "**请查看**"}, key="info"),
    "news": Kind(lambda _: {"item": [{**ARTICLE, "picurl": ""}]}, key="info"),
    "calendar": Kind(_calendar),
    "mixed": Kind(lambda _: {"item": [MIXED_TEXT]}),  # an image joins it, see acts
    "meeting_voice_call": Kind(_call, file="-", beside="voiceid"),
    "voip_doc_share": Kind(lambda _: {"filename": "课件.pdf"}, file="filesize", beside="voipid"),
    "sphfeed": Kind(lambda _: {"feed_type": 4, "sph_name": "视频号", "feed_desc": "一条动态"}),
    "voiptext": Kind(lambda _: {"callduration": 9, "invitetype": 2}, key="info"),
    "qydiskfile": Kind(lambda _: {"filename": "报价.xlsx"}, key="info"),
}
