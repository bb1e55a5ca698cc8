"""The shells' own pages: nothing inline, nothing from elsewhere, and what they show of the world."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bots.simulator.cast import AGENTID
from bots.simulator.shells.pages import STATIC


@pytest.mark.parametrize("path", ["phone", "phone/an", "wecom", "wecom/lina"])
def test_a_page_loads_only_what_is_its_own(sim, path):
    page = sim.http.get(f"{sim.base}/{path}", timeout=9)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'; frame-src ")
    assert not re.search(r"<script(?![^>]* src=)|<style| on\w+=| style=", page.text)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) >= 4
    for address in loaded:
        assert sim.http.get(sim.base + address, timeout=9).status_code == 200, address


def test_the_scripts_ask_nobody_else():
    for script in STATIC.glob("*.js"):
        assert "http://" not in script.read_text()
        assert "https://" not in script.read_text()


def test_all_that_the_pages_say_has_its_english():
    words = (STATIC / "words.js").read_text()
    said = set()
    for script in STATIC.glob("*.js"):
        said |= set(re.findall(r'tr\("([^"]+)"\)', script.read_text()))
        said |= set(re.findall(r'"([\u4e00-\u9fff][^"]*)"', code(script)))
    assert len(said) > 30
    assert {one for one in said if f'"{one}":' not in words} == set()


def code(script: Path) -> str:
    return "" if script.name == "words.js" else script.read_text()


def test_pages_are_well_formed():
    for page in STATIC.glob("*.html"):
        parser = HTMLParser()
        parser.feed(page.read_text())
        parser.close()
        assert page.read_text().count("<main") == page.read_text().count("</main>") == 1


def test_a_members_desk_shows_his_chats_with_the_latest_first(sim):
    code = sim.code(user=["lina"])
    for key in ("an", "bo"):
        sim.scan(code, key)
        sim.pass_time(60)
    group = sim.order("groups/create", owner="lina", name="体验群", members=["an"])
    sim.order("people/say", customer="an", text="在吗")
    sim.pass_time(60)
    sim.order("groups/say", chat_id=group["chat_id"], who="an", text="大家好")
    sim.order("apps", agentid=AGENTID, sidebar_url="http://127.0.0.1:9/x")
    desk = sim.see("shell/desk/lina")
    assert [row["messages"][-1:] and row["messages"][-1]["text"] for row in desk["chats"]] == [
        "大家好",
        "在吗",
        [],
    ]
    assert desk["apps"] == [{"agentid": AGENTID, "name": "联客", "page": "http://127.0.0.1:9/x"}]
    assert desk["chats"][0]["size"] == 2
    assert not sim.see("shell/desk/nobody")["ok"]


def test_a_desk_shows_what_waits_for_the_member(sim):
    an = sim.scan(sim.code(user=["lina"]), "an")["external_userid"]
    sim.say("externalcontact/add_msg_template", external_userid=[an], text={"content": "上新了"})
    words = {"msgtype": "text", "text": {"content": "去跟进"}, "agentid": AGENTID}
    sim.say("message/send", touser="lina", **words)
    desk = sim.see("shell/desk/lina")
    assert [task["text"]["content"] for task in desk["tasks"]] == ["上新了"]
    assert "去跟进" in str(desk["messages"])
    assert desk["messages"] == sim.see("staff/lina/messages")["messages"]
