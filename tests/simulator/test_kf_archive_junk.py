"""Junk in the fields of 微信客服 and of the archive is answered with a reason, never with a 500."""

from collections.abc import Iterator

import pytest

from bots.simulator.archive import acts as archive_acts
from bots.simulator.archive import console as archive_console
from bots.simulator.kf import acts as kf_acts
from bots.simulator.kf import console as kf_console
from bots.simulator.kf import table
from bots.simulator.models import Json
from tests.simulator.kf_office import open_office
from tests.simulator.rig import Sim
from tests.simulator.test_junk import JUNK

ORDERS = [
    *kf_acts.ACTS,
    *kf_console.ACTS,
    *archive_acts.ACTS,
    *archive_console.ACTS,
    *("archive/pull", "archive/media"),
]
WORDS = """
    customer open_kfid url scene scene_param wechat_channels text menu_id msgtype image location
    userid to msgid on name userids departments managed status chat_ids fail_type from roomid size
    content edition by members customers notice corpid secret seq limit sdkfileid indexbuf
"""
FIELDS = """
    open_kfid external_userid touser code name media_id offset limit scene userid_list token
    department_id_list service_state servicer_userid cursor voice_format msgid msgtype text image
    external_userid_list need_enter_session_context type member groupchat start_time end_time
"""
POSTS = [path for path, endpoint in table.PATHS.items() if endpoint.method == "POST"]


@pytest.fixture(scope="module")
def sim() -> Iterator[Sim]:
    """One for all junk: none of it may break anything for the next."""
    sim = Sim()
    yield sim
    sim.close()


@pytest.mark.parametrize("order", ORDERS)
def test_junk_orders_are_answered_with_a_reason(sim, order):
    office = open_office(sim)
    office.asks()
    client = sim.server_client()
    corp = sim.world.corp
    good: Json = {"customer": "an", "userid": "lina", "from": "lina", "to": ["zhaolei"]}
    good |= {"corpid": corp.corpid, "secret": corp.archive_secret, "text": "在吗"}
    for field in WORDS.split():
        for junk in JUNK:
            answer = client.post(f"/sim/{order}", json={**good, field: junk})
            assert answer.status_code < 500, (field, junk)
            told = answer.get_json()
            assert told.get("ok") or told.get("why") or "errcode" in told, (field, junk)


@pytest.mark.parametrize("path", POSTS)
def test_junk_in_any_field_gets_an_errcode(sim, path):
    office = open_office(sim)
    an = office.asks()
    url = f"{sim.base}/cgi-bin/{path}?access_token={sim.log_in()}"
    client = sim.server_client()
    good: Json = {"open_kfid": office.open_kfid, "external_userid": an, "touser": an}
    good |= {"msgtype": "text", "text": {"content": "您好"}, "service_state": 1, "type": 1}
    good |= {"external_userid_list": [an], "userid_list": ["lina"]}
    for field in FIELDS.split():
        for junk in JUNK:
            answer = client.post(url, json={**good, field: junk})
            assert answer.status_code == 200, (field, junk)
            assert isinstance(answer.get_json()["errcode"], int), (field, junk)
