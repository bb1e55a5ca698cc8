"""Looking: every invariant is asked, and the answer of the last hourly look is kept."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.invariant import PATIENCE, SHOWN, Finding, Invariant, Scope
from app.audit.models import Audit
from app.audit.table import INVARIANTS
from app.clock import now
from app.corps.models import Corp
from app.db import reading, transaction

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=2)  # of the hourly look; older rows were looked at when they were new


def look(session: Session, scope: Scope) -> list[Finding]:
    """What is found about each invariant."""
    return [finding(session, one, scope) for one in INVARIANTS]


def finding(session: Session, invariant: Invariant, scope: Scope) -> Finding:
    """What is found about one."""
    rows = session.scalars(text(invariant.broken), scope.bound() | dict(invariant.given)).all()
    return Finding(invariant, len(rows), [str(row) for row in rows[:SHOWN]])


def scope_of(corp_id: str, since: datetime, patience: timedelta = PATIENCE) -> Scope:
    """A corp's rows since then, as they stand now."""
    return Scope(corp_id, since, now() - patience)


def look_hourly(corp_row_id: int) -> None:
    """Look at a corp's last days and keep what was found; what is broken is logged."""
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
        found = look(session, scope_of(corp_id, now() - LOOKS_BACK))
    for each in found:
        if each.is_broken:
            log.error(
                "a promise is broken", extra={"invariant": each.invariant.name, "count": each.count}
            )
    with transaction() as session:
        keep(session, corp_id, found)


def keep(session: Session, corp_id: str, found: list[Finding]) -> None:
    """The row of the last audit."""
    values = {
        "at": now(),
        "broken": sum(each.is_broken for each in found),
        "findings": [each.as_kept() for each in found if each.count],
    }
    new = insert(Audit).values(corp_id=corp_id, created_at=now(), **values)
    session.execute(new.on_conflict_do_update(index_elements=["corp_id"], set_=values))


def last_audit(session: Session, corp_id: str) -> Audit | None:
    """What the last hourly look found; None before the first."""
    return session.scalars(select(Audit).where(Audit.corp_id == corp_id)).one_or_none()
