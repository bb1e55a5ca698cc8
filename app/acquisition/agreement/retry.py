"""Every minute: what WeCom has not agreed to and may agree to now is tried again."""

from sqlalchemy import and_, or_, select

from app.acquisition.agreement.rows import AgreedRow
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.publishing import publish as publish_group_code
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.publishing import publish as publish_link
from app.clock import now
from app.corps.models import Corp
from app.db import reading

PUBLISHED = ((AcquisitionLink, publish_link), (GroupCode, publish_group_code))
MOST = 50  # of a kind in one turn; the others have theirs a minute later


def retry_doors(corp_row_id: int) -> int:
    """Returns how many rows were tried. Nothing differs: WeCom is asked nothing."""
    with reading() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
    tried = 0
    for kind, publish in PUBLISHED:
        for row_id in waiting(kind, corp_id):
            publish(row_id)
            tried += 1
    return tried


def waiting(kind: type[AgreedRow], corp_id: str) -> list[int]:
    """Rows whose rest is over, and those that nobody came to speak about."""
    unspoken = kind.errcode.is_(None) & kind.error.is_(None)
    with reading() as session:
        found = session.scalars(
            select(kind.id)
            .where(
                kind.corp_id == corp_id,
                or_(kind.retry_at <= now(), and_(kind.pushed_version < kind.version, unspoken)),
            )
            .order_by(kind.retry_at.nulls_first(), kind.id)
            .limit(MOST)
        )
        return list(found)
