"""The same customers written in pages, as the mirror does, and one by one by the ORM's merge."""

import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.mirror.bulk import OF_CONTACT, OF_FOLLOW
from app.contacts.mirror.moment import moment
from app.contacts.mirror.taking import Page, take_page
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.sightings import Sighting
from app.db import Row, reading, transaction

A_SLICE = 500
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def sightings(corp_id: str, count: int, changed: int = 0) -> list[Sighting]:
    """Customers of one member, two tags each; every `changed`-th of them with another remark."""
    return [
        Sighting(
            external_userid=f"wm{corp_id}{number:024}",
            name=f"客户{number}",
            avatar=f"/avatar/{number}",
            gender=1 + number % 2,
            type=1,
            corp_name="",
            userid="lina",
            remark=f"备注{number}" + ("新" if changed and number % changed == 0 else ""),
            description="",
            mobiles="",
            state="expo",
            add_way=1,
            followed_at=SINCE,
            tag_ids=frozenset({"etA", "etB"}),
        )
        for number in range(count)
    ]


def by_pages(corp_id: str, seen: list[Sighting]) -> float:
    """Seconds that the mirror takes for them."""
    began = time.perf_counter()
    for start in range(0, len(seen), A_SLICE):
        with reading() as session:
            since = moment(session)
        take_page(Page(corp_id, "lina", seen[start : start + A_SLICE], SINCE, since))
    return time.perf_counter() - began


def by_merge(corp_id: str, seen: list[Sighting]) -> float:
    """Seconds for the usual way: find each row's id by its key, merge, commit as often as we do."""
    began = time.perf_counter()
    for start in range(0, len(seen), A_SLICE):
        with transaction() as session:
            for one in seen[start : start + A_SLICE]:
                merge(session, corp_id, one)
    return time.perf_counter() - began


def merge(session: Session, corp_id: str, seen: Sighting) -> None:
    """One customer with the follow and its tags."""
    contact = {name: getattr(seen, name) for name in OF_CONTACT}
    key = {"corp_id": corp_id, "external_userid": seen.external_userid}
    _merge(session, ExternalContact, key, {**contact, "mirrored_at": SINCE})
    follow = {name: getattr(seen, name) for name in OF_FOLLOW}
    key = {**key, "userid": seen.userid}
    follow_id = _merge(session, Follow, key, {**follow, "mirrored_at": SINCE})
    for tag_id in seen.tag_ids:
        tag = {"corp_id": corp_id, "follow_id": follow_id, "tag_id": tag_id}
        _merge(session, FollowTag, tag, {"marked_at": SINCE})


def _merge(session: Session, model: type[Row], key: dict[str, Any], values: dict[str, Any]) -> int:
    table: Any = model
    found = session.scalar(select(table.id).filter_by(**key))
    row = session.merge(model(id=found, **{**key, **values}))
    session.flush()
    return row.id
