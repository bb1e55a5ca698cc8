"""One member after another: whom WeCom lists, then their customers page by page."""

import time
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.mirror.absences import count_absences, note_seen, note_unlisted
from app.contacts.mirror.models import MirrorMember, MirrorRun
from app.contacts.mirror.moment import moment
from app.contacts.mirror.taking import Page, take_page
from app.contacts.models import CorpTag
from app.contacts.sightings import Sighting, of_batch
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.errors import Forbidden, Gone, Refused
from bots.questions import BatchGetByUser, ListExternalContacts

CUSTOMERS_A_PAGE = 100
PAGES_A_SLICE = 5
SLICE_LASTS = 3.0  # seconds of real time; then what has been read is recorded


def take_member(run: MirrorRun) -> None:
    """The next slice: everybody's list first, so that it is known how much there is to do."""
    with reading() as session:
        member = session.scalars(
            select(MirrorMember)
            .where(MirrorMember.run_id == run.id, MirrorMember.state == "pending")
            .order_by(MirrorMember.expected.is_not(None), MirrorMember.id)
            .limit(1)
        ).one_or_none()
    if member is None:
        with transaction() as session:
            session.execute(
                update(MirrorRun)
                .where(MirrorRun.id == run.id, MirrorRun.stage == "members")
                .values(stage="ends")
            )
        return
    try:
        if member.expected is None:
            take_list(run, member)
        else:
            take_pages(member)
    except (Forbidden, Refused) as error:
        if isinstance(error, Forbidden) and error.stops != "one":
            raise  # nothing of this app works until somebody acts
        with transaction() as session:
            give_up(session, member, str(error))


def take_list(run: MirrorRun, member: MirrorMember) -> None:
    """Whom WeCom lists for the member, in one answer; who is not on it is absent once more."""
    asked_at = now()
    try:
        answer = wecom(member.corp_id).ask(ListExternalContacts(member.userid))
    except Gone:  # nobody
        answer = {}
    listed = answer.get("external_userid", [])
    with transaction() as session:
        is_first = session.execute(
            update(MirrorMember)
            .where(MirrorMember.id == member.id, MirrorMember.expected.is_(None))
            .values(expected=len(listed), state="pending" if listed else "done")
            .returning(MirrorMember.id)
        ).first()
        if is_first:
            note_unlisted(session, run, member.userid, listed, asked_at)
            if not listed:
                count_absences(session, member)


def take_pages(member: MirrorMember) -> None:
    """Some pages from the member's cursor on."""
    asked_at = now()
    with reading() as session:
        since = moment(session)
        tags = select(CorpTag.tag_id).where(CorpTag.corp_id == member.corp_id)
        library = frozenset(session.scalars(tags))
    seen, cursor = ask_pages(member, library)
    page = Page(member.corp_id, member.userid, seen, asked_at, since)
    changed = take_page(page)
    if changed is None:
        return
    with transaction() as session:
        note_seen(session, member, [one.external_userid for one in seen])
        if move_on(session, member, cursor, len(seen), changed) and cursor is None:
            count_absences(session, member)


def move_on(
    session: Session, member: MirrorMember, cursor: str | None, seen: int, changed: int
) -> bool:
    """Keep how far we have come; False when somebody else has come further meanwhile."""
    moved = session.execute(
        update(MirrorMember)
        .where(
            MirrorMember.id == member.id,
            MirrorMember.state == "pending",
            MirrorMember.cursor.is_not_distinct_from(member.cursor),
        )
        .values(
            cursor=cursor,
            seen=MirrorMember.seen + seen,
            changed=MirrorMember.changed + changed,
            state="pending" if cursor else "done",
        )
        .returning(MirrorMember.id)
    )
    return moved.first() is not None


def ask_pages(
    member: MirrorMember, library: frozenset[str]
) -> tuple[Sequence[Sighting], str | None]:
    """What stands on the next pages, and the cursor after them (None: they were the last)."""
    client, seen, cursor = wecom(member.corp_id), list[Sighting](), member.cursor
    until = time.monotonic() + SLICE_LASTS
    for _ in range(PAGES_A_SLICE):
        question = BatchGetByUser([member.userid], cursor=cursor, limit=CUSTOMERS_A_PAGE)
        try:
            answer = client.ask(question)
        except Gone:  # the last of them has left meanwhile
            return seen, None
        seen += of_batch(answer, library)
        following = answer.get("next_cursor") or None
        if following == cursor:
            if cursor is not None:
                raise Refused(0, "the cursor of batch/get_by_user stands still")
            return seen, None
        cursor = following
        if cursor is None or time.monotonic() > until:
            break
    return seen, cursor


def give_up(session: Session, member: MirrorMember, told: str) -> None:
    """WeCom will not tell of this member. A cursor that it has forgotten is tried once without:
    cursors do not live for ever, and a run may have been cut off long ago."""
    is_worth_a_try = member.cursor is not None and member.error is None
    session.execute(
        update(MirrorMember)
        .where(MirrorMember.id == member.id, MirrorMember.state == "pending")
        .values(error=told, cursor=None, **(AFRESH if is_worth_a_try else {"state": "failed"}))
    )


AFRESH = {"seen": 0}
