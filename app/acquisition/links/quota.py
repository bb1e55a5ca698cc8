"""The quota of 获客助手: asked of WeCom by the clock and after each callback about it, and kept."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.links.models import AcquisitionLink, AcquisitionQuota
from app.clock import now
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.errors import WeComError
from bots.questions import GetLinkQuota

BEIJING = ZoneInfo("Asia/Shanghai")  # WeCom's days, whatever zone the corp keeps
WECOMS_LOW = 20  # customers: below this WeCom calls it low


def refresh_quota(corp_id: str) -> bool:
    """Ask and keep; WeCom's refusal is kept beside the last known numbers. True when it answered."""
    try:
        told = figures(wecom(corp_id).ask(GetLinkQuota()))
    except WeComError as error:
        told = {"errcode": error.errcode, "error": error.errmsg}
    values = {**told, "asked_at": now()}
    with transaction() as session:
        session.execute(
            insert(AcquisitionQuota)
            .values(corp_id=corp_id, **values)
            .on_conflict_do_update(index_elements=["corp_id"], set_=values)
        )
    return values["errcode"] is None


def figures(answer: dict[str, Any]) -> dict[str, Any]:
    """The columns of an answer: what is left, and the part of it that expires first."""
    parts = [one for one in answer.get("quota_list", []) if one.get("balance")]
    first = min(parts, key=lambda one: one["expire_date"], default=None)
    return {
        "total": answer.get("total", 0),
        "balance": answer.get("balance", 0),
        "expires_on": datetime.fromtimestamp(first["expire_date"], BEIJING).date()
        if first
        else None,
        "expires_many": first["balance"] if first else None,
        "errcode": None,
        "error": None,
    }


def refresh_by_the_clock(corp_row_id: int) -> bool:
    """A corp without links is not asked about: it may not even have bought 获客助手."""
    with reading() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
        alive = (AcquisitionLink.corp_id == corp_id, AcquisitionLink.stopped_at.is_(None))
        has_links = session.scalar(select(AcquisitionLink.id).where(*alive).limit(1)) is not None
    return has_links and refresh_quota(corp_id)


def quota_of(session: Session, corp_id: str) -> AcquisitionQuota | None:
    """What WeCom said last."""
    return session.scalars(
        select(AcquisitionQuota).where(AcquisitionQuota.corp_id == corp_id)
    ).one_or_none()
