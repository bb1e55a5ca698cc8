"""The pages of rules in a small app, beside the simulated WeCom, with a browser logged in."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import settings
from app.console.shell import register
from app.contacts.library import mirror_library
from app.corps.models import Corp, CorpApp
from app.corps.wecom import forget_mouths, wecom
from app.db import transaction
from app.tagging.pages import pages
from bots.commands import AddCorpTag
from tests.simulator.rig import Sim


@pytest.fixture
def sim(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sim]:
    """A simulated WeCom that the house speaks to, with two tags in its library."""
    made = Sim()
    monkeypatch.setenv("WECOM_API_BASE", f"{made.base}/cgi-bin")
    settings.cache_clear()
    forget_mouths()
    corp = made.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="联客演示公司"))
        session.add(
            CorpApp(
                corp_id=corp.corpid,
                agentid=1000002,
                name="联客",
                secret=corp.secret,
                token=corp.token,
                encoding_aes_key=corp.encoding_aes_key,
            )
        )
    wecom(corp.corpid).say(AddCorpTag(group_name="意向", tag=[{"name": "问价"}, {"name": "试用"}]))
    mirror_library(corp.corpid)
    yield made
    made.close()
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()


@pytest.fixture
def app(house: None) -> Flask:
    made = Flask("app", static_folder=None)
    made.secret_key = "a key for tests"
    made.config["PROPAGATE_EXCEPTIONS"] = True
    register(made)
    made.register_blueprint(pages)
    return made


@pytest.fixture
def client(app: Flask, sim: Sim) -> FlaskClient:
    """A browser of somebody from ops in the simulated corp."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=sim.world.corp.corpid, userid="lina", name="李娜", role="ops")
    form = client.get("/rules/new/keyword").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client
