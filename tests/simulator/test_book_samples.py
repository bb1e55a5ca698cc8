"""The published samples: our book takes their requests and answers with their fields and types."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bots.simulator.cast import AGENTID, CONTACTS_AGENTID

SHARED = Path(os.environ.get("LIANKE_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLES = SHARED / "wecom" / "payloads" / "api"
PRIVATE = {"mobile", "gender", "email", "avatar", "thumb_avatar", "address", "qr_code"}
OF_OTHERS = {"open_userid"}  # given to developers of third-party apps only

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples at {SAMPLES}")


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text())


def shape(value: Any) -> Any:
    """Fields and types; a list has the shape of its first entry, if it has one."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return type(value).__name__


def assert_covers(ours: Any, theirs: Any, where: str = "") -> None:
    """Every field of the sample is in our answer with the same type."""
    if isinstance(theirs, dict):
        for name in theirs.keys() - OF_OTHERS:
            assert name in ours, f"{where}.{name}"
            assert_covers(ours[name], theirs[name], f"{where}.{name}")
    elif isinstance(theirs, list):
        assert isinstance(ours, list), where
        for ours_first, theirs_first in zip(ours, theirs, strict=False):  # none if one is empty
            assert_covers(ours_first, theirs_first, f"{where}[]")
    else:
        assert ours == theirs, f"{where}: {ours} is not {theirs}"


@pytest.fixture
def book(sim):
    """With the people, departments and tags that the samples name."""
    for userid in ("lisi", "wangwu", "user1", "user2"):
        sim.order("console/staff", change="join", userid=userid, department=3)
    sim.order("console/department", change="create", id=4, name="四", parentid=1)
    sim.log_in_as(CONTACTS_AGENTID)
    return sim


def test_a_members_life_by_samples(book):
    assert book.say("user/create", **sample("user.create.request"))["errcode"] == 0
    assert book.say("user/update", **sample("user.update.request"))["errcode"] == 0
    assert book.say("user/batchdelete", **sample("user.batchdelete.request"))["errcode"] == 0
    assert book.say("user/list_id", **{**sample("user.list_id.request"), "cursor": ""})["dept_user"]


def test_departments_and_tags_by_samples(book):
    wanted = {**sample("department.create.request"), "id": 12}
    assert_covers(
        shape(book.say("department/create", **wanted)), shape(sample("department.create.response"))
    )
    assert_covers(
        shape(book.say("tag/create", **sample("tag.create.request"))),
        shape(sample("tag.create.response")),
    )
    assert book.say("tag/update", **sample("tag.update.request"))["errcode"] == 0
    for path in ("addtagusers", "deltagusers"):
        assert book.say(f"tag/{path}", **sample(f"tag.{path}.request"))["errcode"] == 0


@pytest.mark.parametrize(
    ("path", "args"),
    [
        ("gettoken", {}),
        ("get_jsapi_ticket", {}),
        ("get_api_domain_ip", {}),
        ("getcallbackip", {}),
        ("agent/get", {"agentid": AGENTID}),
        ("agent/list", {}),
        ("department/get", {"id": 2}),
        ("department/list", {}),
        ("department/simplelist", {}),
        ("user/simplelist", {"department_id": 2}),
        ("tag/get", {"tagid": 1}),
        ("tag/list", {}),
        ("externalcontact/get_follow_user_list", {}),
    ],
)
def test_answers_have_the_samples_fields_and_types(sim, path, args):
    corp = sim.world.corp
    sim.order("apps", agentid=AGENTID, visible={"users": ["lina"], "parties": [1]})
    sim.say("tag/create", tagname="讲师")
    sim.say("tag/addtagusers", tagid=1, userlist=["lina"], partylist=[2])
    if path == "gettoken":
        args = {"corpid": corp.corpid, "corpsecret": corp.secret}
    answer = sim.ask(path, **args)
    assert answer["errcode"] == 0
    assert_covers(shape(answer), shape(sample(path.replace("/", ".") + ".response")))


def test_a_member_has_all_fields_of_the_sample_but_the_private_ones(book):
    made = {**sample("user.create.request"), "userid": "zhangsan"}
    book.say("user/create", **made)
    book.log_in()
    theirs = {
        name: value for name, value in sample("user.get.response").items() if name not in PRIVATE
    }
    theirs["external_profile"]["wechat_channels"].pop("status")  # only an answer has it
    ours = book.ask("user/get", userid="zhangsan")
    assert_covers(shape(ours), shape(theirs))
    assert not PRIVATE & set(ours)


def test_what_the_visitor_consents_to_has_the_samples_fields(sim):
    ticket = sim.world.logins.give_ticket("lina", sim.world.now())
    answer = sim.say("auth/getuserdetail", user_ticket=ticket)
    assert_covers(shape(answer), shape(sample("auth.getuserdetail.response")))
