"""What people call members, tags, channels and versions of SOPs: one statement for all of them."""

from collections.abc import Iterable

from sqlalchemy import Select, String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.contacts.models import CorpTag, Staff
from app.contacts.queries import customer_names
from app.insight.timeline import Names
from app.sop.models import SopVersion


def names_of(session: Session, corp_id: str, customers: Iterable[str | None] = ()) -> Names:
    """The names of a corp, and of the customers that a page tells of.

    Those who have left and tags that were deleted are among them: history still names them.
    """
    found: dict[str, dict[str, str]] = {"staff": {}, "tag": {}, "channel": {}, "version": {}}
    for kind, key, name in session.execute(union_all(*_named(corp_id))):
        found[kind][key] = name
    asked = {external_userid for external_userid in customers if external_userid}
    return Names(
        found["staff"],
        found["tag"],
        found["channel"],
        customer_names(session, corp_id, asked) if asked else {},
        {int(row_id): int(number) for row_id, number in found["version"].items()},
    )


def _named(corp_id: str) -> list[Select[str, str, str]]:
    """(kind, key, name) of everything that has a name."""
    version = (cast(SopVersion.id, String), cast(SopVersion.number, String))
    return [
        select(literal("staff"), Staff.userid, Staff.name).where(Staff.corp_id == corp_id),
        select(literal("tag"), CorpTag.tag_id, CorpTag.name).where(CorpTag.corp_id == corp_id),
        select(literal("channel"), Channel.state, Channel.name).where(Channel.corp_id == corp_id),
        select(literal("version"), *version).where(SopVersion.corp_id == corp_id),
    ]
