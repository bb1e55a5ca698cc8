"""What we do when WeCom tells of quota that ends, and of links that fail or are gone."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.notices import notify, settle
from app.acquisition.links.quota import BEIJING, WECOMS_LOW, quota_of, refresh_quota
from app.db import transaction
from app.events.acquisition import (
    AcquisitionExpiryNeared,
    AcquisitionLinkDeleted,
    AcquisitionLinkFailed,
    AcquisitionQuotaRanLow,
    AcquisitionQuotaRanOut,
    AcquisitionQuotaRefilled,
)
from app.sentences import Sentence

QuotaEvent = (
    AcquisitionQuotaRanLow
    | AcquisitionQuotaRanOut
    | AcquisitionQuotaRefilled
    | AcquisitionExpiryNeared
)
LinkEvent = AcquisitionLinkFailed | AcquisitionLinkDeleted

LOW = Sentence("获客助手的剩余额度不足 20 个。用完后链接将不能再添加客户，请尽快购买。")
OUT = Sentence("获客助手的额度已用完，链接暂时不能添加客户。购买后会自动恢复。")


def note_quota(event: QuotaEvent) -> None:
    """Ask how much is left, and tell ops what they have to do."""
    refresh_quota(event.corp_id)
    with transaction() as session:
        if is_past(session, event):
            return
        if isinstance(event, AcquisitionQuotaRefilled):
            settle(session, event.corp_id, ("low", "out"))
        elif isinstance(event, AcquisitionExpiryNeared):
            settle(session, event.corp_id, ("expiry",))
            notify(session, event, "expiry", expiry(event))
        elif isinstance(event, AcquisitionQuotaRanOut):
            settle(session, event.corp_id, ("low",))
            notify(session, event, "out", OUT)
        else:
            notify(session, event, "low", LOW)


def is_past(session: Session, event: QuotaEvent) -> bool:
    """Whether WeCom just said that there is more again: news may come late, and twice."""
    quota = quota_of(session, event.corp_id)
    if quota is None or quota.errcode is not None or quota.balance is None:
        return False
    least = {AcquisitionQuotaRanLow: WECOMS_LOW, AcquisitionQuotaRanOut: 1}.get(type(event))
    return least is not None and quota.balance >= least


def expiry(event: AcquisitionExpiryNeared) -> Sentence:
    """How many expire, and on which day."""
    day = datetime.fromtimestamp(event.expire_time, UTC).astimezone(BEIJING).date().isoformat()
    return Sentence(
        "%(count)s 个获客额度将在 %(day)s 过期，请在此之前用完。",
        {"count": event.expire_quota_num, "day": day},
    )


def note_link(event: LinkEvent) -> None:
    """Mark the link, and tell who made it. A link of somebody else's app is not ours to mark."""
    with transaction() as session:
        link = link_of(session, event)
        if link is None or link.stopped_at is not None:
            return
        if isinstance(event, AcquisitionLinkFailed):
            link.failed_at = event.happened_at
            notify(session, event, "failed", failure(link), link)
        else:
            link.stopped_at, link.ended_by = event.happened_at, "wecom"
            link.version += 1
            link.pushed_version, link.retry_at = link.version, None
            settle(session, event.corp_id, ("failed",), link.id)
            notify(session, event, "deleted", deletion(link), link)


def link_of(session: Session, event: LinkEvent) -> AcquisitionLink | None:
    """The row of the link that an event names, locked."""
    return session.scalars(
        select(AcquisitionLink)
        .where(AcquisitionLink.corp_id == event.corp_id, AcquisitionLink.link_id == event.link_id)
        .with_for_update()
    ).one_or_none()


def failure(link: AcquisitionLink) -> Sentence:
    """Why it brings nobody, and the next step."""
    return Sentence(
        "获客链接「%(name)s」暂时不能添加客户：范围内没有可用的成员。请编辑链接，换上可用的成员。",
        {"name": link.name},
    )


def deletion(link: AcquisitionLink) -> Sentence:
    """That somebody took it away elsewhere."""
    return Sentence(
        "获客链接「%(name)s」在企业微信后台被删除了，已发出去的地址不再有效。", {"name": link.name}
    )
