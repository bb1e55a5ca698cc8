"""Mirroring the tag library (企业标签库)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.models import CorpTag, TagGroup
from app.corps.wecom import wecom
from app.db import transaction
from bots.questions import GetCorpTagList

TagGroups = Sequence[Mapping[str, Any]]


def mirror_library(corp_id: str) -> int:
    """Bring groups and tags in line with WeCom. Returns how many rows were written."""
    groups = wecom(corp_id).ask(GetCorpTagList()).get("tag_group", [])
    with transaction() as session:
        return take_library(session, corp_id, groups)


def take_library(session: Session, corp_id: str, groups: TagGroups) -> int:
    """Record groups and tags. A tag that is gone stays as a name for history, marked deleted."""
    key = func.hashtextextended(f"library:{corp_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))  # one at a time, the last one wins
    alive = [group for group in groups if not group.get("deleted")]
    return _take_groups(session, corp_id, alive) + _take_tags(session, corp_id, alive)


def _take_groups(session: Session, corp_id: str, groups: TagGroups) -> int:
    rows = session.scalars(select(TagGroup).where(TagGroup.corp_id == corp_id))
    ours = {row.group_id: row for row in rows}
    for group in groups:
        group_id = group["group_id"]
        row = ours.setdefault(group_id, TagGroup(corp_id=corp_id, group_id=group_id))
        row.name, row.order = group.get("group_name", ""), group.get("order", 0)
        session.add(row)
    return _written(session, ours)


def _take_tags(session: Session, corp_id: str, groups: TagGroups) -> int:
    ours = {
        row.tag_id: row
        for row in session.scalars(select(CorpTag).where(CorpTag.corp_id == corp_id))
    }
    alive = {
        tag["id"]: (group["group_id"], tag)
        for group in groups
        for tag in group.get("tag", ())
        if not tag.get("deleted")
    }
    for tag_id, (group_id, tag) in alive.items():
        row = ours.setdefault(tag_id, CorpTag(corp_id=corp_id, tag_id=tag_id))
        row.group_id, row.name, row.order = group_id, tag.get("name", ""), tag.get("order", 0)
        row.deleted_at = None
        session.add(row)
    for tag_id, row in ours.items():
        if tag_id not in alive:
            row.deleted_at = row.deleted_at or now()
    return _written(session, ours)


def _written(session: Session, rows: Mapping[str, Any]) -> int:
    written = sum(session.is_modified(row) for row in rows.values())
    session.flush()
    return written
