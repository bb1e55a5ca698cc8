"""What stages, follow-ups and kinds of rules are called, and which stage leads to which."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

STAGES: Mapping[str, LazyString] = {
    "new": _l("新商机"),
    "contacted": _l("已联系"),
    "negotiating": _l("洽谈中"),
    "won": _l("赢单"),
    "lost": _l("输单"),
}
TONES: Mapping[str, str] = {
    "new": "accent",
    "contacted": "neutral",
    "negotiating": "warn",
    "won": "good",
    "lost": "bad",
}
# The steps that buttons offer from each stage, the way back first.
MOVES: Mapping[str, tuple[str, ...]] = {
    "new": ("contacted", "lost"),
    "contacted": ("new", "negotiating", "lost"),
    "negotiating": ("contacted", "won", "lost"),
    "won": ("negotiating",),
    "lost": ("contacted",),
}
NOTES: Mapping[str, LazyString] = {"note": _l("备注"), "call": _l("电话"), "visit": _l("拜访")}
RULE_KINDS: Mapping[str, LazyString] = {
    "keyword": _l("消息关键词"),
    "replied": _l("及时回复"),
    "messages": _l("消息条数"),
    "channel": _l("来源渠道"),
    "tag": _l("客户标签"),
    "lost": _l("客户流失"),
}
