"""Which rows were written since a moment: PostgreSQL's transaction numbers tell."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ARRAY, ColumnElement, Select, Text, any_, cast, func, literal_column, select
from sqlalchemy.orm import Session

from app.contacts.models import ExternalContact, Follow, FollowTag

ROUND = 2**32  # a row's xmin has 32 bits and goes round


def moment(session: Session) -> int:
    """Now, as PostgreSQL counts: whatever is written from here on has this number or a later one."""
    snapshot = cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text)
    return int(session.execute(select(snapshot)).scalar_one())


def written_since(
    session: Session, corp_id: str, external_userids: Iterable[str], since: int
) -> set[str]:
    """Those customers of whom some row was written since a moment. A row older than two thousand
    million transactions may be named too, which costs a question and no more."""
    wanted = cast(list(external_userids), ARRAY(Text))
    follows: Select[str] = select(Follow.external_userid).where(
        Follow.corp_id == corp_id, Follow.external_userid == any_(wanted)
    )
    tags = follows.join(FollowTag, FollowTag.follow_id == Follow.id)
    contacts = select(ExternalContact.external_userid).where(
        ExternalContact.corp_id == corp_id, ExternalContact.external_userid == any_(wanted)
    )
    found: Sequence[Select[str]] = (
        contacts.where(_is_new("external_contact", since)),
        follows.where(_is_new("follow", since)),
        tags.where(_is_new("follow_tag", since)),
    )
    return {name for statement in found for name in session.scalars(statement)}


def _is_new(table: str, since: int) -> ColumnElement[bool]:
    written: ColumnElement[int] = literal_column(f"{table}.xmin::text::bigint")
    return (written - since % ROUND + ROUND) % ROUND < ROUND // 2
