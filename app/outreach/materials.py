"""Files to send: kept by us, lent to WeCom for three days, and lent again before that ends."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Select, Update, func, or_, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.outreach.models import Material
from bots.errors import WeComError

log = logging.getLogger(__name__)

LIVES_FOR = timedelta(days=3)
RENEWED_AFTER = timedelta(hours=60)
SPREAD_MINUTES = 8 * 60
LENDING_FOR = timedelta(minutes=1)  # of machine time: longer than an upload may take


def refresh_media(material_id: int) -> None:
    """Lend the file to WeCom anew unless its media_id is still fresh or somebody is just doing so.

    A second run does nothing.
    """
    with transaction() as session:
        material = claim(session, material_id)
    if material is None:
        return
    moment = now()  # before the call: we never think it younger than it is
    lent: dict[str, object] = {"lending_until": None}
    try:
        media_id = wecom(material.corp_id).upload(
            material.kind, material.filename, material.content
        )
        lent |= {"media_id": media_id, "uploaded_at": moment, "errcode": None, "error": None}
    except WeComError as error:
        lent |= {"errcode": error.errcode, "error": error.errmsg}
        raise
    finally:
        with transaction() as session:
            session.execute(_still(material).values(lent))


def _still(material: Material) -> Update:
    """Whoever has put other content in its place meanwhile has lent that: ours counts no more."""
    return update(Material).where(Material.id == material.id, Material.sha256 == material.sha256)


def claim(session: Session, material_id: int) -> Material | None:
    """The file, for us to lend; None when nothing is to be done."""
    machine = func.clock_timestamp()
    free = or_(Material.lending_until.is_(None), Material.lending_until < machine)
    material = session.scalars(
        select(Material).where(Material.id == material_id, free).with_for_update(skip_locked=True)
    ).one_or_none()
    if material is None or not is_due(material):
        return None
    session.execute(
        update(Material)
        .where(Material.id == material_id)
        .values(lending_until=machine + LENDING_FOR)
        .execution_options(synchronize_session=False)
    )
    return material


def is_due(material: Material) -> bool:
    """Whether the loan should begin anew: after 60 to 68 hours, each file at its own moment, so
    that a library that was filled in one hour is not lent again in one hour."""
    own = timedelta(minutes=int(material.sha256[:4], 16) % SPREAD_MINUTES)
    return material.uploaded_at is None or now() - material.uploaded_at >= RENEWED_AFTER + own


def refresh_stale(corp_row_id: int) -> None:
    """Lend anew all of a corp's files whose loan ends soon. One that fails keeps none back."""
    with reading() as session:
        stale = session.scalars(stale_materials(corp_row_id)).all()
    for material_id in stale:
        try:
            refresh_media(material_id)
        except WeComError as error:  # the old loan still has 12 hours: the next run tries again
            log.warning("media not renewed", extra={"material": material_id, "why": str(error)})


def stale_materials(corp_row_id: int) -> Select[int]:
    """The ids of a corp's files that may want `refresh_media`."""
    old = or_(Material.uploaded_at.is_(None), Material.uploaded_at <= now() - RENEWED_AFTER)
    mine = select(Corp.corp_id).where(Corp.id == corp_row_id).scalar_subquery()
    return select(Material.id).where(Material.corp_id == mine, old).order_by(Material.id)


def media_ids(session: Session, corp_id: str, material_ids: Iterable[int]) -> dict[int, str]:
    """material id → media_id, of those that WeCom still knows."""
    rows = session.execute(
        select(Material.id, Material.media_id).where(
            Material.corp_id == corp_id,
            Material.id.in_(list(material_ids)),
            Material.media_id.is_not(None),
            Material.uploaded_at > now() - LIVES_FOR,
        )
    )
    return {material_id: media_id for material_id, media_id in rows if media_id}
