"""Junk in the fields of groups, moments and rules is answered with a reason, never with a 500."""

from bots.simulator.groups.acts import ACTS as GROUP_ACTS
from bots.simulator.models import Json
from bots.simulator.moments.acts import ACTS as MOMENT_ACTS
from tests.simulator.rig import MONDAY

JUNK: tuple[object, ...] = (7, -1, "x", "", None, True, [], [7], [{}], {}, {"content": 7})
ACTS = [*GROUP_ACTS, *MOMENT_ACTS]
ACT_FIELDS = """
    chat_id who members member owner name userid text customer scene invitor template_id capacity
    lag moment_id attachments tags config_id
"""
BODIES: dict[str, Json] = {
    "groupchat/list": {"limit": 1, "status_filter": 0, "owner_filter": {}},
    "groupchat/get": {"chat_id": "x", "need_name": 0},
    "groupchat/add_join_way": {"scene": 2, "chat_id_list": ["x"], "room_base_id": 1},
    "groupchat/statistic": {"day_begin_time": int(MONDAY) - 86400, "order_by": 1, "offset": 0},
    "group_welcome_template/add": {"text": {"content": "x"}, "image": {}, "link": {}, "file": {}},
    "add_moment_task": {"text": {"content": "x"}, "attachments": [], "visible_range": {}},
    "get_moment_list": {"start_time": 1, "end_time": 2, "creator": "", "limit": 1},
    "add_intercept_rule": {
        "rule_name": "x",
        "word_list": ["x"],
        "semantics_list": [1],
        "intercept_type": 1,
        "applicable_range": {"user_list": ["lina"]},
    },
    "add_product_album": {"description": "x", "price": 1, "product_sn": "", "attachments": [{}]},
    "get_user_behavior_data": {
        "userid": ["lina"],
        "partyid": [2],
        "start_time": int(MONDAY),
        "end_time": int(MONDAY),
    },
}


def test_junk_in_a_body_gets_an_errcode(sim):
    client, token = sim.server_client(), sim.log_in()
    for path, good in BODIES.items():
        url = f"/cgi-bin/externalcontact/{path}?access_token={token}"
        for field in good:
            for junk in JUNK:
                answer = client.post(url, json={**good, field: junk})
                assert answer.status_code == 200, (path, field, junk)
                assert isinstance(answer.get_json()["errcode"], int)


def test_junk_deep_inside_gets_an_errcode(sim):
    client, token = sim.server_client(), sim.log_in()
    deep = [
        ("add_moment_task", "visible_range", "sender_list", "department_list"),
        ("add_moment_task", "visible_range", "external_contact_list", "tag_list"),
        ("add_intercept_rule", "applicable_range", "department_list"),
        ("groupchat/list", "owner_filter", "userid_list"),
        ("group_welcome_template/add", "link", "title"),
    ]
    for path, *fields in deep:
        for junk in JUNK:
            body: object = junk
            for field in reversed(fields):
                body = {field: body}
            assert isinstance(body, dict)
            url = f"/cgi-bin/externalcontact/{path}?access_token={token}"
            answer = client.post(url, json={**BODIES[path], **body})
            assert answer.status_code == 200, (path, fields, junk)


def test_junk_acts_are_answered_with_a_reason(sim):
    sim.order("groups/create", owner="lina", name="一群")
    client = sim.server_client()
    for act in ACTS:
        for field in ACT_FIELDS.split():
            for junk in JUNK:
                usual = {"chat_id": "一群", "userid": "lina", "who": "an", "text": "嗨"}
                answer = client.post(f"/sim/{act}", json={**usual, field: junk})
                assert answer.status_code < 500, (act, field, junk)
                told = answer.get_json()
                assert told.get("ok") or told.get("why"), (act, field, junk)
