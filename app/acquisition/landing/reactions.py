"""A visitor is known again: by the code or the number they write, or by what the member noted."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.acquisition.landing.marks import codes_in, mark, numbers_in
from app.acquisition.landing.models import Submission
from app.archive.models import ChatMessage
from app.clock import now
from app.contacts.follows import find_follow
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowEdited

ONLY_LATELY = 50  # submissions that one text can settle


def match_words(event: CustomerSpoke) -> None:
    """The customer sends the code of the page, or the number that they left there."""
    with transaction() as session:
        message = session.get(ChatMessage, event.message_id)
        text = (message.text or "") if message is not None else ""
        settle(session, event, codes_in(text), numbers_in(text), "")


def match_remark(event: FollowEdited) -> None:
    """The member noted the customer's number, in the remark or in the description."""
    with transaction() as session:
        follow = find_follow(session, event.corp_id, event.userid, event.external_userid)
        if follow is not None:
            numbers = numbers_in(f"{follow.remark} {follow.description}")
            settle(session, event, [], numbers, "remark")


def settle(
    session: Session,
    event: FollowEvent,
    codes: Iterable[str],
    numbers: Iterable[str],
    by: str,
) -> None:
    """Give the submissions to this customer; one that is given already stays where it is."""
    by_code = list(codes)
    marks = [mark("phone", number) for number in numbers]
    if not (by_code or marks):
        return
    found = session.scalars(
        select(Submission)
        .where(Submission.corp_id == event.corp_id, Submission.external_userid.is_(None))
        .where(or_(Submission.code.in_(by_code), Submission.phone_mark.in_(marks)))
        .order_by(Submission.id.desc())
        .limit(ONLY_LATELY)
        .with_for_update()
    )
    for row in found:
        row.external_userid, row.userid = event.external_userid, event.userid
        row.matched_by = by or ("code" if row.code in by_code else "phone")
        row.matched_at = now()
