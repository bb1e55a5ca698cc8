"""The house beside a simulated WeCom in this process, with callbacks, and a ticker's seconds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from sqlalchemy import text

from app import clock, tables
from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.schedule.plan import Plan
from app.acquisition.schedule.recesses import pause_today
from app.acquisition.states import make
from app.config import settings
from app.contacts.models import Staff
from app.corps.models import Corp, CorpApp
from app.corps.wecom import forget_mouths
from app.db import engine, reading, transaction
from app.due import next_moment
from app.queue import redis
from bots.simulator.models import ContactWay
from tests.simulator.rig import Sim
from tests.town import is_row_due, open_door, work_once

SECOND = timedelta(seconds=1)


class Shop:
    """A corp with live codes. Time stands still while anything is due; a tick is a second's."""

    def __init__(self, sim: Sim, zone: str, start: datetime, phase: float) -> None:
        self.sim, self.world = sim, sim.world
        self.corp_id = sim.world.corp.corpid
        self.moment = start
        self._origin = start + phase * SECOND  # the ticker looks so long after the full second
        self._due: datetime | None = None
        enter(sim, zone)

    def open(self, number: int, plan: Plan) -> int:
        """A live code as its page keeps it; a worker will tell WeCom."""
        wanted = Wanted(name=f"码{number}", userids=[*plan.default], tag_ids=[], plan=plan)
        with clock.held_at(self.moment), transaction() as session:
            way = add_code(session, self.corp_id, state_of(number), wanted, made_by="ops")
            return way.id

    def rest(self, userid: str, way_id: int) -> None:
        """A member's own switch, in the sidebar."""
        with clock.held_at(self.moment), transaction() as session:
            pause_today(session, self.corp_id, userid, way_id)

    def scan(self, state: str, key: str) -> None:
        """A customer scans a code; the callback has arrived when this returns, no more."""
        with clock.held_at(self.moment):
            told = self.sim.order("people/scan", state=state, customer={"key": key})
            assert told["ok"], told
            self.sim.settle()

    def held(self) -> dict[str, ContactWay]:
        """State → the code as WeCom has it."""
        return {way.fields["state"]: way for way in self.world.contact_ways.values()}

    def calls(self) -> Counter[str]:
        """Path → how often WeCom was asked or told."""
        counts = self.world.api_calls.items()
        return Counter({path: sum(by_code.values()) for path, by_code in counts})

    def until(self, target: datetime) -> Iterator[datetime]:
        """Let time pass; yields after each tick that had something to do."""
        while (due := self._next()) is not None:
            tick = self._origin + ceil((due - self._origin) / SECOND) * SECOND
            if tick > target:
                break
            self.move(max(tick, self.moment))
            self.settle()
            yield self.moment
        self.moment = max(self.moment, target)

    def act(self) -> None:
        """Bring the simulated clock to this moment: somebody is about to do something."""
        self.move(self.moment)
        self._due = self.moment

    def move(self, moment: datetime) -> None:
        self.moment = moment
        with self.world.changed:
            self.world.move_clock(max(moment.timestamp(), self.world.now()))

    def settle(self) -> None:
        """Do all that is due, here and there, as ticker and workers would."""
        with clock.held_at(self.moment):
            while True:
                self.sim.settle()
                if not (is_row_due() and work_once()):
                    break
            with reading() as session:
                self._due = next_moment(session)

    def _next(self) -> datetime | None:
        planned = self.world.agenda.next_at()
        at_wecom = None if planned is None else datetime.fromtimestamp(planned, UTC)
        return min((one for one in (self._due, at_wecom) if one), default=None)


def state_of(number: int) -> str:
    """The state of a code."""
    return make(number.to_bytes(16))


def enter(sim: Sim, zone: str) -> None:
    """The simulated corp and its members, as an operator would have entered them."""
    corp = sim.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="演示", zone=zone))
        session.add(CorpApp(corp_id=corp.corpid, **corp.main.credentials()))
        for member in sim.world.staff.values():
            row = Staff(corp_id=corp.corpid, userid=member.userid, name=member.name)
            row.can_follow = True
            session.add(row)


def empty() -> None:
    """A house with nothing in it."""
    names = ", ".join(f'"{table.name}"' for table in tables.METADATA.sorted_tables)
    with engine().begin() as connection:
        connection.execute(text(f"truncate {names} restart identity cascade"))
    redis().flushall()


@contextmanager
def opened(zone: str, start: datetime, phase: float = 0.0) -> Iterator[Shop]:
    """A shop in an empty house whose corp lives in `zone`, from `start` on."""
    empty()
    with ExitStack() as stack:
        sim = Sim()
        stack.callback(sim.close)
        env = stack.enter_context(pytest.MonkeyPatch.context())
        env.setenv("WECOM_API_BASE", f"{sim.base}/cgi-bin")
        env.setattr("app.due.RING_AGAIN", timedelta(0))  # we are the only worker
        for forget in (settings.cache_clear, forget_mouths):
            forget()
            stack.callback(forget)
        sim.world.clock.move(start.timestamp())
        with clock.held_at(start), open_door() as door:
            shop = Shop(sim, zone, start, phase)
            assert sim.order("callback", url=door)["ok"]
            yield shop
