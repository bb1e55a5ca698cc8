"""TABLE: every number of the statistics: what it is called, what it counts, and by which rule.

A page's number and the rows behind it are asked by one and the same condition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, and_, exists, true
from sqlalchemy.orm import aliased

from app.attribution.models import Arrival
from app.leads.models import Lead
from app.outbox.models import OutboxCommand

Welcome = aliased(OutboxCommand)
HalfWelcome = aliased(OutboxCommand)


def said(command: type[OutboxCommand]) -> ColumnElement[bool]:
    """That a command is a welcome to which WeCom said yes."""
    return and_(command.kind == "SendWelcome", command.state == "done")


def _welcomed(_today: date) -> ColumnElement[bool]:
    half = exists().where(HalfWelcome.event_id == Arrival.half_event_id, said(HalfWelcome))
    return Welcome.id.is_not(None) | (Arrival.half_event_id.is_not(None) & half)


def _due(days: int) -> Callable[[date], ColumnElement[bool]]:
    """The last day that must be over is over."""
    return lambda today: Arrival.added_on < today - timedelta(days=days)


def _kept(days: int) -> Callable[[date], ColumnElement[bool]]:
    return lambda today: and_(
        _due(days)(today),
        Arrival.ended_on.is_(None) | (Arrival.ended_on > Arrival.added_on + days),
    )


@dataclass(frozen=True)
class Metric:
    """A number: `of` is the one that it is a share of; `is_loss` counts by the day of the end."""

    name: str
    label: LazyString
    rule: LazyString
    counts: Callable[[date], ColumnElement[bool]]  # given the corp's today
    of: str = ""
    is_loss: bool = False
    is_hidden: bool = False  # only the whole of which another is a share


METRICS: tuple[Metric, ...] = (
    Metric(
        "adds",
        _l("添加人次"),
        _l(
            "扫码后成为好友的次数，记在添加当天。企业微信不通知「扫了码但没添加」，所以这里没有单独的扫码数。客户流失后再次扫码添加，算新的一次；还是好友时重复扫码不算；添加第二位成员，另算一次。成员尚未通过的添加不算，通过后记在通过当天。"
        ),
        lambda _today: true(),
    ),
    Metric(
        "firsts",
        _l("新客户"),
        _l(
            "添加中，客户第一次来到本企业的次数：再次添加、添加第二位成员都不算，每位客户只算一次。"
        ),
        lambda _today: Arrival.is_first.is_(True),
        of="adds",
    ),
    Metric(
        "losses",
        _l("流失"),
        _l(
            "这些天里结束的好友关系，无论是哪天添加的、由哪一方删除，记在结束当天，归到当初添加的渠道和成员。没收到删除通知、但客户又添加了的，按再次添加的那天算流失。"
        ),
        lambda _today: true(),
        is_loss=True,
    ),
    Metric(
        "welcomed",
        _l("已欢迎"),
        _l("添加中，企业微信确认欢迎语已发出的次数。"),
        _welcomed,
        of="adds",
    ),
    Metric(
        "replied",
        _l("已回复"),
        _l(
            "添加中，客户后来给这位成员发过消息的有几次；以会话存档为准，没有开通会话存档的成员总是 0。"
        ),
        lambda _today: Arrival.replied_at.is_not(None),
        of="adds",
    ),
    Metric("due1", _l("满 1 天"), _l("添加中，次日已经过完的次数。"), _due(1), is_hidden=True),
    Metric(
        "kept1",
        _l("次日留存"),
        _l("添加的次日结束时仍是好友的次数；比例的分母只含次日已经过完的添加。"),
        _kept(1),
        of="due1",
    ),
    Metric("due7", _l("满 7 天"), _l("添加中，第 7 天已经过完的次数。"), _due(7), is_hidden=True),
    Metric(
        "kept7",
        _l("7 日留存"),
        _l("添加后第 7 天结束时仍是好友的次数；比例的分母只含第 7 天已经过完的添加。"),
        _kept(7),
        of="due7",
    ),
    Metric(
        "leads",
        _l("商机"),
        _l(
            "添加中，后来成为商机的客户数。一位客户只有一条商机，记在他第一次添加的渠道、成员和日期上。"
        ),
        lambda _today: Lead.id.is_not(None),
        of="adds",
    ),
    Metric(
        "won",
        _l("赢单"),
        _l("上述商机中，现在处于「赢单」阶段的数量；阶段改回去就不再计入。"),
        lambda _today: and_(Lead.id.is_not(None), Lead.stage == "won"),
        of="adds",
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}
SHOWN = tuple(metric for metric in METRICS if not metric.is_hidden)
FUNNEL = tuple(
    BY_NAME[name] for name in ("adds", "welcomed", "replied", "kept1", "kept7", "leads", "won")
)
NET_LABEL = _l("净增")
NET_RULE = _l("添加减去流失：这些天里好友关系增加了多少，可能是负数。")
