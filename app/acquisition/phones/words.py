"""TABLES: how verdicts, states and reasons are called on pages."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

VERDICTS: dict[str, LazyString] = {
    "good": _l("可以添加"),
    "repeated": _l("表内重复"),
    "earlier": _l("以前的名单里有"),
    "friend": _l("已是客户"),
    "blocked": _l("勿扰号码"),
    "bad": _l("号码有误"),
}
TONES = {
    "good": "good",
    "repeated": "neutral",
    "earlier": "neutral",
    "friend": "accent",
    "blocked": "warn",
    "bad": "bad",
}
WHY: dict[str, LazyString] = {
    "empty": _l("没有填手机号"),
    "scientific": _l("被表格软件变成了科学计数法，请把这一列设为文本再导出"),
    "letters": _l("含有数字以外的字符"),
    "short": _l("位数不够"),
    "long": _l("位数太多"),
    "invalid": _l("不是有效的手机号"),
    "landline": _l("不是手机号，加不了微信"),
}
STATES: dict[str, LazyString] = {
    "open": _l("待分配"),
    "given": _l("待申请"),
    "asked": _l("等待通过"),
    "added": _l("已通过"),
    "failed": _l("无法添加"),
    "friend": _l("原本就是客户"),
    "left": _l("未导入"),
}
STATE_TONES = {
    "open": "warn",
    "given": "neutral",
    "asked": "accent",
    "added": "good",
    "failed": "bad",
    "friend": "neutral",
    "left": "neutral",
}
REASONS: dict[str, LazyString] = {
    "nobody": _l("搜不到这个号码"),
    "closed": _l("对方设置了不能通过手机号添加"),
    "stranger": _l("不是要找的人"),
    "refused": _l("对方明确表示不要联系"),
}
ENDINGS: dict[str, LazyString] = {
    "added": _l("已通过"),
    "elsewhere": _l("同事先加上了"),
    "friend": _l("原本就是客户"),
    "failed": _l("无法添加"),
    "reclaimed": _l("到期收回"),
    "moved": _l("重新分配"),
    "closed": _l("名单结束"),
}


def verdict_words(verdict: str, why: str, told: str, staff: Mapping[str, str]) -> str:
    """Why a row is not good, in one sentence; empty for a good one."""
    sentences = {
        "bad": lambda: str(WHY[why]),
        "repeated": lambda: _("和第 %(row)s 行相同", row=told),
        "earlier": lambda: _("名单「%(name)s」里已有", name=told),
        "friend": lambda: _("已是 %(member)s 的客户", member=staff.get(told, told)),
        "blocked": lambda: _("在勿扰名单里"),
    }
    return sentences[verdict]() if verdict in sentences else ""
