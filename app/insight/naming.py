"""What people call members, tags, channels and versions of SOPs: one statement for all of them."""

from collections.abc import Iterable

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.contacts.models import CorpTag, Staff
from app.contacts.queries import customer_names
from app.insight.timeline import Names
from app.naming import names_by_kind
from app.sop.models import SopVersion


def names_of(session: Session, corp_id: str, customers: Iterable[str | None] = ()) -> Names:
    """The names of a corp, and of the customers that a page tells of.

    Those who have left and tags that were deleted are among them: history still names them.
    """
    version = (cast(SopVersion.id, String), cast(SopVersion.number, String))
    found = names_by_kind(
        session,
        {
            "staff": select(Staff.userid, Staff.name).where(Staff.corp_id == corp_id),
            "tags": select(CorpTag.tag_id, CorpTag.name).where(CorpTag.corp_id == corp_id),
            "channels": select(Channel.state, Channel.name).where(Channel.corp_id == corp_id),
            "versions": select(*version).where(SopVersion.corp_id == corp_id),
        },
    )
    asked = {external_userid for external_userid in customers if external_userid}
    return Names(
        found["staff"],
        found["tags"],
        found["channels"],
        customer_names(session, corp_id, asked) if asked else {},
        {int(row_id): int(number) for row_id, number in found["versions"].items()},
    )
