"""A simulated WeCom whose corp lives in this house as row 2."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from app.config import settings
from app.contacts.models import Follow
from app.contacts.queries import tag_names
from app.corps.models import Corp, CorpApp
from app.corps.wecom import forget_mouths
from app.db import reading, transaction
from bots.simulator.settled import settle
from tests.simulator.rig import Sim

ROW = 2
Seen = tuple[str, str, frozenset[str]]  # remark, state, names of tags


@contextmanager
def simulated(customers: int = 0) -> Iterator[Sim]:
    """The house speaks to the simulator meanwhile."""
    sim = Sim()
    if customers:
        settle(sim.world, customers)
    corp = sim.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="模拟企业"))
        session.add(
            CorpApp(
                corp_id=corp.corpid,
                agentid=1,
                name="联客",
                secret=corp.secret,
                token="t",
                encoding_aes_key="k",
            )
        )
    os.environ["WECOM_API_BASE"] = f"{sim.base}/cgi-bin"
    settings.cache_clear()
    forget_mouths()
    try:
        yield sim
    finally:
        del os.environ["WECOM_API_BASE"]
        settings.cache_clear()
        forget_mouths()
        sim.close()


def ours(sim: Sim) -> dict[tuple[str, str], Seen]:
    """(userid, external_userid) → what our rows say of living follows."""
    with reading() as session:
        names = tag_names(session, sim.world.corp.corpid)
        return {
            (follow.userid, follow.external_userid): (
                follow.remark,
                follow.state,
                frozenset(names[tag.tag_id] for tag in follow.tags),
            )
            for follow in session.query(Follow).filter(Follow.ended_at.is_(None))
        }
