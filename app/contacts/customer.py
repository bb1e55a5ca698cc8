"""Mirroring customers: ask WeCom, and record the answer only if nothing changed meanwhile."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.clock import now
from app.contacts.asking import ask_each
from app.contacts.known import Known, Version, known, lock_their_follows, versions
from app.contacts.sightings import Sighting
from app.contacts.taking import lock_customers, take_follow, write_contact
from app.db import reading, transaction
from app.errors import NotYet
from app.together import Trouble

TRIES = 4

# What a reaction adds in the same transaction, given a customer and what WeCom has just said.
Settle = Callable[[Known, str, Sequence[Sighting]], None]


def mirror_customer(corp_id: str, external_userid: str, settle: Settle | None = None) -> None:
    """Bring our rows of one customer in line with WeCom."""
    for trouble in mirror_customers(corp_id, [external_userid], settle).values():
        raise trouble


def mirror_customers(
    corp_id: str, external_userids: Sequence[str], settle: Settle | None = None
) -> dict[str, Trouble]:
    """Bring our rows of these customers in line with WeCom, whatever else runs at the same time.
    Returns for whom that was not possible, and why.

    An answer is stale when our rows were written while it travelled (a tag was marked, a newer
    answer came first): then WeCom is asked again, so older never overwrites newer.
    """
    left = list(dict.fromkeys(external_userids))
    troubles: dict[str, Trouble] = {}
    for _ in range(TRIES):
        with reading() as session:
            before = versions(session, corp_id, left)
        asked_at = now()
        seen, unheard = ask_each(corp_id, left)
        troubles |= unheard
        with transaction() as session:
            fresh = locked_if_unchanged(session, corp_id, seen, before)
            rows = known(session, corp_id, fresh)
            for external_userid in fresh:
                record(rows, seen[external_userid], asked_at)
                if settle:
                    settle(rows, external_userid, seen[external_userid])
            rows.write()
        left = [each for each in seen if each not in fresh]
        if not left:
            return troubles
    too_fast = "the customer {} changes faster than WeCom answers"
    return troubles | {each: NotYet(too_fast.format(each)) for each in left}


def locked_if_unchanged(
    session: Session, corp_id: str, seen: Iterable[str], before: Mapping[str, frozenset[Version]]
) -> list[str]:
    """Those of these customers whose rows are still as they were. Nobody else may mirror any of
    them or touch their tags until the transaction ends."""
    asked = list(seen)
    lock_customers(session, corp_id, asked)
    lock_their_follows(session, corp_id, asked)
    current = versions(session, corp_id, asked)
    return [each for each in asked if current[each] == before[each]]


def record(rows: Known, seen: Sequence[Sighting], asked_at: datetime) -> None:
    """Take all that was seen of a customer into our rows."""
    for sighting in seen:
        contact = rows.contact(sighting.external_userid)
        write_contact(contact, sighting)
        contact.mirrored_at = asked_at
        flag_modified(contact, "mirrored_at")  # a new version, even when nothing differs
    for sighting in seen:
        follow = rows.begun(sighting.userid, sighting.external_userid, sighting.followed_at)
        take_follow(rows.session, follow, sighting, asked_at)
        follow.mirrored_at = asked_at
