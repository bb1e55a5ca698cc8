"""WeCom's own samples about groups, moments, numbers and rules: taken as requests, met as answers."""

import json
import os
from pathlib import Path

import pytest
import xmltodict

from bots.simulator.models import Json
from tests.simulator.rig import MONDAY, Sim
from tests.simulator.uploads import attachment, medium

SHARED = Path(os.environ.get("LIANKE_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLES = SHARED / "wecom" / "payloads" / "api"
EVENTS = SHARED / "wecom" / "payloads" / "derived"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples at {SAMPLES}")

DAY = 86400
FIRST = int(MONDAY) - 9 * 3600
USUAL: Json = {
    "userid": "lina",
    "userid_list": ["lina"],
    "user_list": ["lina"],
    "department_list": [2],
    "partyid": [2],
    "creator": "",
    "filter_type": 2,
    "cursor": "",
    "day_begin_time": FIRST,
    "day_end_time": FIRST,
    "start_time": FIRST,
    "end_time": FIRST + DAY,
    "semantics_list": [1, 2, 3],
}
# in this order: what is deleted is asked for before
PATHS = """
    groupchat/list groupchat/get groupchat/add_join_way groupchat/get_join_way
    groupchat/update_join_way groupchat/del_join_way groupchat/statistic
    groupchat/statistic_group_by_day opengid_to_chatid
    group_welcome_template/add group_welcome_template/edit group_welcome_template/get
    group_welcome_template/del get_moment_task_result get_moment_list get_moment_task
    get_moment_customer_list get_moment_send_result get_moment_comments cancel_moment_task
    add_product_album get_product_album get_product_album_list update_product_album
    delete_product_album add_intercept_rule get_intercept_rule_list get_intercept_rule
    update_intercept_rule del_intercept_rule get_user_behavior_data
"""
ATTACHED = {"moment": 1, "product_album": 2}  # attachment_type
ODD = {"rule.rule_id"}  # a number in the sample of get, a string in those of add and the list


def sample(path: str, kind: str) -> Json | None:
    file = SAMPLES / f"externalcontact.{path.replace('/', '.')}.{kind}.json"
    return dict(json.loads(file.read_text())) if file.is_file() else None


@pytest.fixture
def known(sim: Sim) -> Json:
    """A small world, and what stands in it for the samples' own ids."""
    external_userid = sim.scan(sim.code(type=1, user=["lina"]), "an")["external_userid"]
    sim.order("people/say", customer="an", text="在吗")
    chat = sim.order("groups/create", owner="lina", name="一群", members=["an", "zhaolei"])
    sim.order("groups/admins", chat_id=chat["chat_id"], userid=["zhaolei"])
    sim.order("groups/join", chat_id=chat["chat_id"], members=["bo"], invitor="zhaolei")
    media_id = medium(sim)
    attached = {name: attachment(sim, number) for name, number in ATTACHED.items()}
    picture = {"msgtype": "image", "image": {"media_id": attached["moment"]}}
    body = {"text": {"content": "嗨"}, "attachments": [picture]}
    jobid = sim.say("externalcontact/add_moment_task", **body)["jobid"]
    sim.pass_time(DAY - 60)
    sim.log_in()
    result = sim.ask("externalcontact/get_moment_task_result", jobid=jobid)["result"]
    moment_id = result["moment_id"]
    sim.order("moments/confirm_all")
    sim.order("moments/like", moment_id=moment_id, who="an")
    sim.order("moments/comment", moment_id=moment_id, who="lina", text="嗨")
    (seen,) = sim.see("groups")["groups"]
    return USUAL | {
        "chat_id": chat["chat_id"],
        "chat_id_list": [chat["chat_id"]],
        "opengid": seen["opengid"],
        "jobid": jobid,
        "moment_id": moment_id,
        "external_userid": external_userid,
        "media_id": media_id,
        "pic_media_id": media_id,
        "attached": attached,
    }


def known_to(path: str, known: Json) -> Json:
    """Moments and albums want media that was uploaded for them."""
    ids = [media_id for name, media_id in known["attached"].items() if name in path]
    return {**known, "media_id": ids[0]} if ids else known


def filled(value: object, known: Json, name: str = "") -> object:
    """The sample with our ids in place of its own."""
    if isinstance(value, dict):
        return {k: filled(v, known, k) for k, v in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [filled(one, known, name) for one in value]
    ours = known.get(name, value)
    return [ours] if isinstance(value, list) and not isinstance(ours, list) else ours


def differences(ours: object, theirs: object, where: str = "") -> list[str]:
    """Fields of ours that the sample does not have, or has with another type."""
    if where in ODD:
        return []
    if isinstance(ours, dict) and isinstance(theirs, dict):
        extra = [f"{where}.{name} is not in the sample" for name in ours if name not in theirs]
        both = [name for name in ours if name in theirs]
        return extra + [
            one for n in both for one in differences(ours[n], theirs[n], f"{where}.{n}".strip("."))
        ]
    if isinstance(ours, list) and isinstance(theirs, list):
        whole = _union(theirs)
        return [one for entry in ours for one in differences(entry, whole, where)]
    number = isinstance(ours, int | float) and isinstance(theirs, int | float)
    return [] if type(ours) is type(theirs) or number else [f"{where}: {ours!r} for {theirs!r}"]


def _union(entries: list[object]) -> object:
    """All fields that any entry of a sample's list has."""
    if all(isinstance(entry, dict) for entry in entries):
        return {k: v for entry in entries if isinstance(entry, dict) for k, v in entry.items()}
    return entries[0]


def test_requests_are_taken_and_answers_have_the_samples_fields(sim, known):
    wrong, requests, answers = [], 0, 0
    for path in PATHS.split():
        body, expected = sample(path, "request"), sample(path, "response")
        requests += body is not None
        ids = ("config_id", "template_id", "product_id", "rule_id")
        given = (
            filled(body, known_to(path, known))
            if body
            else {k: known[k] for k in ids if k in known}
        )
        assert isinstance(given, dict)
        given |= {"remove_applicable_range": {}} if path == "update_intercept_rule" else {}
        told = sim.say(f"externalcontact/{path}", **given)
        known.update({k: told[k] for k in ids if k in told})
        if told["errcode"] != 0:
            wrong.append(f"{path}: {told}")
        elif expected is not None:
            answers += 1
            wrong += [f"{path}: {one}" for one in differences(told, expected)]
    print(f"{requests} requests taken, {answers} answers compared")
    assert wrong == []
    assert requests > 20 and answers > 20


def test_a_moment_takes_each_attachment_of_the_sample_but_not_all_kinds_at_once(sim, known):
    body = filled(
        sample("add_moment_task", "request"), {**known_to("moment", known), "tag_list": []}
    )
    assert isinstance(body, dict)
    assert sim.say("externalcontact/add_moment_task", **body)["errcode"] == 41065
    for one in body["attachments"]:
        told = sim.say("externalcontact/add_moment_task", **{**body, "attachments": [one]})
        assert told["errcode"] == 0, told


def test_events_of_groups_have_the_samples_fields(sim, receiver):
    chat_id = sim.order("groups/create", owner="lina", name="一群")["chat_id"]
    sim.order("groups/join", chat_id=chat_id, members=["an", "bo"])
    sim.order("groups/kick", chat_id=chat_id, who="an")
    sim.order("groups/rename", chat_id=chat_id, name="二群")
    sim.order("groups/notice", chat_id=chat_id, text="安静")
    sim.order("groups/owner", chat_id=chat_id, userid="zhaolei")
    sim.order("groups/dismiss", chat_id=chat_id)
    sim.settle()
    samples = [
        xmltodict.parse(file.read_text())["xml"]
        for file in sorted(EVENTS.glob("change_external_chat.*.corp.xml"))
    ]
    kinds = {(one["ChangeType"], one.get("UpdateDetail")): set(one) for one in samples}
    ours = {(one["ChangeType"], one.get("UpdateDetail")): set(one) for one in receiver.events}
    assert len(kinds) == 7
    assert ours == kinds
