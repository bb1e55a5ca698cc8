"""Customers open the links that they were sent; crowds do so too, and join groups."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.simulator.rig import Sim

visits: list[tuple[str, str]] = []


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        visits.append((self.path, self.headers["User-Agent"]))
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    visits.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def welcome_with(sim: Sim, key: str, url: str) -> None:
    sim.scan(sim.code(state=key), key)
    code = list(sim.world.welcomes)[-1]
    link = {"msgtype": "link", "link": {"title": "课程介绍", "url": url}}
    told = sim.say("externalcontact/send_welcome_msg", welcome_code=code, attachments=[link])
    assert told["errcode"] == 0, told


def test_the_newest_link_is_opened_by_a_wechat_browser(sim: Sim, site: str):
    welcome_with(sim, "an", f"{site}/course?m=7")
    read = sim.order("people/read", customer="an")
    assert (read["ok"], read["url"]) == (True, f"{site}/course?m=7")
    sim.settle()
    ((path, browser),) = visits
    assert (path, "MicroMessenger" in browser) == ("/course?m=7", True)
    assert sim.see("truth?part=readings")["readings"][0]["status"] == 200


def test_what_a_page_answers_is_written_down(sim: Sim, site: str):
    welcome_with(sim, "an", f"{site}/gone")
    sim.order("people/read", customer="an")
    sim.settle()
    assert sim.see("truth?part=readings")["readings"][0]["status"] == 404


def test_an_address_elsewhere_is_written_down_and_left_alone(sim: Sim):
    welcome_with(sim, "an", "https://example.com/course")
    assert sim.order("people/read", customer="an")["ok"]
    assert sim.see("truth?part=readings")["readings"][0]["status"] is None


def test_who_was_sent_no_link_has_none_to_open(sim: Sim):
    sim.scan(sim.code(), "an")
    told = sim.order("people/read", customer="an")
    assert (told["ok"], "no such link" in told["why"]) == (False, True)


def test_a_crowd_joins_the_groups_that_there_are(sim: Sim):
    sim.code()
    chat = sim.order("groups/create", owner="lina", name="同学会", members=["zhaolei"])
    made = sim.say(
        "externalcontact/groupchat/add_join_way", scene=2, chat_id_list=[chat["chat_id"]]
    )
    assert made["errcode"] == 0, made
    sim.order("crowd", adds=40, days=1, habits={"join": 1, "chat": 0, "delete": 0})
    sim.order("clock", until_idle=True, limit=3 * 86400)
    sim.settle()
    assert len(sim.world.groups.chats[chat["chat_id"]].members) > 20
    assert sim.see("truth?part=failed_actions")["failed_actions"] == []
