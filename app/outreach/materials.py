"""Files to send: kept by us, lent to WeCom for three days, and lent again before that ends."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.outreach.models import Material
from app.outreach.pictures import picture_type
from bots.errors import WeComError

log = logging.getLogger(__name__)

MAX_IMAGE = 2 * 1024 * 1024  # bytes
LIVES_FOR = timedelta(days=3)
RENEWED_AFTER = timedelta(hours=60)


def keep_image(session: Session, corp_id: str, filename: str, content: bytes) -> Material:
    """The material with this content, kept once a corp. Raises ValueError for a file that is
    neither JPG nor PNG, and OverflowError beyond MAX_IMAGE.
    """
    if len(content) > MAX_IMAGE:
        raise OverflowError(filename)
    content_type = picture_type(content)
    if content_type is None:
        raise ValueError(filename)
    digest = sha256(content).hexdigest()
    known = session.scalars(
        select(Material).where(Material.corp_id == corp_id, Material.sha256 == digest)
    ).one_or_none()
    if known is not None:
        return known
    material = Material(
        corp_id=corp_id,
        kind="image",
        filename=filename,
        content_type=content_type,
        content=content,
        sha256=digest,
    )
    session.add(material)
    session.flush()
    return material


def refresh_media(material_id: int) -> None:
    """Lend the file to WeCom anew unless its media_id is still fresh. A second run does nothing."""
    with reading() as session:
        material = session.get_one(Material, material_id)
    moment = now()  # before the call: we never think it younger than it is
    if material.uploaded_at and moment - material.uploaded_at < RENEWED_AFTER:
        return
    media_id = wecom(material.corp_id).upload(material.kind, material.filename, material.content)
    with transaction() as session:
        row = session.get_one(Material, material_id)
        row.media_id, row.uploaded_at = media_id, moment


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
    """The ids of a corp's files that want `refresh_media`."""
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
