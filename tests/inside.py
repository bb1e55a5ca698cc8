"""The whole house beside a simulated WeCom in this process, and browsers that are WeCom's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import settings
from app.contacts.models import Staff
from app.corps.models import Corp, CorpApp
from app.corps.wecom import forget_mouths
from app.db import transaction
from tests.simulator.rig import Sim

INSIDE = {"User-Agent": "Mozilla/5.0 wxwork/4.1.36 MicroMessenger/7.0.1"}
SITE = "https://scrm.example"


class Inside:
    """The simulated WeCom, its corp in our house, and our pages as its members open them."""

    def __init__(self, sim: Sim) -> None:
        from wsgi import create_app

        self.sim = sim
        self.corp_id = sim.world.corp.corpid
        self.app = create_app()

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def look(self, browser: FlaskClient, address: str) -> TestResponse:
        """As WeCom's client asks for a page of ours."""
        return browser.get(address.removeprefix(SITE), base_url=SITE, headers=INSIDE)

    def authorized(self, begun: TestResponse, who: str) -> str:
        """Where WeCom's page sends somebody back to."""
        asked = begun.headers["Location"].partition("#")[0]
        answer = self.sim.http.get(asked, params={"as": who}, allow_redirects=False, timeout=9)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def come_in(self, browser: FlaskClient, who: str, page: str = "/sidebar/customer") -> str:
        """The whole round; the path at its end."""
        sent = self.look(browser, page)
        back = self.authorized(self.look(browser, sent.headers["Location"]), who)
        return urlsplit(self.look(browser, back).headers["Location"]).path


@contextmanager
def living_inside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    """`house` must have made an empty house; the simulated corp is the only one in it."""
    sim = Sim()
    corp = sim.world.corp
    enter(sim)
    for name, value in (
        ("WECOM_API_BASE", f"{sim.base}/cgi-bin"),
        ("WECOM_OAUTH_BASE", sim.base),
        ("PUBLIC_URL", SITE),
    ):
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    forget_mouths()
    with transaction() as session:
        session.add(Staff(corp_id=corp.corpid, userid="lina", name="李娜", can_follow=True))
    yield Inside(sim)
    sim.close()
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()


def enter(sim: Sim) -> None:
    """The simulated corp and its app, as an operator would have entered them."""
    corp = sim.world.corp
    with transaction() as session:
        session.add(Corp(corp_id=corp.corpid, name="模拟企业"))
        session.add(CorpApp(corp_id=corp.corpid, **corp.main.credentials()))
