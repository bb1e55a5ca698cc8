"""The product's numbers, asked as its pages ask, beside those of the recount."""

from collections import Counter
from datetime import date
from itertools import product
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app import clock
from app.attribution.counts import NAMES, Counts, total
from app.attribution.models import Arrival
from app.attribution.periods import Period
from app.attribution.statistics import BY_STAFF, BY_STATE, Asked, by, by_day
from app.db import reading
from app.leads.models import Lead
from tests.attribution.month.recount import Cell, recount
from tests.town import Town


def today() -> date:
    """The corp's day."""
    return clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def ours(corp_id: str, period: Period) -> dict[Cell, Counter[str]]:
    """Every cell of code, member and day, as the page of one code shows it."""
    cells: dict[Cell, Counter[str]] = {}
    with reading() as session:
        states = session.scalars(select(Arrival.state).distinct()).all()
        userids = session.scalars(select(Arrival.userid).distinct()).all()
        for state, userid in product(states, userids):
            asked = Asked(corp_id, period, today(), state=state, userid=userid)
            for day, counts in by_day(session, asked).items():
                found = +Counter({name: counts.get(name) for name in NAMES})
                if found:
                    cells[state, userid, day] = found
    return cells


def whole(corp_id: str, period: Period) -> list[Counts]:
    """All of it, counted by code, by member and by day: three ways to the same numbers."""
    asked = Asked(corp_id, period, today())
    with reading() as session:
        ways = (by(session, asked, BY_STATE), by(session, asked, BY_STAFF), by_day(session, asked))
        return [total(way.values()) for way in ways]


def stages(corp_id: str) -> dict[str, str]:
    """The CRM's leads by customer."""
    with reading() as session:
        rows = session.execute(
            select(Lead.external_userid, Lead.stage).where(Lead.corp_id == corp_id)
        )
        return dict(rows.all())


def differences(town: Town, begins: date) -> tuple[Counts, list[str]]:
    """What the product counts in all, and each cell in which the recount disagrees."""
    period = Period("custom", begins, today())
    mine = ours(town.corp_id, period)
    theirs = recount(town.truth(), today(), stages(town.corp_id))
    wrong = [
        f"{cell}: {dict(mine.get(cell, {}))} and not {dict(theirs.get(cell, {}))}"
        for cell in sorted({*mine, *theirs}, key=str)
        if mine.get(cell) != theirs.get(cell)
    ]
    first, *others = whole(town.corp_id, period)
    assert others == [first, first]
    assert (
        sum((Counter(one) for one in theirs.values()), Counter())
        == +Counter({name: first.get(name) for name in NAMES})
        or wrong
    )
    return first, wrong
