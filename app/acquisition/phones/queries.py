"""What pages ask about lists of numbers; who sees a whole number is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.acquisition.phones.giving import WITH_SOMEBODY
from app.acquisition.phones.models import PhoneBlock, PhoneItem, PhoneList, PhoneTurn

ASKED = PhoneItem.asked_at.is_not(None)
GOOD = PhoneItem.verdict == "good"
IS_ADDED = PhoneItem.state == "added"


@dataclass(frozen=True)
class Funnel:
    """How far the numbers of a list have come, each step part of the one before."""

    rows: int = 0
    good: int = 0
    given: int = 0
    asked: int = 0
    added: int = 0

    @property
    def rate(self) -> float | None:
        """Added of those asked, in percent; None while nobody is asked."""
        return 100 * self.added / self.asked if self.asked else None


@dataclass(frozen=True)
class Share:
    """What one member did for a list; the last row counts friends made by others or unasked."""

    userid: str | None
    given: int
    waiting: int
    asked: int
    added: int
    failed: int
    reclaimed: int

    @property
    def rate(self) -> float | None:
        """Added of those asked, in percent."""
        return 100 * self.added / self.asked if self.asked else None


@dataclass(frozen=True)
class Wanted:
    """Filters as they stand in the address."""

    verdict: str = ""
    state: str = ""
    userid: str = ""


def lists(corp_id: str, *, words: str, status: str) -> Select[PhoneList]:
    """The lists that fit, the newest first."""
    rows = select(PhoneList).where(PhoneList.corp_id == corp_id).order_by(PhoneList.id.desc())
    if words:
        named = PhoneList.name.icontains(words, autoescape=True)
        rows = rows.where(named | PhoneList.source.icontains(words, autoescape=True))
    if status in ("running", "closed"):
        is_closed = PhoneList.closed_at.is_not(None)
        rows = rows.where(is_closed if status == "closed" else ~is_closed)
    return rows


def find_list(session: Session, corp_id: str, list_id: int) -> PhoneList | None:
    """A list of this corp."""
    return session.scalars(
        select(PhoneList).where(PhoneList.corp_id == corp_id, PhoneList.id == list_id)
    ).one_or_none()


def find_item(session: Session, corp_id: str, item_id: int) -> PhoneItem | None:
    """A row of some list of this corp."""
    same = (PhoneItem.corp_id == corp_id, PhoneItem.id == item_id)
    return session.scalars(select(PhoneItem).where(*same)).one_or_none()


def blocked(corp_id: str) -> Select[PhoneBlock]:
    """Numbers that nobody may be asked to add, the newest first."""
    return select(PhoneBlock).where(PhoneBlock.corp_id == corp_id).order_by(PhoneBlock.id.desc())


def funnels(session: Session, corp_id: str, list_ids: Sequence[int]) -> dict[int, Funnel]:
    """List → how far its numbers have come."""
    was_given = (
        select(PhoneTurn.id).where(PhoneTurn.item_id == PhoneItem.id).correlate(PhoneItem).exists()
    )
    rows = session.execute(
        select(
            PhoneItem.list_id,
            func.count(),
            counted(GOOD),
            counted(was_given | ASKED),
            counted(ASKED),
            counted(IS_ADDED),
        )
        .where(PhoneItem.corp_id == corp_id, PhoneItem.list_id.in_(list_ids))
        .group_by(PhoneItem.list_id)
    )
    found = {list_id: Funnel(*counts) for list_id, *counts in rows}
    return {list_id: found.get(list_id, Funnel()) for list_id in list_ids}


def shares(session: Session, made: PhoneList) -> list[Share]:
    """What each member did; the numbers of friends sum to the funnel's."""
    ended = PhoneTurn.ended_because
    rows = session.execute(
        select(
            PhoneTurn.userid,
            func.count(PhoneTurn.item_id.distinct()),
            counted(PhoneTurn.ended_at.is_(None)),
            func.count(PhoneTurn.item_id.distinct()).filter(PhoneTurn.asked_at.is_not(None)),
            func.count(PhoneTurn.item_id.distinct()).filter(ended == "added"),
            counted(ended == "failed"),
            counted(ended == "reclaimed"),
        )
        .where(PhoneTurn.corp_id == made.corp_id, PhoneTurn.list_id == made.id)
        .group_by(PhoneTurn.userid)
        .order_by(func.count(PhoneTurn.item_id.distinct()).desc(), PhoneTurn.userid)
    )
    found = [Share(*row) for row in rows]
    added = funnels(session, made.corp_id, [made.id])[made.id].added
    others = added - sum(share.added for share in found)
    return [*found, Share(None, 0, 0, 0, others, 0, 0)] if others else found


def items(made: PhoneList, wanted: Wanted) -> Select[PhoneItem]:
    """The rows of a list that fit, as they stood in the table."""
    rows = select(PhoneItem).where(PhoneItem.corp_id == made.corp_id, PhoneItem.list_id == made.id)
    asked = ((PhoneItem.verdict, wanted.verdict), (PhoneItem.state, wanted.state))
    for column, value in (*asked, (PhoneItem.userid, wanted.userid)):
        rows = rows.where(column == value) if value else rows
    return rows.order_by(PhoneItem.place)


def verdict_counts(session: Session, made: PhoneList) -> dict[str, int]:
    """Verdict → how many rows."""
    rows = session.execute(
        select(PhoneItem.verdict, func.count())
        .where(PhoneItem.corp_id == made.corp_id, PhoneItem.list_id == made.id)
        .group_by(PhoneItem.verdict)
    )
    return dict(rows.all())


def waiting_with(corp_id: str, userid: str) -> Select[PhoneItem, str, str]:
    """The numbers that wait with a member, with the list's name and script; those to ask first."""
    return (
        select(PhoneItem, PhoneList.name, PhoneList.script)
        .join(PhoneList, PhoneList.id == PhoneItem.list_id)
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.userid == userid,
            PhoneItem.state.in_(WITH_SOMEBODY),
        )
        .order_by(PhoneItem.state.desc(), PhoneItem.task_id, PhoneItem.place)
    )


def turns_of(session: Session, corp_id: str, item_id: int) -> Sequence[PhoneTurn]:
    """The history of a number, the oldest turn first."""
    return session.scalars(
        select(PhoneTurn)
        .where(PhoneTurn.corp_id == corp_id, PhoneTurn.item_id == item_id)
        .order_by(PhoneTurn.id)
    ).all()


def list_of_customer(session: Session, corp_id: str, external_userid: str) -> PhoneList | None:
    """The list through which a customer was reached."""
    return session.scalars(
        select(PhoneList)
        .join(PhoneItem, PhoneItem.list_id == PhoneList.id)
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.external_userid == external_userid,
            IS_ADDED,
        )
        .order_by(PhoneItem.ended_at)
        .limit(1)
    ).one_or_none()


def counted(fulfils: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil it."""
    return func.count().filter(fulfils)
