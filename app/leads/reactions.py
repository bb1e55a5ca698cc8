"""What leads do when something happens between a customer and a member."""

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.contacts.begun import begun_follow
from app.contacts.follows import find_follow, get_follow
from app.db import transaction
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from app.leads.models import Score
from app.leads.scoring import in_force, locked_score, rejudge
from app.queue import later


def consider_lead(event: FollowAdded | FollowEdited | CustomerSpoke) -> None:
    """Score the customer; who qualifies is on the way to the CRM tables."""
    with transaction() as session:
        if isinstance(event, FollowAdded):
            begun_follow(session, event)
        else:
            get_follow(session, event.corp_id, event.userid, event.external_userid)
        _score(session, event)


def release_lead(event: FollowLost | FollowRemoved) -> None:
    """Mark the lead of a customer whom nobody is tied to any more; the lead itself stays."""
    with transaction() as session:
        follow = find_follow(session, event.corp_id, event.userid, event.external_userid)
        if follow is None:
            return
        if follow.ended_at is None and follow.followed_at <= event.happened_at:
            raise NotYet(f"{event.external_userid} left, and the mirror does not know it yet")
        _score(session, event)


def _score(session: Session, event: FollowEvent) -> None:
    qualification = in_force(session, event.corp_id)
    if qualification is None:
        return
    score = locked_score(session, event.corp_id, event.external_userid)
    rejudge(session, score, qualification)
    _ring(session, score)


def _ring(session: Session, score: Score) -> None:
    """Ring for the CRM tables, unless they have it or the customer is not a lead."""
    if score.qualified_at is None:
        score.mirrored_version = score.version
    elif score.mirrored_version < score.version:
        score.rung_at = func.clock_timestamp()
        later(session, "jobs.sync.mirror_lead", score.id)
