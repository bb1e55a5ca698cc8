"""A house beside a simulated WeCom in this process, on a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan
from app.acquisition.states import make
from app.contacts.models import Department, Staff
from app.corps.models import Corp, CorpApp
from app.db import reading, transaction
from tests.simulator.rig import Sim


class Shop:
    """The corp, its codes, and the moves of a test."""

    def __init__(self, sim: Sim, zone: str) -> None:
        self.sim, self.corp_id = sim, sim.world.corp.corpid
        self.corp(zone)

    def corp(self, zone: str) -> None:
        corp = self.sim.world.corp
        with transaction() as session:
            session.add(Corp(corp_id=self.corp_id, name="演示", zone=zone))
            session.add(
                CorpApp(
                    corp_id=self.corp_id,
                    agentid=corp.agentid,
                    name="联客",
                    secret=corp.secret,
                    token=corp.token,
                    encoding_aes_key=corp.encoding_aes_key,
                )
            )
            for userid in self.sim.world.staff:
                own = self.sim.world.staff[userid].departments
                member = Staff(corp_id=self.corp_id, userid=userid, name=userid, can_follow=True)
                member.department_ids = list(own)
                session.add(member)
            for number, one in self.sim.world.departments.items():
                row = Department(corp_id=self.corp_id, department_id=number, name=one.name)
                row.parent_id = one.parentid
                session.add(row)

    def open(self, plan: Plan, number: int = 0, *, is_told: bool = True) -> int:
        """A live code with this plan."""
        parties = [*plan.parties]
        wanted = Wanted(
            name=f"码{number}", userids=[*plan.default], parties=parties, tag_ids=[], plan=plan
        )
        with transaction() as session:
            state = make(number.to_bytes(16))
            way = add_code(session, self.corp_id, state, wanted, made_by="ops")
        assert not is_told or publish(way.id)
        return way.id

    def row(self, way_id: int) -> CodeSchedule:
        with reading() as session:
            return session.query(CodeSchedule).filter_by(way_id=way_id).one()

    def at_wecom(self, number: int = 0) -> set[str]:
        """Whom WeCom has for a code."""
        return set(self.said_to_wecom(number)["user"])

    def said_to_wecom(self, number: int = 0) -> dict[str, Any]:
        """What WeCom was told of a code."""
        state = make(number.to_bytes(16))
        ways = self.sim.world.contact_ways.values()
        (found,) = [way.fields for way in ways if way.fields["state"] == state]
        return found

    def work(self) -> None:
        """What the codes lane does when its bell rings."""
        from jobs.reception import renew

        renew("codes")


@pytest.fixture
def in_shop(empty_house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens a shop in a zone, its clock held at a moment."""
    from app.config import settings
    from app.corps.wecom import forget_mouths

    @contextmanager
    def opened(zone: str = "Asia/Shanghai", at: datetime | None = None) -> Iterator[Shop]:
        sim = Sim()
        if at is not None:
            sim.order("clock", by=at.timestamp() - sim.world.now())
        monkeypatch.setenv("WECOM_API_BASE", f"{sim.base}/cgi-bin")
        settings.cache_clear()
        forget_mouths()
        try:
            with clock.held_at(at or datetime.fromtimestamp(sim.world.now(), UTC)):
                yield Shop(sim, zone)
        finally:
            sim.close()

    yield opened
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()
