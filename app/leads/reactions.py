"""What leads do when something happens between a customer and a member."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.contacts.begun import begun_follows
from app.contacts.follows import find_follow, follows_for, not_mirrored
from app.db import transaction
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from app.leads.models import Score
from app.leads.scoring import in_force, locked_scores, rejudge_all
from app.queue import later
from app.together import Troubles, alone


def consider_lead(event: FollowAdded | FollowEdited | CustomerSpoke) -> None:
    """Score the customer; who qualifies is on the way to the CRM tables."""
    alone(consider_leads, event)


def consider_leads(events: Sequence[FollowAdded | FollowEdited | CustomerSpoke]) -> Troubles:
    """The same for many customers of a corp."""
    with transaction() as session:
        troubles = unknown_of(session, events)
        score_all(session, [event for event in events if event.event_id not in troubles])
        return troubles


def unknown_of(session: Session, events: Sequence[FollowEvent]) -> Troubles:
    """NotYet for each event that is ahead of the mirror."""
    added = [event for event in events if isinstance(event, FollowAdded)]
    others = [event for event in events if not isinstance(event, FollowAdded)]
    _, troubles = begun_follows(session, added) if added else ({}, {})
    if others:
        troubles |= not_mirrored(others, follows_for(session, others))
    return troubles


def release_lead(event: FollowLost | FollowRemoved) -> None:
    """Mark the lead of a customer whom nobody is tied to any more; the lead itself stays."""
    with transaction() as session:
        follow = find_follow(session, event.corp_id, event.userid, event.external_userid)
        if follow is None:
            return
        if follow.ended_at is None and follow.followed_at <= event.happened_at:
            raise NotYet(f"{event.external_userid} left, and the mirror does not know it yet")
        score_all(session, [event])


def score_all(session: Session, events: Sequence[FollowEvent]) -> None:
    """Bring the scores of these customers in line, and ring for the CRM tables where they lag."""
    qualification = in_force(session, events[0].corp_id) if events else None
    if qualification is None:
        return
    customers = [event.external_userid for event in events]
    scores = locked_scores(session, qualification.corp_id, customers)
    rejudge_all(session, scores, qualification)
    for score in scores:
        _ring(session, score)


def _ring(session: Session, score: Score) -> None:
    """Ring for the CRM tables, unless they have it or the customer is not a lead."""
    if score.qualified_at is None:
        score.mirrored_version = score.version
    elif score.mirrored_version < score.version:
        score.rung_at = func.clock_timestamp()
        later(session, "jobs.sync.mirror_lead", score.id)
