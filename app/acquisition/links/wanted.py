"""Acquisition links as rows: what we want, before WeCom hears of it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.acquisition.links.models import AcquisitionLink, LinkPlacement
from app.acquisition.models import Channel
from app.clock import now
from app.outreach.welcomes import set_welcome
from app.sop.channels import set_sops_for_state
from app.tagging.channel_rules import set_tags_for_state

MOST_CHANNEL = 64  # bytes of customer_channel; WeCom cuts off what is longer


@dataclass(frozen=True, kw_only=True)
class WantedLink:
    """Everything that a person decides about a link; its placements share all but their name."""

    name: str
    userids: list[str]
    department_ids: list[int]
    skip_verify: bool = True
    source: str = ""
    remark_template: str = ""
    tag_ids: list[str]
    description: str = ""
    sop_ids: list[int] | None = None  # None: as they are
    text: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)
    windows: list[dict[str, Any]] | None = None  # None: as they stand


def add_link(
    session: Session, corp_id: str, state: str, wanted: WantedLink, *, made_by: str
) -> AcquisitionLink:
    """Keep a new link with its first placement; `publish` then brings it to WeCom.

    A form sent twice, even in the same instant, is one link: `state` is its key.
    """
    values = {
        "corp_id": corp_id,
        "form_key": state,
        "name": wanted.name,
        "userids": wanted.userids,
        "department_ids": wanted.department_ids,
        "skip_verify": wanted.skip_verify,
        "made_by": made_by,
    }
    mine = insert(AcquisitionLink).values(values).on_conflict_do_nothing()
    link_row_id = session.scalar(mine.returning(AcquisitionLink.id))
    if link_row_id is None:
        same = (AcquisitionLink.corp_id == corp_id, AcquisitionLink.form_key == state)
        return session.scalars(select(AcquisitionLink).where(*same)).one()
    link = session.get_one(AcquisitionLink, link_row_id)
    add_placement(session, link, state, "", wanted)
    return link


def add_placement(
    session: Session, link: AcquisitionLink, state: str, name: str, wanted: WantedLink
) -> None:
    """One more place for a link: a channel of its own, once."""
    values = {"corp_id": link.corp_id, "state": state, "name": called(link.name, name)}
    mine = insert(Channel).values(values).on_conflict_do_nothing().returning(Channel.id)
    channel_id = session.scalar(mine)
    if channel_id is None:
        return
    placement = LinkPlacement(corp_id=link.corp_id, channel_id=channel_id, name=name)
    link.placements.append(placement)
    session.flush()
    dress(session, placement, wanted)


def change_link(session: Session, link: AcquisitionLink, wanted: WantedLink) -> None:
    """Let a link be as `wanted`; its address and its placements stay."""
    before = (link.name, link.userids, link.department_ids, link.skip_verify)
    after = (wanted.name, wanted.userids, wanted.department_ids, wanted.skip_verify)
    # a link that brings nobody is said again even unchanged: its members may be back
    if before != after or link.failed_at is not None:
        link.version += 1
    link.name, link.userids, link.department_ids, link.skip_verify = after
    for placement in link.placements:
        dress(session, placement, wanted)


def dress(session: Session, placement: LinkPlacement, wanted: WantedLink) -> None:
    """Give the placement's channel its name, its source, its words, its tags, its SOPs and its
    welcome: who comes by a link is met as who scans a live code."""
    channel = placement.channel
    channel.name = called(wanted.name, placement.name)
    channel.source, channel.remark_template = wanted.source, wanted.remark_template
    channel.description = wanted.description
    corp_id, state = channel.corp_id, channel.state
    set_tags_for_state(session, corp_id, state, channel.name, wanted.tag_ids)
    if wanted.sop_ids is not None:
        set_sops_for_state(session, corp_id, state, wanted.sop_ids)
    set_welcome(
        session,
        corp_id,
        state,
        name=channel.name,
        text=wanted.text,
        attachments=wanted.attachments,
        windows=wanted.windows,
    )


def called(link_name: str, placement_name: str) -> str:
    """What the channel of a placement is called."""
    return f"{link_name} · {placement_name}" if placement_name else link_name


def stop_link(link: AcquisitionLink) -> None:
    """Take a link away; what customers brought through it stays."""
    if link.stopped_at is None:
        link.stopped_at, link.ended_by = now(), "us"
        link.version += 1


def address(link: AcquisitionLink, state: str) -> str:
    """The address of a placement: what stands in customer_channel comes back as `state`."""
    joint = "&" if "?" in link.url else "?"
    return f"{link.url}{joint}customer_channel={state}" if link.url else ""


def link_row(session: Session, corp_id: str, link_row_id: int) -> AcquisitionLink | None:
    """One link of this corp with its placements."""
    return (
        session.scalars(
            select(AcquisitionLink)
            .where(AcquisitionLink.corp_id == corp_id, AcquisitionLink.id == link_row_id)
            .options(joinedload(AcquisitionLink.placements).joinedload(LinkPlacement.channel))
        )
        .unique()
        .one_or_none()
    )
