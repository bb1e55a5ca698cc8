"""Live codes as rows: what we want, before WeCom hears of it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.acquisition.models import Channel, ContactWay
from app.clock import now
from app.outreach.welcomes import set_welcome
from app.tagging.channel_rules import set_tags_for_state


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Everything that a person decides about a live code."""

    name: str
    userids: list[str]
    source: str = ""
    remark_template: str = ""
    skip_verify: bool = True
    tag_ids: list[str]
    text: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)
    windows: list[dict[str, Any]] | None = None  # None: as they stand


def code_of_state(session: Session, corp_id: str, state: str) -> ContactWay:
    """The live code that carries `state`."""
    return session.scalars(
        select(ContactWay)
        .join(ContactWay.channel)
        .where(Channel.corp_id == corp_id, Channel.state == state)
        .options(joinedload(ContactWay.channel))
    ).one()


def add_code(
    session: Session, corp_id: str, state: str, wanted: Wanted, *, made_by: str
) -> ContactWay:
    """Keep a new live code; `publish` then brings it to WeCom.

    A form sent twice, even in the same instant, is one code.
    """
    values = {"corp_id": corp_id, "state": state, "name": wanted.name}
    mine = insert(Channel).values(values).on_conflict_do_nothing().returning(Channel.id)
    channel_id = session.scalar(mine)
    if channel_id is None:
        return code_of_state(session, corp_id, state)
    way = ContactWay(corp_id=corp_id, channel_id=channel_id, userids=[], made_by=made_by, version=0)
    session.add(way)
    session.flush()
    change_code(session, way, wanted)
    return way


def change_code(session: Session, way: ContactWay, wanted: Wanted) -> None:
    """Let a live code be as `wanted`; its state, and so its history, stays."""
    channel = way.channel
    before = (channel.name, way.userids, way.skip_verify)
    if way.version == 0 or before != (wanted.name, wanted.userids, wanted.skip_verify):
        way.version += 1
    way.userids, way.skip_verify = wanted.userids, wanted.skip_verify
    channel.name, channel.source = wanted.name, wanted.source
    channel.remark_template = wanted.remark_template
    set_tags_for_state(session, way.corp_id, channel.state, wanted.name, wanted.tag_ids)
    set_welcome(
        session,
        way.corp_id,
        channel.state,
        name=wanted.name,
        text=wanted.text,
        attachments=wanted.attachments,
        windows=wanted.windows,
    )


def stop_code(way: ContactWay) -> None:
    """Take a live code away; what customers brought through it stays."""
    if way.stopped_at is None:
        way.stopped_at = now()
        way.version += 1
