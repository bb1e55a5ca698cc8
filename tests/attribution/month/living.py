"""Letting the month pass: a rush each morning, news that is lost, doubled, late and shuffled."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from app import clock
from app.corps.models import Corp
from app.db import reading, transaction
from app.leads.changes import locked_lead, move
from app.leads.models import Lead
from app.sop.models import Sop
from jobs.schedule import SCHEDULE
from tests.town import Town

SHANGHAI = ZoneInfo("Asia/Shanghai")
CODES = ("lk-demo-1111", "lk-demo-web", "lk-demo-shop", "lk-demo-moment")
WITHIN_WELCOME = timedelta(seconds=10)  # a welcome code lives for 20
A_MINUTE = 30  # people, in a rush
HABITS = {"chat": 0.5, "reply": 0.5, "read": 0, "join": 0, "delete": 0.15, "rescan": 0.5}
TROUBLES = [
    {"do": "duplicate", "probability": 0.1, "copies": 2, "seconds": 30},
    {"do": "reorder", "probability": 0.05, "seconds": 60},
    {"do": "late", "event": "del_follow_user", "probability": 0.05, "seconds": 5400},
    {"do": "lose", "event": "add_external_contact", "probability": 0.02},
]


def live(town: Town, people: int, days: int, after: int, seed: int) -> None:
    """`people` come over `days`; then nobody new for the days `after`."""
    dice = random.Random(seed)
    with transaction() as session:
        session.execute(update(Sop).values(is_active=False))  # SOPs do not count here
    town.trouble(callbacks=TROUBLES)
    for number in range(days):
        rush = people * (number + 1) // days - people * number // days
        come(town, f"day-{number + 1}", rush)
        visit_another(town, dice, number, rush)
        win_some(town, dice)
        pass_day(town)
    town.trouble(clear=True)
    for _ in range(after):
        win_some(town, dice)
        pass_day(town)


def come(town: Town, name: str, rush: int) -> None:
    """So many new people within minutes, each looked at while the welcome code lives."""
    if not rush:
        return
    minutes = max(1, rush // A_MINUTE)
    order = {"name": name, "adds": rush, "days": minutes / 1440, "habits": HABITS}
    assert town.wecom.post("/crowd", order)["ok"]
    end = clock.now() + timedelta(minutes=minutes)
    while clock.now() < end:
        step(town, WITHIN_WELCOME)


def visit_another(town: Town, dice: random.Random, number: int, rush: int) -> None:
    """Some of the day before scan once more: a second member, or the same one for nothing."""
    for _ in range(rush // 10 if number else 0):
        who = {"key": f"day-{number}-{dice.randint(1, max(1, rush - 1))}"}
        town.wecom.post("/people/scan", {"state": dice.choice(CODES), "customer": who})
        step(town, WITHIN_WELCOME)


def win_some(town: Town, dice: random.Random) -> None:
    """Sales moves a fifth of the leads to won, and some back again."""
    with reading() as session:
        found = session.scalars(select(Lead.id).where(Lead.corp_id == town.corp_id)).all()
    for lead_id in found:
        fate = dice.random()
        if fate < 0.1:
            with transaction() as session:
                lead = locked_lead(session, town.corp_id, lead_id)
                assert lead is not None
                move(session, lead, "won" if fate < 0.08 else "negotiating", "lina")


def pass_day(town: Town) -> None:
    """On to nine in the morning, with a look every few hours."""
    there = clock.now().astimezone(SHANGHAI)
    morning = datetime.combine(there.date() + timedelta(days=1), there.time().replace(9, 0, 0, 0))
    until = morning.replace(tzinfo=SHANGHAI)
    while clock.now() < until:
        step(town, min(timedelta(hours=3), until - clock.now()))
        by_the_clock(town, "attribution")
    by_the_clock(town, "mirror")
    by_the_clock(town, "attribution")


def by_the_clock(town: Town, name: str) -> None:
    """One line of the timetable, as the ticker would have it run."""
    with reading() as session:
        corp_row = session.scalars(select(Corp.id).where(Corp.corp_id == town.corp_id)).one()
    next(line for line in SCHEDULE if line.name == name).work(corp_row)
    town.settle(patience=600)


def step(town: Town, span: timedelta) -> None:
    """Move the clock, then do all that is due, here and there."""
    town.wecom.move_clock(clock.now() + span)
    town.settle(patience=600)
