"""What the pages of group codes ask."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.acquisition.group_codes.models import GroupCode
from app.acquisition.models import Channel

IS_PUSHED = GroupCode.pushed_version == GroupCode.version
STATUSES = {
    "running": (GroupCode.stopped_at.is_(None), IS_PUSHED),
    "failed": (~IS_PUSHED,),
    "stopped": (GroupCode.stopped_at.is_not(None),),
}
# a deleted code stays in sight until WeCom has let it go
IN_SIGHT = (GroupCode.stopped_at.is_(None) | ~IS_PUSHED,)


def group_codes(corp_id: str, *, words: str, status: str) -> Select[GroupCode]:
    """The group codes that fit, the newest first; deleted ones only when asked for."""
    rows = (
        select(GroupCode)
        .join(Channel, Channel.id == GroupCode.channel_id)
        .where(GroupCode.corp_id == corp_id, *STATUSES.get(status, IN_SIGHT))
        .order_by(GroupCode.id.desc())
    )
    return rows.where(Channel.name.icontains(words, autoescape=True)) if words else rows


def group_code(session: Session, corp_id: str, code_id: int) -> GroupCode | None:
    """One group code of this corp."""
    same = (GroupCode.corp_id == corp_id, GroupCode.id == code_id)
    return session.scalars(select(GroupCode).where(*same)).one_or_none()
