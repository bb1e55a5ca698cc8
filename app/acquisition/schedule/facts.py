"""Reads all that a plan must be read with: many codes of any corps by a few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.acquisition.schedule.calendar import calendar_around
from app.acquisition.schedule.effective_staff import Calendar, Code, Counters
from app.acquisition.schedule.models import CodeCount, CodeSchedule, Recess
from app.acquisition.schedule.plan import Plan
from app.contacts.membership import members_of_departments
from app.contacts.models import Staff
from app.corps.models import Corp

Facts = tuple[Code, Counters]


def facts_of(session: Session, rows: Iterable[CodeSchedule], moment: datetime) -> dict[int, Facts]:
    """way_id → the code as it is to be read at `moment`, and its counts."""
    by_corp: dict[str, list[CodeSchedule]] = {}
    for row in rows:
        by_corp.setdefault(row.corp_id, []).append(row)
    found: dict[int, Facts] = {}
    for corp_id, own in by_corp.items():
        found |= _of_corp(session, corp_id, own, moment)
    return found


def _of_corp(
    session: Session, corp_id: str, rows: Sequence[CodeSchedule], moment: datetime
) -> dict[int, Facts]:
    plans = {row.way_id: Plan.of(row.plan) for row in rows}
    named = frozenset[str]().union(*(plan.named() for plan in plans.values()))
    zone, left = zone_and_left(session, corp_id, named)
    today = moment.astimezone(zone).date()
    parties = frozenset[int]().union(*(plan.named_parties() for plan in plans.values()))
    members = members_of_departments(session, corp_id, parties) if parties else {}
    recesses = _recesses(session, corp_id, moment)
    capped = [way_id for way_id, plan in plans.items() if plan.caps.is_any()]
    counters = counters_of(session, corp_id, capped, today)
    return {
        way_id: (
            Code(
                plan, zone, _calendar_for(plan, today), left, recesses.get(None, {}) | own, members
            ),
            counters.get(way_id, Counters(today)),
        )
        for way_id, plan in plans.items()
        for own in (recesses.get(way_id, {}),)
    }


def zone_of(session: Session, corp_id: str) -> ZoneInfo:
    """The corp's own zone."""
    return ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())


def zone_and_left(
    session: Session, corp_id: str, userids: Iterable[str]
) -> tuple[ZoneInfo, frozenset[str]]:
    """The same, and who of these can have no customers any more. Whom we have never seen WeCom may
    know."""
    is_gone = (
        (Staff.corp_id == Corp.corp_id)
        & Staff.userid.in_(list(userids))
        & ~(Staff.is_active & Staff.can_follow)
    )
    rows = session.execute(
        select(Corp.zone, Staff.userid).outerjoin(Staff, is_gone).where(Corp.corp_id == corp_id)
    ).all()
    return ZoneInfo(rows[0][0]), frozenset(userid for _zone, userid in rows if userid)


def counters_of(
    session: Session, corp_id: str, way_ids: Sequence[int], today: date
) -> dict[int, Counters]:
    """way_id → its counts, where somebody has been added by it."""
    if not way_ids:
        return {}
    adds_today = func.coalesce(func.sum(CodeCount.adds).filter(CodeCount.day == today), 0)
    rows = session.execute(
        select(CodeCount.way_id, CodeCount.userid, func.sum(CodeCount.adds), adds_today)
        .where(CodeCount.corp_id == corp_id, CodeCount.way_id.in_(way_ids))
        .group_by(CodeCount.way_id, CodeCount.userid)
    )
    totals: dict[int, dict[str, int]] = {}
    of_today: dict[int, dict[str, int]] = {}
    for way_id, userid, total, today_s in rows:
        totals.setdefault(way_id, {})[userid] = int(total)
        if today_s:
            of_today.setdefault(way_id, {})[userid] = int(today_s)
    return {
        way_id: Counters(today, of_today.get(way_id, {}), total) for way_id, total in totals.items()
    }


def _recesses(
    session: Session, corp_id: str, moment: datetime
) -> Mapping[int | None, dict[str, datetime]]:
    rows = session.execute(
        select(Recess.way_id, Recess.userid, Recess.until).where(
            Recess.corp_id == corp_id, Recess.until > moment
        )
    )
    found: dict[int | None, dict[str, datetime]] = {}
    for way_id, userid, until in rows:
        found.setdefault(way_id, {})[userid] = until
    return found


def _calendar_for(plan: Plan, today: date) -> Calendar:
    needs_it = plan.on_holidays or plan.makeup_as is not None
    return calendar_around(today) if needs_it else Calendar()
