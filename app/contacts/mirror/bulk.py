"""Writing many new customers with their follows and tags: one statement for each table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, cast, column, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.sightings import Sighting
from app.db import Row

OF_CONTACT = ("external_userid", "name", "avatar", "gender", "type", "corp_name")
OF_FOLLOW = (
    *("userid", "external_userid", "remark", "description", "mobiles"),
    *("state", "add_way", "followed_at"),
)


def bring_contacts(
    session: Session, corp_id: str, seen: Sequence[Sighting], asked_at: datetime
) -> None:
    """Customers whom nobody knew."""
    columns = {name: [getattr(one, name) for one in seen] for name in OF_CONTACT}
    session.execute(insert_all(ExternalContact, columns, corp_id=corp_id, mirrored_at=asked_at))


def bring_follows(
    session: Session, corp_id: str, seen: Sequence[Sighting], asked_at: datetime
) -> None:
    """Follows of known customers that nobody knew, with their tags."""
    columns = {name: [getattr(one, name) for one in seen] for name in OF_FOLLOW}
    same = {"is_confirmed": True, "absences": 0, "mirrored_at": asked_at}
    statement = insert_all(Follow, columns, corp_id=corp_id, **same)
    rows = session.execute(statement.returning(Follow.userid, Follow.external_userid, Follow.id))
    by_pair = {(row.userid, row.external_userid): row.id for row in rows}
    pairs = [
        (by_pair[one.userid, one.external_userid], tag_id)
        for one in seen
        for tag_id in sorted(one.tag_ids)
        if (one.userid, one.external_userid) in by_pair
    ]
    if pairs:
        tags = {"follow_id": [pair[0] for pair in pairs], "tag_id": [pair[1] for pair in pairs]}
        session.execute(insert_all(FollowTag, tags, corp_id=corp_id, marked_at=asked_at))


def insert_all(model: type[Row], columns: Mapping[str, list[Any]], **same: object) -> Insert:
    """Insert rows given by their columns, and what is the `same` in all; those that are there
    already stay as they are. Arrays, not values: the statement is the same for any number."""
    table: Any = model.__table__
    arrays = (cast(values, ARRAY(table.c[name].type)) for name, values in columns.items())
    rows = func.unnest(*arrays).table_valued(*(column(name) for name in columns)).render_derived()
    constant = {"created_at": now(), **same}
    values = [literal(value, table.c[name].type) for name, value in constant.items()]
    chosen = select(*(rows.c[name] for name in columns), *values)
    return insert(table).from_select([*columns, *constant], chosen).on_conflict_do_nothing()
