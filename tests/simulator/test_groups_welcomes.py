"""A group's welcome greets whoever joins, where the owner has applied it."""

import pytest

from bots.simulator.models import Json

PATH = "externalcontact/group_welcome_template"
UPLOADED = "https://p.qpic.cn/pic_wework/1/a/0"  # where media/uploadimg puts pictures in life


def add(sim, **fields):
    return sim.say(f"{PATH}/add", **{"text": {"content": "你好 %NICKNAME%"}, **fields})


@pytest.fixture
def chat_id(sim):
    return str(sim.order("groups/create", owner="lina", name="一群")["chat_id"])


def said(sim, key):
    (group,) = sim.see(f"phone/{key}")["groups"]
    return [(one["kind"], one.get("text") or one.get("title")) for one in group["messages"]]


def test_who_joins_is_greeted_by_name_and_nobody_else_reads_it(sim, chat_id):
    link = {"title": "课程表", "url": "https://example.com/"}
    template_id = add(sim, link=link)["template_id"]
    sim.order("groups/join", chat_id=chat_id, members=[{"key": "early", "name": "早"}])
    assert sim.order("groups/welcome", chat_id=chat_id, template_id=template_id)["ok"]
    sim.order("groups/join", chat_id=chat_id, members=[{"key": "an", "name": "安"}, "zhaolei"])
    assert said(sim, "an") == [("group_welcome", "你好 安"), ("group_welcome", "课程表")]
    assert said(sim, "early") == []
    assert sim.see("truth")["groups"]["chats"][0]["template_id"] == template_id


def test_a_deleted_welcome_greets_nobody(sim, chat_id):
    template_id = add(sim)["template_id"]
    sim.order("groups/welcome", chat_id=chat_id, template_id=template_id)
    assert sim.say(f"{PATH}/del", template_id=template_id)["errcode"] == 0
    sim.order("groups/join", chat_id=chat_id, members=["an"])
    assert said(sim, "an") == []
    assert sim.say(f"{PATH}/get", template_id=template_id)["errcode"] == 40037
    told = sim.order("groups/welcome", chat_id=chat_id, template_id=template_id)
    assert not told["ok"]


def test_of_several_attachments_the_first_kind_counts(sim):
    image = {"pic_url": UPLOADED, "media_id": "ignored too"}
    link = {"title": "课程表", "url": "https://example.com/"}
    template_id = add(sim, video={"media_id": "nobody looks"}, link=link, image=image)[
        "template_id"
    ]
    told = sim.say(f"{PATH}/get", template_id=template_id)
    assert told["image"] == {"pic_url": UPLOADED}
    assert not {"link", "video"} & set(told)


def test_a_picture_given_by_id_comes_back_as_an_address(sim):
    url = f"{sim.base}/cgi-bin/media/upload?type=image&access_token={sim.log_in()}"
    picture = ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
    media_id = sim.http.post(url, files={"media": picture}).json()["media_id"]
    template_id = add(sim, text={}, image={"media_id": media_id})["template_id"]
    told = sim.say(f"{PATH}/get", template_id=template_id)
    assert "text" not in told
    assert sim.http.get(told["image"]["pic_url"]).content == picture[1]


def test_editing_replaces_the_whole(sim):
    link = {"title": "课程表", "url": "https://example.com/"}
    template_id = add(sim, link=link)["template_id"]
    told = sim.say(f"{PATH}/edit", template_id=template_id, text={"content": "x" * 4000})
    assert told["errcode"] == 0
    assert set(sim.say(f"{PATH}/get", template_id=template_id)) == {"errcode", "errmsg", "text"}


REFUSED: list[tuple[Json, int]] = [
    ({"text": {}}, 40063),
    ({"text": {"content": "x" * 3001}}, 45002),
    ({"image": {"media_id": "gone"}}, 40007),
    ({"link": {"title": "no address"}}, 40063),
    ({"notify": 2}, 40058),
]


def test_welcomes_that_are_refused(sim):
    told = [add(sim, **fields)["errcode"] for fields, _ in REFUSED]
    assert told == [errcode for _, errcode in REFUSED]


def test_a_hundred_is_the_most(sim):
    client, token = sim.server_client(), sim.log_in()
    url = f"{sim.base}/cgi-bin/{PATH}/add?access_token={token}"
    codes = [
        client.post(url, json={"text": {"content": "x"}}).get_json()["errcode"] for _ in range(101)
    ]
    assert codes == [0] * 100 + [41055]
