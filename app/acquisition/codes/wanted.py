"""Live codes as rows: what we want, before WeCom hears of it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.acquisition.models import Channel, ContactWay
from app.acquisition.schedule.changes import arrange, schedule_of
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.outreach.welcomes import set_welcome
from app.sop.channels import set_sops_for_state
from app.tagging.channel_rules import set_tags_for_state


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Everything that a person decides about a live code."""

    name: str
    userids: list[str]
    parties: list[int] = field(default_factory=list)
    source: str = ""
    remark_template: str = ""
    description: str = ""
    folder: str = ""
    skip_verify: bool = True
    is_exclusive: bool = False
    tag_ids: list[str]
    sop_ids: list[int] | None = None  # None: as they are
    text: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)
    plan: Plan | None = None  # who receives when; None: `userids`, always
    windows: list[dict[str, Any]] | None = None  # None: as they stand


def code_of_state(session: Session, corp_id: str, state: str) -> ContactWay:
    """The live code that carries `state`; the oldest, for adopted codes may share one."""
    return session.scalars(
        select(ContactWay)
        .join(ContactWay.channel)
        .where(Channel.corp_id == corp_id, Channel.state == state)
        .options(joinedload(ContactWay.channel))
        .order_by(ContactWay.id)
        .limit(1)
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
    schedule_of(session, way.id, lock=True)  # before the code itself, as workers do
    before = spoken(way)
    way.userids, way.parties = wanted.userids, wanted.parties
    way.skip_verify = wanted.skip_verify
    if way.version == 0:
        way.is_exclusive = wanted.is_exclusive  # WeCom takes it with a new code only
    channel.name, channel.source, channel.folder = wanted.name, wanted.source, wanted.folder
    channel.remark_template, channel.description = wanted.remark_template, wanted.description
    if way.version == 0 or before != spoken(way):
        way.version += 1
    if wanted.sop_ids is not None:
        set_sops_for_state(session, way.corp_id, channel.state, wanted.sop_ids)
    plan = wanted.plan or Plan(
        tuple(wanted.userids), skip_verify=wanted.skip_verify, parties=tuple(wanted.parties)
    )
    arrange(session, way, plan)
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


def spoken(way: ContactWay) -> tuple[object, ...]:
    """What of a live code WeCom is told, whoever receives by it now."""
    return (way.channel.name,)


def stop_code(way: ContactWay) -> None:
    """Take a live code away; what customers brought through it stays."""
    if way.stopped_at is None:
        way.stopped_at = now()
        way.version += 1
