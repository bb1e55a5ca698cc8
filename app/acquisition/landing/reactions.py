"""A visitor is known again: by the code or the number they write, or by what the member noted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, cast, or_, select
from sqlalchemy.orm import Session

from app.acquisition.landing.marks import codes_in, mark, numbers_in
from app.acquisition.landing.models import Submission
from app.archive.models import ChatMessage
from app.clock import now
from app.contacts.follows import follows_for
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowEdited
from app.together import Troubles, alone

ONLY_LATELY = 50  # submissions that one text can settle


@dataclass(frozen=True)
class Marks:
    """What a text has that may know a visitor again."""

    codes: Sequence[str] = ()
    phones: Sequence[str] = ()

    @classmethod
    def of(cls, text: str, *, may_have_code: bool) -> "Marks":
        """Those of a text."""
        phones = [mark("phone", number) for number in numbers_in(text)]
        return cls(codes_in(text) if may_have_code else (), phones)


def match_words(event: CustomerSpoke) -> None:
    """The customer sends the code of the page, or the number that they left there."""
    alone(match_many_words, event)


def match_many_words(events: Sequence[CustomerSpoke]) -> Troubles:
    """The same for many customers of a corp."""
    with transaction() as session:
        wanted = cast([event.message_id for event in events], ARRAY(BigInteger))
        texts = select(ChatMessage.id, ChatMessage.text).where(ChatMessage.id == any_(wanted))
        said = dict(session.execute(texts).all())
        settle_all(
            session,
            [
                (event, Marks.of(said.get(event.message_id) or "", may_have_code=True))
                for event in events
            ],
            "",
        )
    return {}


def match_remark(event: FollowEdited) -> None:
    """The member noted the customer's number, in the remark or in the description."""
    alone(match_remarks, event)


def match_remarks(events: Sequence[FollowEdited]) -> Troubles:
    """The same for many customers of a corp."""
    with transaction() as session:
        follows = follows_for(session, events)
        noted = {
            event_id: f"{follow.remark} {follow.description}"
            for event_id, follow in follows.items()
        }
        settle_all(
            session,
            [
                (event, Marks.of(noted.get(event.event_id, ""), may_have_code=False))
                for event in events
            ],
            "remark",
        )
    return {}


def settle_all(session: Session, told: Sequence[tuple[FollowEvent, Marks]], by: str) -> None:
    """Settle each event; one look at the submissions spares those that nothing is known of."""
    every = Marks(
        [code for _, marks in told for code in marks.codes],
        [phone for _, marks in told for phone in marks.phones],
    )
    if not (every.codes or every.phones):
        return
    look = select(Submission.code, Submission.phone_mark)
    known = {
        each
        for row in session.execute(look.where(*waiting(told[0][0].corp_id, every)))
        for each in row
    }
    for event, marks in told:
        if known.intersection((*marks.codes, *marks.phones)):
            settle(session, event, marks, by)


def settle(session: Session, event: FollowEvent, marks: Marks, by: str) -> None:
    """Give the submissions to this customer; one that is given already stays where it is."""
    found = session.scalars(
        select(Submission)
        .where(*waiting(event.corp_id, marks))
        .order_by(Submission.id.desc())
        .limit(ONLY_LATELY)
        .with_for_update()
    )
    for row in found:
        row.external_userid, row.userid = event.external_userid, event.userid
        row.matched_by = by or ("code" if row.code in marks.codes else "phone")
        row.matched_at = now()


def waiting(corp_id: str, marks: Marks) -> tuple[ColumnElement[bool], ...]:
    """The submissions with such marks that are nobody's yet."""
    return (
        Submission.corp_id == corp_id,
        Submission.external_userid.is_(None),
        Submission.erased_at.is_(None),
        or_(Submission.code.in_(marks.codes), Submission.phone_mark.in_(marks.phones)),
    )
