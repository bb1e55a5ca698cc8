"""What we know of numbers already: earlier lists, friends' noted numbers, and who is not to be asked."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones.judging import Known
from app.acquisition.phones.models import PhoneBlock, PhoneItem, PhoneList
from app.acquisition.phones.numbers import read_number
from app.contacts.models import Follow


def known(session: Session, corp_id: str) -> Known:
    """All that a new list is compared with."""
    return Known(earlier(session, corp_id), friends(session, corp_id), blocked(session, corp_id))


def earlier(session: Session, corp_id: str) -> dict[str, str]:
    """Number → the list that has it. What a closed list never reached may come again."""
    rows = session.execute(
        select(PhoneItem.phone, PhoneList.name)
        .join(PhoneList, PhoneList.id == PhoneItem.list_id)
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.verdict == "good",
            PhoneList.closed_at.is_(None) | PhoneItem.state.in_(("added", "friend")),
        )
        .order_by(PhoneItem.id.desc())
    )
    return dict(rows.all())


def friends(session: Session, corp_id: str) -> dict[str, str]:
    """Number → the member who has its owner as a friend and has noted it."""
    noted = select(Follow.mobiles, Follow.userid).where(
        Follow.corp_id == corp_id, Follow.mobiles != "", Follow.ended_at.is_(None)
    )
    rows = session.execute(noted.order_by(Follow.followed_at.desc()))
    return {phone: userid for mobiles, userid in rows for phone in numbers_in(mobiles)}


def blocked(session: Session, corp_id: str) -> frozenset[str]:
    """The numbers that nobody may be asked to add."""
    found = select(PhoneBlock.phone).where(PhoneBlock.corp_id == corp_id)
    return frozenset(session.scalars(found))


def numbers_in(mobiles: str) -> Iterator[str]:
    """The numbers (E.164) that a member has noted; what is none is passed over."""
    for typed in mobiles.splitlines():
        if phone := read_number(typed).phone:
            yield phone


def friendships(session: Session, corp_id: str, phones: Iterable[str]) -> Sequence[Follow]:
    """The living follows whose noted numbers are among `phones`."""
    wanted = frozenset(phones)
    noted = session.scalars(
        select(Follow)
        .where(Follow.corp_id == corp_id, Follow.mobiles != "", Follow.ended_at.is_(None))
        .order_by(Follow.followed_at, Follow.id)
    )
    return [follow for follow in noted if wanted.intersection(numbers_in(follow.mobiles))]
