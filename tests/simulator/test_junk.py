"""Junk of every kind is answered with a reason, never with a 500."""

import json

import pytest

from bots.simulator.api.table import API
from tests.simulator.rig import MONDAY

FIELDS = """
    userid external_userid remark description remark_mobiles tag_id group_id group_name tag id name
    order add_tag remove_tag config_id type scene state user party skip_verify conclusions style
    welcome_code text attachments chat_type sender tag_filter msgid limit cursor agentid touser
    toparty msgtype markdown enable_duplicate_check info userid_list start_time end_time
"""
JUNK: tuple[object, ...] = (7, -1, "x", "", None, True, [], [7], [{}], {}, {"content": 7})
POSTS = [path for path, endpoint in API.items() if endpoint.method == "POST"]


@pytest.mark.parametrize("path", POSTS)
def test_junk_in_any_field_gets_an_errcode_and_breaks_nothing(sim, path):
    external_userid = sim.scan(sim.code(), "an", userid="lina")["external_userid"]
    sim.log_in(sim.world.corp.archive_secret if path.startswith("msgaudit") else None)
    good = {"userid": "lina", "external_userid": external_userid, "type": 2, "scene": 2}
    text = {"content": "x"}
    good |= {"msgtype": "text", "touser": "lina", "agentid": 1000002, "text": text}
    url = f"{sim.base}/cgi-bin/{path}?access_token={sim.token}"
    client = sim.server_client()
    for field in FIELDS.split():
        for junk in JUNK:
            answer = client.post(url, json={**good, field: junk})
            assert answer.status_code == 200, (field, junk)
            assert isinstance(answer.get_json()["errcode"], int), (field, junk)


def test_half_a_surrogate_is_no_text(sim):
    url = f"{sim.base}/cgi-bin/externalcontact/remark?access_token={sim.log_in()}"
    body = json.dumps({"userid": "lina", "external_userid": "x", "remark": "\ud83d"})
    assert sim.http.post(url, data=body).json()["errcode"] == 40058
    assert sim.http.post(f"{sim.base}/sim/people/say", data=body).status_code == 400


ORDERS = """
    clock plan faults callback apps limits latency archive/pull console/tag people/scan people/say people/delete
    staff/say staff/confirm staff/confirm_all staff/policy staff/delete staff/edit
    crowd faults/order staff/accept console/welcome
"""
WORDS = """
    to by actions api callback cut slow customer text userid msgid confirm_after add_tag
    agentid rights visible trusted_ips format user/get revoke_tokens
"""
FAULTS = "callbacks answer revoke lag clear"
MORE = {
    "clock": "until_idle speed pause",
    "faults": FAULTS,
    "faults/order": FAULTS,
    "staff/policy": "half_add accept_after consent rival welcome",
    "crowd": "adds days scan minutes codes habits name",
}


@pytest.mark.parametrize("order", ORDERS.split())
def test_junk_orders_are_answered_with_a_reason(sim, order):
    sim.scan(sim.code(), "an", userid="lina")
    client = sim.server_client()
    for field in f"{WORDS} {MORE.get(order, '')}".split():
        for junk in JUNK:
            answer = client.post(f"/sim/{order}", json={"state": "expo-gate-3", field: junk})
            assert answer.status_code < 500, (field, junk)
            told = answer.get_json()
            assert told.get("ok") or told.get("why") or told.get("errcode"), (field, junk)


@pytest.mark.parametrize("moment", ["NaN", "Infinity", "-Infinity"])
def test_there_is_no_moment_that_is_no_number(sim, moment):
    for path, body in (
        ("clock", f'{{"to": {moment}}}'),
        ("clock", f'{{"by": {moment}}}'),
        ("plan", f'{{"actions": [{{"at": {moment}, "do": "confirm_all"}}]}}'),
    ):
        assert sim.http.post(f"{sim.base}/sim/{path}", data=body).status_code == 400
    assert sim.see("state")["now"] == MONDAY
