"""Who speaks for a corp: one client per process, and a new one when the secret has changed."""

import pytest
from click.testing import CliRunner

from app.cli import corp_secret
from app.corps import wecom as corps
from app.corps.wecom import forget_mouths, mouth, wecom
from app.errors import NotYet
from bots.errors import Forbidden, WeComError
from bots.questions import GetFollowUserList
from tests.bots.conftest import OK
from tests.bots.loopback import Loopback, opened
from tests.conftest import AGENTID, CORP


@pytest.fixture
def door(house, monkeypatch):
    """A WeCom that knows one secret only."""
    from app.config import settings

    def gettoken(line):
        if "corpsecret=the-new-secret" in line.path:
            line.reply(b'{"errcode":0,"errmsg":"ok","access_token":"T","expires_in":7200}')
        else:
            line.reply(b'{"errcode":40001,"errmsg":"invalid credential"}')

    told = {**OK, "follow_user": ["lina"]}
    loopback = Loopback({"gettoken": [gettoken], GetFollowUserList.path: [told]})
    server = opened(loopback)
    monkeypatch.setenv("WECOM_API_BASE", loopback.url)
    settings.cache_clear()
    forget_mouths()
    yield loopback
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()
    server.shutdown()
    server.server_close()


def change_secret(agentid=AGENTID):
    words = ["--corp-id", CORP, "--agentid", str(agentid), "--secret", "the-new-secret"]
    return CliRunner().invoke(corp_secret, words)


def test_one_client_serves_a_process(door, monkeypatch):
    monkeypatch.setattr(corps, "FRESH_FOR", 1e-9)
    assert mouth(CORP).agentid == AGENTID
    assert wecom(CORP) is wecom(CORP)


def test_a_wrong_secret_is_tried_once_and_the_right_one_works_without_a_restart(door, monkeypatch):
    for _ in range(3):
        with pytest.raises(Forbidden):
            wecom(CORP).ask(GetFollowUserList())
    assert len(door.calls("gettoken")) == 1
    assert change_secret().exit_code == 0
    monkeypatch.setattr(corps, "FRESH_FOR", 1e-9)  # the few seconds have passed
    assert wecom(CORP).ask(GetFollowUserList())["follow_user"] == ["lina"]
    assert len(door.calls("gettoken")) == 2


def test_the_secret_of_an_app_that_is_not_there_is_not_changed(door):
    told = change_secret(agentid=7)
    assert told.exit_code == 1
    assert "nothing was changed" in told.output
    with pytest.raises(Forbidden):
        wecom(CORP).ask(GetFollowUserList())


def test_a_corp_without_an_app_says_what_to_do(empty_house):
    with pytest.raises(NotYet, match="flask corp add"):
        wecom(CORP)
    assert not issubclass(NotYet, WeComError)
