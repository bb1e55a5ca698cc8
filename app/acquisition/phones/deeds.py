"""What a member does with a number: asked, cannot be added, or "this is the one"."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.phones.giving import WITH_SOMEBODY, end_turns
from app.acquisition.phones.importing import lock_lists
from app.acquisition.phones.matching import reach
from app.acquisition.phones.models import PhoneBlock, PhoneItem, PhoneList, PhoneTurn
from app.acquisition.phones.queries import find_list
from app.clock import now
from app.contacts.follows import find_follow, newest_follows
from app.contacts.models import Follow
from app.errors import Unprocessable

BY_PHONE = 2  # add_way: found by searching a number
SHOWN = 30
NO_CONTACT = "refused"  # the reason that blocks the number, too


def ask(session: Session, item: PhoneItem) -> None:
    """The member has sent the request in WeCom. A second tap changes nothing."""
    if item.state == "given":
        item.state, item.asked_at = "asked", item.asked_at or now()
        turn = update(PhoneTurn).where(PhoneTurn.item_id == item.id, PhoneTurn.ended_at.is_(None))
        session.execute(turn.values(asked_at=now()))


def fail(session: Session, item: PhoneItem, reason: str) -> None:
    """The number cannot be added, and why; who wants no contact is never asked again."""
    item.state, item.reason, item.ended_at = "failed", reason, now()
    end_turns(session, [item.id], "failed")
    if reason == NO_CONTACT:
        block(session, item.corp_id, item.phone, made_by=item.userid or "")


def block(session: Session, corp_id: str, phone: str, *, made_by: str, note: str = "") -> None:
    """Let nobody be asked to add this number."""
    values = {"corp_id": corp_id, "phone": phone, "note": note, "made_by": made_by}
    statement = insert(PhoneBlock).values(**values, created_at=now())
    session.execute(statement.on_conflict_do_nothing())


def unblock(session: Session, corp_id: str, block_id: int) -> bool:
    """Let the number be asked again; False where there is no such row."""
    same = (PhoneBlock.corp_id == corp_id, PhoneBlock.id == block_id)
    gone = session.scalars(delete(PhoneBlock).where(*same).returning(PhoneBlock.id))
    return gone.one_or_none() is not None


def running_list(session: Session, corp_id: str, list_id: int) -> PhoneList | None:
    """A list that can still be changed; nobody else moves its numbers meanwhile. Raises
    Unprocessable for one that has ended.
    """
    lock_lists(session, corp_id)
    made = find_list(session, corp_id, list_id)
    if made is not None and made.closed_at is not None:
        raise Unprocessable(_("这份名单已结束，不能再分配。"))
    return made


def confirm(session: Session, item: PhoneItem, external_userid: str) -> None:
    """The member says which of their friends the number belongs to."""
    follow = find_follow(session, item.corp_id, item.userid or "", external_userid)
    if follow is None or follow.ended_at is not None:
        raise Unprocessable(_("这位客户不在您的好友里，请刷新后重新选择。"))
    reach(session, item, follow, None)


def own_item(session: Session, corp_id: str, userid: str, item_id: int) -> PhoneItem:
    """A number that waits with this member, locked."""
    lock_lists(session, corp_id)
    item = session.scalars(
        select(PhoneItem)
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.id == item_id,
            PhoneItem.userid == userid,
            PhoneItem.state.in_(WITH_SOMEBODY),
        )
        .with_for_update(),
    ).one_or_none()
    if item is None:
        raise Unprocessable(_("这个号码已不在您手上：可能已通过、被收回或转给了同事。请返回列表。"))
    return item


def candidates(session: Session, corp_id: str, userid: str) -> Sequence[Follow]:
    """The member's newest friends who belong to no number yet, those found by a number first."""
    taken = set(
        session.scalars(
            select(PhoneItem.external_userid).where(
                PhoneItem.corp_id == corp_id,
                PhoneItem.added_by == userid,
                PhoneItem.external_userid.is_not(None),
            )
        )
    )
    newest = newest_follows(session, corp_id, userid, SHOWN)
    free = [follow for follow in newest if follow.external_userid not in taken]
    return sorted(free, key=lambda follow: follow.add_way != BY_PHONE)
