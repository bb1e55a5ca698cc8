"""Beginning a SOP: which SOPs a new customer gets, and when the first step is due."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import Corp
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent
from app.queue import later
from app.sop.models import Enrollment, Sop, SopVersion, Step
from app.sop.schedule import Planned, Timing, first_step, plan


def sops_for(session: Session, corp_id: str, state: str) -> list[Sop]:
    """The active SOPs for customers who come through `state`."""
    active = select(Sop).where(Sop.corp_id == corp_id, Sop.is_active, Sop.version > 0)
    found = session.scalars(active.order_by(Sop.id))
    return [sop for sop in found if not sop.states or state in sop.states]


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


def enroll(session: Session, sop: Sop, event: FollowAdded) -> None:
    """Put the pair on the published version of `sop`, counted from the moment of adding.

    Once for each pair: who comes back after leaving does not go through it again.
    """
    version_id = session.scalars(
        select(SopVersion.id).where(SopVersion.sop_id == sop.id, SopVersion.number == sop.version)
    ).one()
    first = first_step(plan_of(session, version_id, event.happened_at))
    replied_at = first_reply_at(session, event) if first and sop.ends_on_reply else None
    values = {
        "corp_id": event.corp_id,
        "sop_id": sop.id,
        "version_id": version_id,
        "userid": event.userid,
        "external_userid": event.external_userid,
        "event_id": event.event_id or None,
        "enrolled_at": event.happened_at,
        "position": first.position if first else 0,
        "due_at": first.due_at if first else None,
        "state": "running" if first else "finished",
        "ended_at": None if first else now(),
    }
    if replied_at is not None:
        values |= {"state": "ended", "ended_because": "reply", "ended_at": replied_at}
        values["due_at"] = first = None
    enrollment_id = session.scalar(
        insert(Enrollment).values(values).on_conflict_do_nothing().returning(Enrollment.id)
    )
    if enrollment_id and first and first.due_at <= now():
        later(session, "jobs.sop.advance", enrollment_id)


def first_reply_at(session: Session, event: FollowAdded) -> datetime | None:
    """When the customer first spoke after this add: enrolling may have had to wait for the mirror,
    and then their words have found nothing to end."""
    return session.scalar(
        select(func.min(InboxEvent.happened_at)).where(
            InboxEvent.corp_id == event.corp_id,
            InboxEvent.external_userid == event.external_userid,
            InboxEvent.userid == event.userid,
            InboxEvent.name == CustomerSpoke.__name__,
            InboxEvent.happened_at >= event.happened_at,
        )
    )
