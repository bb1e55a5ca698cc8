"""Messages as a page shows them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.archive.grams import pieces
from app.archive.models import ChatMessage
from app.archive.normal import speaker

EXCERPT = 40  # characters on either side of the first hit

LABELS = {
    "text": _l("文字"),
    "image": _l("图片"),
    "voice": _l("语音"),
    "video": _l("视频"),
    "file": _l("文件"),
    "link": _l("链接"),
    "weapp": _l("小程序"),
    "card": _l("名片"),
    "location": _l("位置"),
    "emotion": _l("表情"),
    "chatrecord": _l("聊天记录"),
    "mixed": _l("图文混排"),
    "markdown": _l("Markdown"),
    "news": _l("图文"),
    "todo": _l("待办"),
    "vote": _l("投票"),
    "collect": _l("填表"),
    "redpacket": _l("红包"),
    "external_redpacket": _l("红包"),
    "meeting": _l("会议"),
    "docmsg": _l("在线文档"),
    "calendar": _l("日程"),
    "meeting_voice_call": _l("会议语音"),
    "voip_doc_share": _l("通话中共享的文档"),
    "voiptext": _l("通话"),
    "sphfeed": _l("视频号"),
    "qydiskfile": _l("微盘文件"),
}
NOTICES = {
    "agree": _l("同意了会话存档"),
    "disagree": _l("不同意会话存档"),
    "revoke": _l("撤回了一条消息"),
    "switch": _l("切换了企业"),
}


@dataclass(frozen=True)
class Shown:
    """One message: `side` is staff, customer or notice; `raw` is given for types we do not know."""

    id: int
    side: str
    who: str
    at: datetime
    label: str
    text: list[tuple[str, bool]]
    is_revoked: bool
    is_asked_for: bool
    raw: str | None


def shown(
    message: ChatMessage,
    names: Mapping[str, str],
    *,
    revoked: Collection[str] = (),
    words: str = "",
    asked_for: int | None = None,
    is_excerpt: bool = False,
) -> Shown:
    """A message with names for people, and the words that were sought marked in its text."""
    is_known = message.msgtype in LABELS or message.msgtype in NOTICES
    return Shown(
        id=message.id,
        side="notice" if message.msgtype in NOTICES else speaker(message.sender),
        who=names.get(message.sender, message.sender),
        at=message.sent_at,
        label=label_of(message),
        text=pieces(excerpt(message.text, words) if is_excerpt else message.text, words),
        is_revoked=message.msgid in revoked,
        is_asked_for=message.id == asked_for,
        raw=None if is_known else json.dumps(message.body, ensure_ascii=False, indent=2),
    )


def label_of(message: ChatMessage) -> str:
    """What kind of message it is; nothing for plain text."""
    if message.msgtype == "text":
        return ""
    found = LABELS.get(message.msgtype) or NOTICES.get(message.msgtype)
    return str(found) if found else _("未收录的类型 %(msgtype)s", msgtype=message.msgtype)


def excerpt(text: str, words: str) -> str:
    """The part of a long text around the first hit."""
    before = pieces(text, words)[0][0] if words else ""
    start = max(0, len(before) - EXCERPT) if len(before) < len(text) else 0
    cut = text[start : start + 2 * EXCERPT + len(words)]
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(text) else "")
