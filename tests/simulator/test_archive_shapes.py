"""The archive beside the collected samples: the same fields and types, message by message."""

from collections.abc import Iterator

import pytest

from tests.simulator.archive_rig import latest, pull
from tests.simulator.payload_shapes import differences, needs_samples, sample, samples
from tests.simulator.rig import Sim

pytestmark = needs_samples
# not a message by itself: a skeleton, and the answer of GetChatData
OTHERS = ("archive/ACTION.fudiwei.json", "archive/getchatdata.fudiwei.json")
MESSAGES = [path for path in samples("archive/*.json") if path not in OTHERS]


@pytest.fixture(scope="module")
def sim() -> Iterator[Sim]:
    """One for all samples: what is done for one does not disturb another."""
    sim = Sim()
    sim.scan(sim.code(), "an", userid="lina")
    yield sim
    sim.close()


def perform(sim, wanted):
    """Somebody does what the sample tells of, whatever was said before."""
    sim.order("archive/consent", customer="an", userid="lina", status="default")
    msgtype = wanted.get("msgtype", "switch")
    if msgtype == "switch":
        return sim.order("archive/switch_corp", userid="lina")
    if msgtype in ("agree", "disagree"):
        return sim.order("archive/consent", customer="an", userid="lina", status=msgtype)
    if msgtype == "revoke":
        msgid = sim.order("archive/send", **{"from": "an"}, to=["lina"])["msgid"]
        return sim.order("archive/recall", **{"from": "an"}, to=["lina"], msgid=msgid)
    return sim.order("archive/send", **{"from": "an"}, to=["lina"], msgtype=msgtype)


@pytest.mark.parametrize("path", MESSAGES)
def test_a_message_has_the_samples_fields(sim, path):
    assert perform(sim, sample(path))["ok"]
    assert differences(sample(path), latest(sim)) == []


def test_a_pull_is_answered_as_the_sample_has_it(sim):
    sim.order("people/say", customer="an", text="在吗")
    told = {name: value for name, value in pull(sim).items() if name != "ok"}
    assert differences(sample(OTHERS[1]), told) == []


@pytest.mark.parametrize(
    ("api", "body"),
    [
        ("get_permit_user_list", {}),
        ("check_single_agree", {}),
        ("check_room_agree", {"roomid": "wr-outside"}),
        ("groupchat.get", {"roomid": "wr-inside"}),
    ],
)
def test_a_question_is_answered_as_the_sample_has_it(sim, api, body):
    (an,) = sim.world.customers
    sim.order("archive/room", roomid="wr-outside", members=["lina"], customers=["an"])
    sim.order("archive/room", roomid="wr-inside", members=["lina"])
    asked = {**sample(f"api/msgaudit.{api}.request.json"), **body}
    if "info" in asked:
        asked["info"] = [{"userid": "lina", "exteranalopenid": an}] * len(asked["info"])
    sim.log_in(sim.world.corp.archive_secret)
    told = sim.say("msgaudit/" + api.replace(".", "/"), **asked)
    assert differences(sample(f"api/msgaudit.{api}.response.json"), told) == []


def test_a_robot_is_told_as_the_sample_has_it(sim):
    robot_id = sim.order("archive/robot", userid="lina")["robot_id"]
    sim.log_in(sim.world.corp.archive_secret)
    told = sim.ask("msgaudit/get_robot_info", robot_id=robot_id)
    assert differences(sample("api/msgaudit.get_robot_info.response.json"), told) == []
