"""Where a page or a store leads: a live code, a group code or an acquisition link."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.acquisition.group_codes.models import GroupCode
from app.acquisition.links.models import AcquisitionLink, LinkPlacement
from app.acquisition.links.wanted import address
from app.acquisition.models import Channel, ContactWay

KINDS: dict[str, Any] = {"code": ContactWay, "group": GroupCode, "link": AcquisitionLink}


@dataclass(frozen=True)
class Target:
    """A picture to scan, or an address to tap."""

    kind: str
    picture: tuple[bytes, str] | None = None
    url: str = ""


def target_of(session: Session, corp_id: str, kind: str, row_id: int | None) -> Target | None:
    """What a visitor gets; None where it is gone or not ready."""
    if kind not in KINDS or row_id is None:
        return None
    if kind == "link":
        return _link(session, corp_id, row_id)
    model = KINDS[kind]
    row = session.scalars(
        select(model)
        .where(model.corp_id == corp_id, model.id == row_id, model.stopped_at.is_(None))
        .options(undefer(model.qr_image))
    ).one_or_none()
    if row is None or row.qr_image is None or row.qr_type is None:
        return None
    return Target(kind, picture=(row.qr_image, row.qr_type))


def _link(session: Session, corp_id: str, row_id: int) -> Target | None:
    found = session.execute(
        select(AcquisitionLink, Channel.state)
        .join(LinkPlacement, LinkPlacement.link_id == AcquisitionLink.id)
        .join(Channel, Channel.id == LinkPlacement.channel_id)
        .where(AcquisitionLink.corp_id == corp_id, AcquisitionLink.id == row_id)
        .where(AcquisitionLink.stopped_at.is_(None))
        .order_by(LinkPlacement.id)
        .limit(1)
    ).one_or_none()
    if found is None or not found[0].url:
        return None
    return Target("link", url=address(*found))


def target_choices(session: Session, corp_id: str) -> list[tuple[str, str, str]]:
    """(key, kind, name) of all that stands, the newest first; the key is kind:id."""
    found: list[tuple[str, str, str]] = []
    for kind in ("code", "group"):
        model = KINDS[kind]
        rows = session.execute(
            select(model.id, Channel.name)
            .join(Channel, Channel.id == model.channel_id)
            .where(model.corp_id == corp_id, model.stopped_at.is_(None))
            .order_by(model.id.desc())
        )
        found += [(f"{kind}:{row_id}", kind, name) for row_id, name in rows]
    links = session.execute(
        select(AcquisitionLink.id, AcquisitionLink.name)
        .where(AcquisitionLink.corp_id == corp_id, AcquisitionLink.stopped_at.is_(None))
        .order_by(AcquisitionLink.id.desc())
    )
    return found + [(f"link:{row_id}", "link", name) for row_id, name in links]


def parted(key: str) -> tuple[str, int | None]:
    """kind:id, taken apart."""
    kind, _, number = key.partition(":")
    return kind, int(number) if number.isascii() and number.isdigit() else None
