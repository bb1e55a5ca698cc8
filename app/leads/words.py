"""What stages, follow-ups and rules are called, and which stage leads to which."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.leads.qualification import Rule

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


def wanted(rule: Rule) -> str:
    """What a customer would have to do for the rule's points."""
    return WANTED[rule.kind](rule)


WANTED: Mapping[str, Callable[[Rule], str]] = {
    "keyword": lambda rule: _("消息里提到：%(words)s", words=_("、").join(rule.words)),
    "replied": lambda rule: _("添加后 %(hours)s 小时内回复", hours=rule.within_hours),
    "messages": lambda rule: _("发来 %(count)s 条消息", count=rule.at_least),
    "channel": lambda rule: _("通过指定渠道添加") if rule.states else _("通过渠道活码添加"),
    "tag": lambda rule: _("有指定标签") if rule.tag_ids else _("规则里还没有选标签"),
    "lost": lambda _rule: _("客户已没有好友关系"),
}
