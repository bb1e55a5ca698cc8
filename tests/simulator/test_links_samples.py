"""Published requests of links, inheritance, strategies and ids are taken, and answered in kind."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("LIANKE_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLES = SHARED / "wecom/payloads/api"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples under {SAMPLES}")

API = "externalcontact"
RANGE = {"range": {"user_list": ["lina"], "department_list": [2, 3]}}
FRIENDS = {"priority_option": {"priority_type": 2, "priority_userid_list": ["lina"]}}
NODES = [{"type": 1, "userid": "lina"}, {"type": 2, "partyid": 1}]
STRATEGY = {"admin_list": ["lina"], "range": NODES}
EDITED = {"admin_list": ["lina"], "range_add": NODES, "range_del": [{"type": 2, "partyid": 2}]}
TO_ZHAOLEI = {"handover_userid": "lina", "takeover_userid": "zhaolei"}
TO_ZHOUMIN = {"handover_userid": "chenxi", "takeover_userid": "zhoumin"}

# path to what of the sample cannot stand in our corp: ids and cursors (None: leave it out);
# asked in this order, so what takes away stands last
FITTED: dict[str, dict[str, Any]] = {
    f"{API}/customer_acquisition/list_link": {"cursor": None, "limit": 1},
    f"{API}/customer_acquisition/get": {"link_id": "LINK"},
    f"{API}/customer_acquisition/create_link": {**RANGE, **FRIENDS},
    f"{API}/customer_acquisition/update_link": {"link_id": "LINK", **RANGE, **FRIENDS},
    f"{API}/customer_acquisition/customer": {"link_id": "LINK", "cursor": None},
    f"{API}/customer_acquisition/get_chat_info": {"chat_key": "KEY"},
    f"{API}/get_unassigned_list": {},
    f"{API}/transfer_customer": {**TO_ZHAOLEI, "external_userid": ["AN"]},
    f"{API}/resigned/transfer_customer": {**TO_ZHOUMIN, "external_userid": ["BO"]},
    f"{API}/resigned/transfer_result": {**TO_ZHOUMIN, "cursor": None},
    f"{API}/contact_list": {"cursor": None},
    f"{API}/unionid_to_external_userid": {"unionid": "UNIONID"},
    f"{API}/convert_to_openid": {"external_userid": "AN"},
    "idconvert/unionid_to_external_userid": {},
    "idconvert/batch/external_userid_to_pending_id": {"chat_id": None, "external_userid": ["BO"]},
    f"{API}/customer_strategy/create": STRATEGY,
    f"{API}/customer_strategy/edit": EDITED,
    f"{API}/customer_strategy/get_range": {"cursor": None, "limit": 1},
    f"{API}/moment_strategy/create": STRATEGY,
    f"{API}/moment_strategy/edit": EDITED,
    f"{API}/add_strategy_tag": {"group_id": None},
    f"{API}/get_strategy_tag_list": {"tag_id": None, "group_id": None},
    f"{API}/edit_strategy_tag": {"id": "TAG"},
    f"{API}/del_strategy_tag": {"tag_id": ["TAG"], "group_id": None},
    f"{API}/close_temp_chat": {"userid": "lina", "external_userid": "CY"},
    f"{API}/customer_strategy/del": {"strategy_id": 2},
    f"{API}/customer_acquisition/delete_link": {"link_id": "LINK"},
}
# published answers to requests of which no sample is published
ASKED: dict[str, dict[str, Any]] = {
    f"{API}/customer_acquisition/statistic": {"link_id": "LINK", "start_time": 0, "end_time": 0},
    f"{API}/customer_acquisition_quota": {},
    f"{API}/customer_strategy/list": {"limit": 1},
    f"{API}/customer_strategy/get": {"strategy_id": 1},
    f"{API}/moment_strategy/get": {"strategy_id": 1},
}
# fields of samples that our answers never have: members of groups who are no customers
ABSENT = {"name", "chat_name", "chat_id"}


def sample(path: str, kind: str) -> Any:
    file = SAMPLES / f"{path.replace('/', '.')}.{kind}.json"
    return json.loads(file.read_text()) if file.exists() else None


@pytest.fixture
def names(sim, receiver):
    """A corp in which everything exists that the samples speak of."""
    ids = {"AN": sim.scan(sim.code(user=["lina"]), "an")["external_userid"]}
    ids["UNIONID"] = sim.see("customers")["customers"][0]["unionid"]
    sim.order("console/corp", medical=True)
    temp = sim.code(type=1, user=["lina"], is_temp=True, state="temp")
    ids["CY"] = sim.scan(temp, "cy")["external_userid"]
    range_ = {"user_list": ["lina"], "department_list": [2]}
    for name in ("一", "二"):
        body = {"link_name": name, "range": range_, **FRIENDS}
        link = sim.say(f"{API}/customer_acquisition/create_link", **body)["link"]
    ids["LINK"] = link["link_id"]
    opened = {"link_id": ids["LINK"], "customer_channel": "南门"}
    sim.order("links/open", **opened, customer={"key": "ming"}, userid="lina")
    for _ in range(3):
        sim.order("people/say", customer="ming", text="你好")
    for _ in range(2):
        sim.say(f"{API}/customer_strategy/create", strategy_name="x", **STRATEGY)
        sim.say(f"{API}/moment_strategy/create", strategy_name="x", **STRATEGY)
    tag = {"group_name": "组", "tag": [{"name": "甲"}, {"name": "乙"}], "strategy_id": 1}
    ids["TAG"] = sim.say(f"{API}/add_strategy_tag", **tag)["tag_group"]["tag"][0]["id"]
    sim.settle()
    (ids["KEY"],) = [event["ChatKey"] for event in receiver.events if "ChatKey" in event]
    ids["BO"] = _left_behind(sim)
    return ids


def _left_behind(sim) -> str:
    """Two customers of chenxi, who leaves: one without, one in a transfer; both once pending."""
    code = sim.code(user=["chenxi"], state="x")
    bo, du = (sim.scan(code, key)["external_userid"] for key in ("bo", "du"))
    sim.order("staff/delete", userid="chenxi", customer="bo")
    unionid = next(
        one["unionid"] for one in sim.see("customers")["customers"] if one["key"] == "bo"
    )
    sim.say("idconvert/unionid_to_external_userid", unionid=unionid, openid="o")
    sim.scan(code, "bo")
    sim.order("console/staff", change="leave", userid="chenxi")
    body = {**TO_ZHOUMIN, "external_userid": [du]}
    sim.say(f"{API}/resigned/transfer_customer", **body)
    return str(bo)


def fitted(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {k: fitted(v, names) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [fitted(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def gaps(wanted: Any, given: Any, place: str = "") -> list[str]:
    """Where an answer lacks a field of the sample or has another type."""
    if type(wanted) is not type(given):
        return [f"{place}: {type(given).__name__} instead of {type(wanted).__name__}"]
    if isinstance(wanted, dict):
        lost = [f"{place}/{k}" for k in wanted if k not in given and k not in ABSENT]
        both = [k for k in wanted if k in given]
        return lost + [gap for k in both for gap in gaps(wanted[k], given[k], f"{place}/{k}")]
    if isinstance(wanted, list) and wanted:
        if not given:
            return [f"{place}: an empty list shows nothing"]
        # rows differ: each of ours must be like some row of the sample
        return [gap for one in given for gap in min((gaps(w, one, place) for w in wanted), key=len)]
    return []


def answer_to(sim, names, path: str) -> Any:
    published = sample(path, "request") or {}
    body = fitted({**published, **FITTED.get(path, {}), **ASKED.get(path, {})}, names)
    if "end_time" in body:
        body |= dict.fromkeys(("start_time", "end_time"), int(sim.see("state")["now"]))
    return sim.say(path, **body)


def test_published_requests_are_taken_and_answered_like_the_published_answers(sim, names):
    answers = {path: answer_to(sim, names, path) for path in {**ASKED, **FITTED}}
    refused = {path: a["errmsg"] for path, a in answers.items() if a["errcode"]}
    assert refused == {}
    published = {path: sample(path, "response") for path in answers}
    short = {path: gaps(wanted, answers[path]) for path, wanted in published.items() if wanted}
    assert {path: why for path, why in short.items() if why} == {}
    assert len(short) > 15


def test_samples_are_there_for_what_is_fitted():
    assert [path for path in FITTED if sample(path, "request") is None] == []
    assert [path for path in ASKED if sample(path, "response") is None] == []
