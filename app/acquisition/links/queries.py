"""What the pages of links ask."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.links.models import AcquisitionLink, LinkPlacement
from app.contacts.departments import numbered_departments
from app.contacts.queries import staff_names

STATUSES = {
    "running": (
        AcquisitionLink.stopped_at.is_(None),
        AcquisitionLink.failed_at.is_(None),
        AcquisitionLink.pushed_version == AcquisitionLink.version,
    ),
    "failed": (
        AcquisitionLink.stopped_at.is_(None),
        (AcquisitionLink.pushed_version < AcquisitionLink.version)
        | AcquisitionLink.failed_at.is_not(None),
    ),
    "stopped": (AcquisitionLink.stopped_at.is_not(None),),
}
# a deleted link stays in sight until WeCom has let it go
IN_SIGHT = (
    AcquisitionLink.stopped_at.is_(None)
    | (AcquisitionLink.pushed_version < AcquisitionLink.version),
)


def links(corp_id: str, *, words: str, status: str) -> Select[AcquisitionLink]:
    """The links that fit, the newest first; deleted ones only when asked for."""
    rows = (
        select(AcquisitionLink)
        .where(AcquisitionLink.corp_id == corp_id, *STATUSES.get(status, IN_SIGHT))
        .order_by(AcquisitionLink.id.desc())
    )
    return rows.where(AcquisitionLink.name.icontains(words, autoescape=True)) if words else rows


def placements(session: Session, link_row_ids: list[int]) -> dict[int, list[LinkPlacement]]:
    """The placements of these links, the oldest first."""
    found: dict[int, list[LinkPlacement]] = {row_id: [] for row_id in link_row_ids}
    rows = session.scalars(
        select(LinkPlacement)
        .where(LinkPlacement.link_id.in_(link_row_ids))
        .options(joinedload(LinkPlacement.channel))
        .order_by(LinkPlacement.id)
    )
    for placement in rows:
        found[placement.link_id].append(placement)
    return found


def receivers(session: Session, link: AcquisitionLink) -> list[str]:
    """Who receives the customers, as people call them."""
    names = staff_names(session, link.corp_id)
    departments = dict(numbered_departments(session, link.corp_id))
    members = [names.get(userid, userid) for userid in link.userids]
    return members + [departments.get(number, str(number)) for number in link.department_ids]
