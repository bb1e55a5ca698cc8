"""A member's own switch: no customers by one code, or by any, until the corp's midnight."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.acquisition.models import ContactWay
from app.acquisition.schedule.counting import locked_where, look_again_now, with_ways
from app.acquisition.schedule.facts import zone_of
from app.acquisition.schedule.models import CodeSchedule, Recess
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.contacts.membership import departments_of


def pause_today(session: Session, corp_id: str, userid: str, way_id: int | None) -> None:
    """Let a member receive nobody until midnight; those who scan meanwhile get the others."""
    zone = zone_of(session, corp_id)
    tomorrow = now().astimezone(zone).date() + timedelta(days=1)
    until = datetime.combine(tomorrow, time(), zone)
    values = {"corp_id": corp_id, "userid": userid, "way_id": way_id, "until": until}
    session.execute(
        insert(Recess)
        .values(created_at=now(), **values)
        .on_conflict_do_update(
            index_elements=["corp_id", "userid", "way_id"], set_={"until": until}
        )
    )
    reconsider(session, corp_id, userid)


def resume(session: Session, corp_id: str, userid: str, way_id: int | None) -> None:
    """Let a member receive again."""
    own = Recess.way_id.is_(None) if way_id is None else Recess.way_id == way_id
    session.execute(delete(Recess).where(Recess.corp_id == corp_id, Recess.userid == userid, own))
    reconsider(session, corp_id, userid)


def reconsider(session: Session, corp_id: str, userid: str) -> None:
    """Look again at every code by which the member may ever receive."""
    rows = locked_where(session, CodeSchedule.corp_id == corp_id)
    mine = departments_of(session, corp_id, userid)
    meant = [row for row in rows if is_meant(row, userid, mine)]
    look_again_now(session, with_ways(session, meant))


def is_meant(row: CodeSchedule, userid: str, mine: frozenset[int]) -> bool:
    """Whether a plan names a member, or a department of theirs."""
    plan = Plan.of(row.plan)
    return userid in plan.named() or not mine.isdisjoint(plan.named_parties())


def codes_naming(
    session: Session, corp_id: str, userid: str
) -> list[tuple[CodeSchedule, ContactWay]]:
    """The live codes whose plan names a member, or a department of theirs."""
    rows = (
        select(CodeSchedule, ContactWay)
        .join(ContactWay, ContactWay.id == CodeSchedule.way_id)
        .where(CodeSchedule.corp_id == corp_id, ContactWay.stopped_at.is_(None))
        .options(joinedload(ContactWay.channel))
        .order_by(CodeSchedule.id)
    )
    found, mine = session.execute(rows), departments_of(session, corp_id, userid)
    return [(row, way) for row, way in found if is_meant(row, userid, mine)]


@dataclass(frozen=True)
class Switch:
    """A member's switch for one code, or for all of them (`way_id` None)."""

    way_id: int | None
    name: str
    is_off: bool


def switches_of(session: Session, corp_id: str, userid: str) -> list[Switch]:
    """The switch for all codes, then one for each that names the member; none where none does."""
    off = {
        recess.way_id
        for recess in session.scalars(
            select(Recess).where(
                Recess.corp_id == corp_id, Recess.userid == userid, Recess.until > now()
            )
        )
    }
    own = [
        Switch(way.id, way.channel.name, way.id in off)
        for _row, way in codes_naming(session, corp_id, userid)
    ]
    return [Switch(None, "", None in off), *own] if own else []
