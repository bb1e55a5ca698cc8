"""Running again what has stopped, or what has run: rows, keys and history stay the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, BigInteger, ColumnElement, and_, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.clock import now
from app.errors import NotYet
from app.inbox.models import InboxEvent, InboxReaction
from app.queue import later

ENDED = ("done", "pointless", "again", "parked")
# What came within two days and waited in vain is tried after each night's mirroring.
NIGHTS = timedelta(days=2)


def events_that(
    *, corp_id: str | None = None, name: str = "", since: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Conditions on events; what is not said is not asked."""
    return [
        *([InboxEvent.corp_id == corp_id] if corp_id else []),
        *([InboxEvent.name == name] if name else []),
        *([InboxEvent.created_at >= since] if since else []),
    ]


def parked_that(
    *, corp_id: str | None = None, name: str = "", since: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Conditions on reactions that wait for a person; `name` is an event's or a reaction's."""
    events = select(InboxEvent.id).where(*events_that(corp_id=corp_id, since=since))
    named = or_(
        InboxReaction.event_id.in_(select(InboxEvent.id).where(InboxEvent.name == name)),
        InboxReaction.name == name,
        InboxReaction.name.endswith(f".{name}", autoescape=True),
    )
    return [
        InboxReaction.state == "parked",
        *([InboxReaction.corp_id == corp_id] if corp_id else []),
        *([InboxReaction.event_id.in_(events)] if since else []),
        *([named] if name else []),
    ]


def counted(
    session: Session, conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[str, str, int]]:
    """How many reactions are meant: (event, reaction, how many), the most first."""
    rows = session.execute(
        select(InboxEvent.name, InboxReaction.name, func.count())
        .join(InboxReaction.event)
        .where(*conditions)
        .group_by(InboxEvent.name, InboxReaction.name)
        .order_by(func.count().desc(), InboxEvent.name, InboxReaction.name)
    )
    return [(event, reaction, count) for event, reaction, count in rows]


def redrive(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Try parked reactions anew, and with them what had waited for them in vain. Returns how many
    fulfil the conditions."""
    event_ids = _tried_anew(session, conditions)
    if event_ids:
        _tried_anew(session, _waited_for(event_ids))
        later(session, "jobs.react.react", None)
    return len(event_ids)


def _tried_anew(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[int]:
    """The events of the reactions that fulfil the conditions, one for each reaction."""
    rows = session.scalars(
        update(InboxReaction)
        .where(*conditions)
        .values(state="again", due_at=now(), attempts=0, finished_at=None, rung_at=None)
        .returning(InboxReaction.event_id)
        .execution_options(synchronize_session=False)
    )
    return list(rows)


def _waited_for(event_ids: list[int]) -> list[ColumnElement[bool]]:
    """Conditions on reactions that gave up because something of the same customer had not come:
    what runs again now may bring it."""
    tried, waiting = aliased(InboxEvent), aliased(InboxEvent)
    of_the_same = select(waiting.id).join(
        tried,
        and_(
            waiting.corp_id == tried.corp_id,
            waiting.external_userid == tried.external_userid,
        ),
    )
    # one parameter, however many they are
    among = tried.id == func.any(literal(event_ids, ARRAY(BigInteger)))
    return [*_gave_up_waiting(), InboxReaction.event_id.in_(of_the_same.where(among))]


def _gave_up_waiting() -> list[ColumnElement[bool]]:
    """Conditions on reactions that are parked because what they build on had not come."""
    waited = InboxReaction.error.startswith(f"{NotYet.__name__}:")
    return [InboxReaction.state == "parked", waited]


def try_what_waited(session: Session, corp_id: str) -> int:
    """Try anew what of the last two days waited in vain for something that the night's mirroring
    may have brought. Returns how many reactions."""
    recent = parked_that(corp_id=corp_id, since=now() - NIGHTS)
    return redrive(session, [*recent, *_gave_up_waiting()])


def react_again(session: Session, corp_id: str, reaction_id: int) -> bool:
    """Try one parked reaction anew. False when it is not parked (any more)."""
    return bool(redrive(session, [*parked_that(corp_id=corp_id), InboxReaction.id == reaction_id]))


def run_anew(session: Session, event_ids: Sequence[int]) -> None:
    """Let the reactions to hints that were told again run again. One that runs just now may have
    looked before the change: it is taken from its worker."""
    told_again = InboxReaction.event_id.in_(event_ids)
    fresh = {"state": "pending", "due_at": now(), "finished_at": None, "rung_at": None}
    for which, values in (
        (InboxReaction.state.in_(ENDED), fresh | {"attempts": 0}),
        (InboxReaction.state == "running", fresh | {"lease_until": None}),
    ):
        statement = update(InboxReaction).where(told_again, which).values(values)
        session.execute(statement, execution_options={"synchronize_session": False})


def replay(session: Session, event_id: int) -> bool:
    """Run all of an event's reactions again, and those that the table has gained since.

    False when nobody can read the event: it must be named first.
    """
    event = session.get_one(InboxEvent, event_id, with_for_update=True)
    if event.state == "unknown":
        return False
    session.execute(
        update(InboxReaction)
        .where(InboxReaction.event_id == event_id, InboxReaction.state.in_(ENDED))
        .values(state="pending", due_at=now(), attempts=0, finished_at=None, rung_at=None)
    )
    _tried_anew(session, _waited_for([event_id]))
    event.state, event.rung_at = "new", None
    later(session, "jobs.react.welcome", None)
    return True
