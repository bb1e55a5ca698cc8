"""Group chats that an app makes: who may, of whom, and what is said in them."""

from bots.simulator.messages import appchats
from bots.simulator.models import Json
from tests.simulator import wecom_samples
from tests.simulator.uploads import medium

TEAM = ["lina", "zhaolei", "chenxi"]


def make(sim, **fields):
    return sim.say("appchat/create", **{"name": "跟进群", "userlist": TEAM, **fields})


def test_a_chat_is_made_changed_and_read(sim):
    chatid = make(sim, owner="ZhaoLei")["chatid"]
    change = {"name": "新名", "add_user_list": ["sunyue"], "del_user_list": ["LiNa"]}
    assert sim.say("appchat/update", chatid=chatid, owner="chenxi", **change)["errcode"] == 0
    info = sim.ask("appchat/get", chatid=chatid)["chat_info"]
    members = ["zhaolei", "chenxi", "sunyue"]
    assert info == {"chatid": chatid, "name": "新名", "owner": "chenxi"} | {
        "userlist": members,
        "chat_type": 0,
    }


def test_whose_owner_leaves_gets_another(sim):
    chatid = make(sim)["chatid"]
    assert sim.say("appchat/update", chatid=chatid, del_user_list=["lina"])["errcode"] == 0
    assert sim.ask("appchat/get", chatid=chatid)["chat_info"]["owner"] == "zhaolei"


def test_words_reach_who_is_in_the_chat(sim):
    chatid = make(sim)["chatid"]
    words = {"msgtype": "text", "text": {"content": "开会", "mentioned_list": ["@all"]}}
    assert sim.say("appchat/send", chatid=chatid, **words)["errcode"] == 0
    image = {"msgtype": "image", "image": {"media_id": medium(sim)}}
    assert sim.say("appchat/send", chatid=chatid, **image)["errcode"] == 0
    (chat,) = sim.see("staff/chenxi/messages")["appchats"]
    assert [said["msgtype"] for said in chat["messages"]] == ["text", "image"]
    assert chat["messages"][0]["mentioned_list"] == ["@all"]
    assert sim.see("staff/sunyue/messages")["appchats"] == []


def test_chats_that_are_refused(sim):
    assert make(sim, chatid="abc123")["errcode"] == 0
    cases: list[tuple[Json, int]] = [
        ({"userlist": ["lina"]}, 86006),
        ({"userlist": ["lina", "LINA"]}, 86006),
        ({"userlist": ["lina", "nobody"]}, 86216),
        ({"owner": "sunyue"}, 86207),
        ({"name": "长" * 51}, 86004),
        ({"chatid": "abc123"}, 86215),
        ({"chatid": "群"}, 86001),
        ({"chatid": "c" * 33}, 86001),
    ]
    assert [(fields, make(sim, **fields)["errcode"]) for fields, _ in cases] == cases


def test_a_chat_has_room_for_so_many(sim, monkeypatch):
    monkeypatch.setattr(appchats, "MOST", 3)
    chatid = make(sim)["chatid"]
    told = sim.say("appchat/update", chatid=chatid, add_user_list=["sunyue"])
    assert told["errcode"] == 86006
    assert make(sim, userlist=[*TEAM, "sunyue"])["errcode"] == 86006


def test_a_change_that_is_refused_changes_nothing(sim):
    chatid = make(sim)["chatid"]
    cases: list[tuple[Json, int]] = [
        ({"name": "新", "del_user_list": ["sunyue"]}, 86216),
        ({"name": "新", "add_user_list": ["nobody"]}, 86216),
        ({"name": "新", "owner": "sunyue"}, 86207),
        ({"name": "新", "del_user_list": ["lina", "zhaolei"]}, 86006),
    ]
    told = [(f, sim.say("appchat/update", chatid=chatid, **f)["errcode"]) for f, _ in cases]
    assert told == cases
    assert sim.ask("appchat/get", chatid=chatid)["chat_info"]["name"] == "跟进群"


def test_only_its_own_app_and_only_one_that_sees_everybody(sim):
    chatid = make(sim)["chatid"]
    assert sim.ask("appchat/get", chatid="elsewhere")["errcode"] == 40050
    text = {"msgtype": "template_card", "template_card": {}}
    assert sim.say("appchat/send", chatid=chatid, **text)["errcode"] == 40008
    sim.log_in(sim.world.corp.apps[1].secret)
    assert sim.ask("appchat/get", chatid=chatid)["errcode"] == 86008
    sim.order("apps", agentid=1000003, visible={"userids": TEAM, "parties": []})
    assert make(sim)["errcode"] == 60011


@wecom_samples.wanted
def test_published_requests_are_taken_and_answers_look_like_theirs(sim):
    request = wecom_samples.sample("api/appchat.create.request.json")
    people = {"owner": "lina", "userlist": TEAM}
    made = sim.say("appchat/create", **{**request, **people})
    wanted = wecom_samples.sample("api/appchat.create.response.json")
    assert wecom_samples.types(made) == wecom_samples.types(wanted)
    for name in wecom_samples.names("api", "appchat.send.request*"):
        body = wecom_samples.sample(name)
        said = sim.say("appchat/send", **{**body, "chatid": made["chatid"]})
        assert said["errcode"] == 0, name
    found = sim.ask("appchat/get", chatid=made["chatid"])
    wanted = wecom_samples.sample("api/appchat.get.response.gowecom.json")
    assert wecom_samples.types(found) == wecom_samples.types(wanted)
