"""Beginning a SOP: which SOPs a new customer gets, and when the first step is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.events.contacts import FollowAdded
from app.many import insert_told
from app.queue import later
from app.sop.models import Enrollment, Sop, SopVersion, Step
from app.sop.schedule import Planned, Timing, first_step, plan


def steps_of(session: Session, version_id: int) -> Sequence[Step]:
    """The steps of one version in the order of the form."""
    rows = select(Step).where(Step.version_id == version_id).order_by(Step.position)
    return session.scalars(rows).all()


def plan_of(session: Session, version_id: int, enrolled_at: datetime) -> list[Planned]:
    """What somebody enrolled at `enrolled_at` meets, and when."""
    steps = steps_of(session, version_id)
    return plan(enrolled_at, map(timing, steps), zone_of(session, steps[0].corp_id))


def timing(step: Step) -> Timing:
    """When a step says it is."""
    return Timing(step.position, step.day, step.at, step.after_minutes)


def zone_of(session: Session, corp_id: str) -> ZoneInfo:
    """The zone in which the corp lives."""
    return ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())


@dataclass(frozen=True)
class Open:
    """A published SOP that takes new customers; no `states`: whatever they came through."""

    sop_id: int
    version_id: int
    states: Sequence[str]
    steps: Sequence[Timing]


def open_sops(session: Session, corp_id: str) -> list[Open]:
    """The SOPs of a corp that are on, with their steps."""
    active = (
        select(Sop.id, SopVersion.id.label("version_id"), Sop.states)
        .join(SopVersion, (SopVersion.sop_id == Sop.id) & (SopVersion.number == Sop.version))
        .where(Sop.corp_id == corp_id, Sop.is_active, Sop.version > 0)
        .order_by(Sop.id)
    )
    return [
        Open(
            row.id,
            row.version_id,
            row.states,
            [timing(one) for one in steps_of(session, row.version_id)],
        )
        for row in session.execute(active)
    ]


def enroll(session: Session, corp_id: str, came: Sequence[tuple[FollowAdded, str]]) -> None:
    """Put pairs, who came through the `state` beside each, on the published versions of all SOPs
    that are meant for them, counted from the moment of adding.

    Once for each pair: who comes back after leaving does not go through it again.
    """
    sops = open_sops(session, corp_id)
    if not sops:
        return
    zone = zone_of(session, corp_id)
    rows = [
        begun(sop, event, zone)
        for event, state in came
        for sop in sops
        if not sop.states or state in sop.states
    ]
    for made in insert_told(session, Enrollment, rows, "id", "state", "due_at"):
        if made.state == "running" and made.due_at and made.due_at <= now():
            later(session, "jobs.sop.advance", made.id)


def begun(sop: Open, event: FollowAdded, zone: ZoneInfo) -> dict[str, Any]:
    """The row of an enrollment that begins with an event."""
    first = first_step(plan(event.happened_at, sop.steps, zone))
    return {
        "corp_id": event.corp_id,
        "sop_id": sop.sop_id,
        "version_id": sop.version_id,
        "userid": event.userid,
        "external_userid": event.external_userid,
        "event_id": event.event_id or None,
        "enrolled_at": event.happened_at,
        "position": first.position if first else 0,
        "due_at": first.due_at if first else None,
        "state": "running" if first else "finished",
        "ended_at": None if first else now(),
    }
