"""A house whose corp lives in a simulated WeCom, and somebody of ops who looks at its pages."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app import clock
from app.contacts.models import CorpTag, Staff, TagGroup
from app.corps.models import Corp, CorpApp
from app.db import transaction
from tests.simulator.rig import Sim


@pytest.fixture
def sim(empty_house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sim]:
    """A simulator, and a house that has its corp, two members and its time."""
    from app.config import settings
    from app.corps.wecom import forget_mouths

    sim = Sim()
    monkeypatch.setenv("WECOM_API_BASE", f"{sim.base}/cgi-bin")
    settings.cache_clear()
    forget_mouths()
    corp = sim.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="演示"))
        session.add(
            CorpApp(
                corp_id=corp.corpid,
                agentid=corp.agentid,
                name="联客",
                secret=corp.secret,
                token=corp.token,
                encoding_aes_key=corp.encoding_aes_key,
            )
        )
        for userid, name in (("lina", "李娜"), ("zhaolei", "赵磊")):
            session.add(Staff(corp_id=corp.corpid, userid=userid, name=name, can_follow=True))
        session.add(TagGroup(corp_id=corp.corpid, group_id="g", name="来源"))
        session.add(CorpTag(corp_id=corp.corpid, tag_id="et1", group_id="g", name="抖音"))
    with clock.held_at(datetime.fromtimestamp(sim.world.now(), UTC)):
        yield sim
    sim.close()
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()


@pytest.fixture
def corp_id(sim: Sim) -> str:
    """The simulated corp."""
    return sim.world.corp.corpid


@pytest.fixture
def ops(sim: Sim, corp_id: str) -> FlaskClient:
    """Somebody of ops, logged in, whose forms carry their token."""
    from wsgi import create_app

    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=corp_id, userid="lina", name="李娜", role="ops")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/links").text)
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client
