"""What a moment may carry, and what the APIs of moments refuse."""

import pytest

from tests.simulator.rig import MONDAY

PATH = "externalcontact"
DAY = 86400


@pytest.fixture
def picture(sim):
    url = f"{sim.base}/cgi-bin/media/upload_attachment?media_type=image&attachment_type=1&access_token={sim.log_in()}"
    content = ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
    return str(sim.http.post(url, files={"media": content}).json()["media_id"])


def refusals(sim, bodies):
    return [sim.say(f"{PATH}/add_moment_task", **body)["errcode"] for body in bodies]


def test_text_is_counted_in_characters(sim):
    long, longer = ({"text": {"content": "长" * n}} for n in (2000, 2001))
    assert refusals(sim, [long, longer, {}]) == [0, 40058, 41089]


def test_nine_pictures_or_one_video_or_one_link_and_never_two_kinds(sim, picture):
    image = {"msgtype": "image", "image": {"media_id": picture}}
    video = {"msgtype": "video", "video": {"media_id": picture}}
    link = {"msgtype": "link", "link": {"url": "https://example.com/", "media_id": picture}}
    given = [[image] * 9, [image] * 10, [video], [video] * 2, [link], [link] * 2, [image, link]]
    told = refusals(sim, [{"attachments": attachments} for attachments in given])
    assert told == [0, 41064, 0, 41064, 0, 41064, 41065]


def test_attachments_need_what_they_show(sim, picture):
    given = [
        {"msgtype": "image", "image": {"media_id": "gone"}},
        {"msgtype": "image", "image": {}},
        {"msgtype": "link", "link": {"media_id": picture}},
        {"msgtype": "link", "link": {"media_id": picture, "url": "u", "title": "长" * 22}},
        {"msgtype": "file", "file": {"media_id": picture}},
        {"msgtype": [], "image": {"media_id": picture}},
    ]
    told = refusals(sim, [{"attachments": [one]} for one in given])
    assert told == [40007, 40063, 40063, 45002, 41065, 40058]


def test_a_list_shows_what_was_attached(sim, picture):
    image = {"msgtype": "image", "image": {"media_id": picture}}
    link = {"url": "https://example.com/", "title": "课程", "media_id": picture}
    sim.order("moments/publish", userid="lina", attachments=[image, image])
    sim.order("moments/publish", userid="lina", attachments=[{"msgtype": "link", "link": link}])
    span = {"start_time": int(MONDAY) - 9, "end_time": int(MONDAY) + 9}
    first, second = sim.say(f"{PATH}/get_moment_list", **span)["moment_list"]
    assert first["image"] == [{"media_id": picture}] * 2
    assert second["link"] == {"title": "课程", "url": "https://example.com/"}


def test_lists_take_thirty_days_and_come_in_twenties(sim):
    for _ in range(21):
        sim.order("moments/publish", userid="lina", text="嗨")
    span = {"start_time": int(MONDAY) - 9, "end_time": int(MONDAY) + 9}
    told = sim.say(f"{PATH}/get_moment_list", **span, limit=100)
    assert len(told["moment_list"]) == 20
    rest = sim.say(f"{PATH}/get_moment_list", **span, cursor=told["next_cursor"])
    assert (len(rest["moment_list"]), rest["next_cursor"]) == (1, "")
    too_long = {**span, "end_time": span["start_time"] + 30 * DAY + 1}
    assert sim.say(f"{PATH}/get_moment_list", **too_long)["errcode"] == 40058
    assert sim.say(f"{PATH}/get_moment_list")["errcode"] == 40063
    edge = {"start_time": int(MONDAY), "end_time": int(MONDAY) + 9}
    assert sim.say(f"{PATH}/get_moment_list", **edge)["moment_list"] == []


def test_questions_about_what_is_not_there(sim):
    wanted = {"sender_list": {"user_list": ["lina"]}}
    text = {"content": "嗨"}
    jobid = sim.say(f"{PATH}/add_moment_task", text=text, visible_range=wanted)["jobid"]
    sim.pass_time(2)
    result = sim.ask(f"{PATH}/get_moment_task_result", jobid=jobid)["result"]
    asked = [
        {},
        {"moment_id": "momNo"},
        {"moment_id": result["moment_id"]},
        {"moment_id": result["moment_id"], "userid": "zhaolei"},
        {"moment_id": result["moment_id"], "userid": "lina"},
    ]
    told = [sim.say(f"{PATH}/get_moment_comments", **body)["errcode"] for body in asked]
    assert told == [41059, 41060, 41009, 41061, 41062]
    assert sim.ask(f"{PATH}/get_moment_task_result")["errcode"] == 40063
