"""Beginning a SOP: which SOPs a new customer gets, and when the first step is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.inbox.beside import as_table
from app.inbox.models import InboxEvent
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
    ends_on_reply: bool
    steps: Sequence[Timing]

    def takes(self, state: str) -> bool:
        """Whether it is meant for those who came through this."""
        return not self.states or state in self.states


def open_sops(session: Session, corp_id: str) -> list[Open]:
    """The SOPs of a corp that are on, with their steps."""
    active = (
        select(Sop.id, SopVersion.id.label("version_id"), Sop.states, Sop.ends_on_reply)
        .join(SopVersion, (SopVersion.sop_id == Sop.id) & (SopVersion.number == Sop.version))
        .where(Sop.corp_id == corp_id, Sop.is_active, Sop.version > 0)
        .order_by(Sop.id)
    )
    return [
        Open(
            row.id,
            row.version_id,
            row.states,
            row.ends_on_reply,
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
    meant = [(sop, event) for event, state in came for sop in sops if sop.takes(state)]
    may_end = {event.event_id: event for sop, event in meant if sop.ends_on_reply}
    replied = first_replies(session, corp_id, may_end.values())
    rows = [
        begun(sop, event, zone, replied.get(event.event_id) if sop.ends_on_reply else None)
        for sop, event in meant
    ]
    for made in insert_told(session, Enrollment, rows, "id", "state", "due_at"):
        if made.state == "running" and made.due_at and made.due_at <= now():
            later(session, "jobs.sop.advance", made.id)


def first_replies(
    session: Session, corp_id: str, events: Iterable[FollowAdded]
) -> dict[int, datetime]:
    """When customers first spoke after these adds (by event_id): enrolling may have had to wait for
    the mirror, and then their words have found nothing to end."""
    adds = list(events)
    if not adds:
        return {}
    add = as_table(adds)
    spoken = (
        select(add.c.id, func.min(InboxEvent.happened_at))
        .join(
            InboxEvent,
            (InboxEvent.external_userid == add.c.external_userid)
            & (InboxEvent.userid == add.c.userid)
            & (InboxEvent.happened_at >= add.c.happened_at),
        )
        .where(InboxEvent.corp_id == corp_id, InboxEvent.name == CustomerSpoke.__name__)
        .group_by(add.c.id)
    )
    return dict(session.execute(spoken).all())


def begun(
    sop: Open, event: FollowAdded, zone: ZoneInfo, replied_at: datetime | None
) -> dict[str, Any]:
    """The row of an enrollment that begins with an event, and has ended where they replied since."""
    first = first_step(plan(event.happened_at, sop.steps, zone))
    is_over = first is not None and replied_at is not None
    return {
        "corp_id": event.corp_id,
        "sop_id": sop.sop_id,
        "version_id": sop.version_id,
        "userid": event.userid,
        "external_userid": event.external_userid,
        "event_id": event.event_id or None,
        "enrolled_at": event.happened_at,
        "position": first.position if first else 0,
        "due_at": first.due_at if first and not is_over else None,
        "state": "ended" if is_over else "running" if first else "finished",
        "ended_because": "reply" if is_over else None,
        "ended_at": replied_at if is_over else None if first else now(),
    }
