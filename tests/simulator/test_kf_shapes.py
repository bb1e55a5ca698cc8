"""微信客服 beside the collected samples: requests are accepted, answers have the same fields."""

from typing import Any

import pytest

from tests.simulator.kf_office import Office, open_office
from tests.simulator.payload_shapes import differences, needs_samples, sample, samples
from tests.simulator.rig import MONDAY

pytestmark = needs_samples
SENT = (
    *("text", "image", "voice", "video", "file", "link"),
    *("miniprogram", "msgmenu", "location", "business_card", "ca_link"),
)
EVENTS = samples("kf/kf.sync_msg.event.*.json")
MESSAGES = [
    path
    for path in samples("kf/kf.sync_msg.msg.*.json")
    if not path.endswith(("msgmenu.linkwechat.json", "text.linkwechat.json"))
]
ANSWERED = {  # request sample → response samples
    "kf.account.list": ("kf.account.list.response.json",),
    "kf.add_contact_way": ("kf.add_contact_way.response.json",),
    "kf.customer.batchget": (
        "kf.customer.batchget.response.json",
        "kf.customer.batchget.response.gowecom.json",
    ),
    "kf.get_corp_statistic": (
        "kf.get_corp_statistic.response.json",
        "kf.get_corp_statistic.response.gowecom.json",
    ),
    "kf.get_servicer_statistic": ("kf.get_servicer_statistic.response.json",),
    "kf.service_state.get": ("kf.service_state.get.response.json",),
    "kf.service_state.trans": ("kf.service_state.trans.response.json",),
    "kf.send_msg_on_event": ("kf.send_msg_on_event.response.json",),
    "kf.account.add": ("kf.account.add.response.json",),
}
# fields of the samples that this simulator has no occasion to fill, or rows of the other kind
ABSENT = {".wechat_channels", ".shop_nickname", ".department_id is missing", ".userid is missing"}


@pytest.fixture
def office(sim):
    sim.log_in()
    office = open_office(sim)
    sim.order("kf/configure", userids=["lina"], departments=[2], chat_ids=["wraaaaaaaaaaaaaaaa"])
    return office


def mended(office: Office, an: str, code: str, body: Any) -> Any:
    """The sample with ids that exist here."""
    picture = next(iter(office.sim.world.media))
    day = int(MONDAY) - 2 * 86400
    ids = {
        "open_kfid": office.open_kfid,
        "external_userid": an,
        "touser": an,
        "media_id": picture,
        "thumb_media_id": picture,
        "userid": "lina",
        "servicer_userid": "lina",
        "external_userid_list": [an, "zhangsan"],
        "need_enter_session_context": 1,
        "department_id_list": [2],
        "userid_list": ["lina", "chenxi"],
        "start_time": day,
        "end_time": day,
        "code": code,
        "cursor": "",
        "token": next(iter(office.sim.world.kf.tokens)),
    }
    if isinstance(body, list):
        return [mended(office, an, code, one) for one in body]
    if not isinstance(body, dict):
        return body
    return {n: ids[n] if n in ids else mended(office, an, code, v) for n, v in body.items()}


def ready(office: Office) -> tuple[str, str]:
    """A customer who came in and wrote, and a welcome code that is still good."""
    channels = {"nickname": "视频号", "scene": 1}
    door = {"open_kfid": office.open_kfid, "scene": "1", "scene_param": "a"}
    office.act("enter", **door, wechat_channels=channels)
    code = office.events()[-1]["welcome_code"]
    office.act("say", msgtype="image")
    return str(office.sim.world.kf.log[-1].external_userid), code


@pytest.mark.parametrize(
    "path", [p for p in samples("kf/*.request*.json") if ".knowledge." not in p]
)
def test_a_request_is_accepted_as_the_sample_has_it(sim, office, path):
    an, code = ready(office)
    api = path.removeprefix("kf/").split(".request")[0]
    if api == "kf.account.del":
        open_office(sim, name="还有一个")
    if api == "kf.service_state.get":
        office.trans(an, 3, servicer_userid="lina")
    body = mended(office, an, code, sample(path))
    kinds = SENT if body.get("msgtype") in ("type", "MSG_TYPE") else (body.get("msgtype"),)
    for kind in kinds:
        if api == "kf.send_msg_on_event" and kind not in ("text", None):
            continue
        office.sim.world.kf.sessions[(office.open_kfid, an)].sent = 0
        more = {"msgtype": kind, "msgid": f"m-{kind}"} if kind else {}
        told = sim.say(api.replace(".", "/"), **{**body, **more})
        assert told["errcode"] == 0, (kind, told)
    for answer in ANSWERED.get(api, ()):
        found = differences(sample(f"kf/{answer}"), told)
        assert [one for one in found if not any(absent in one for absent in ABSENT)] == []


@pytest.mark.parametrize(
    ("api", "path"),
    [
        ("kf/customer/get_upgrade_service_config", "kf.customer.get_upgrade_service_config"),
        ("kf/get_corp_qualification", "kf.get_corp_qualification"),
        ("kf/servicer/list", "kf.servicer.list"),
    ],
)
def test_a_question_is_answered_as_the_sample_has_it(sim, office, api, path):
    found = differences(
        sample(f"kf/{path}.response.json"), sim.ask(api, open_kfid=office.open_kfid)
    )
    assert found == []


def test_servicers_are_added_as_the_samples_have_it(office):
    told = office.say("servicer/add", userid_list=["chenxi"])
    assert differences(sample("kf/kf.servicer.add.response.json"), told) == []
    told = office.say("servicer/add", department_id_list=[2])
    mixed = sample("kf/kf.servicer.add.response.gowecom.json")
    assert differences(mixed["result_list"][2], told["result_list"][0]) == []


def play(office: Office) -> None:
    """Everything that sync_msg can tell of, once."""
    an, _ = ready(office)
    office.act("enter", open_kfid=office.open_kfid, scene="1", scene_param="a")
    office.act("recall")
    office.trans(an, 3, servicer_userid="lina")
    office.act("servicer_say", text="在的")
    office.act("recall")
    office.act("transfer", to="zhaolei")
    office.act("end")
    office.sim.order("kf/servicer_status", userid="lina", status="stopped")
    office.act("say", text="又来了")
    office.act("block")
    office.send(an)


@pytest.mark.parametrize("path", EVENTS)
def test_an_event_has_the_samples_fields(office, path):
    """Two kinds of visit and of change together have all the fields that one sample has."""
    play(office)
    wanted = sample(path)["event"]
    told: dict[str, Any] = {}
    for event in [e.content for e in office.sim.world.kf.log if e.msgtype == "event"]:
        if event["event_type"] == wanted["event_type"]:
            told |= event
    assert differences(wanted, told) == []


@pytest.mark.parametrize("path", MESSAGES)
def test_a_message_has_the_samples_fields(office, path):
    wanted = sample(path)
    office.come()
    office.act("say", msgtype=wanted["msgtype"])
    line = office.read()[-1]
    head = {"msgid", "open_kfid", "external_userid", "send_time", "origin"}
    found = differences(wanted, {name: line[name] for name in line.keys() - head})
    assert found == []


def test_the_envelope_of_a_line_is_the_samples(office):
    office.come()
    office.act("say", text="在吗")
    (line,) = sample("kf/kf.sync_msg.response.gowecom.json")["msg_list"]
    assert line.pop("servicer_userid"), "only what a servicer said names him here"
    said = office.read()[-1]
    assert said.pop("text")
    assert differences(line, said) == []
