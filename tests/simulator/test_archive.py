"""The chat archive: sealed rows, key versions, five days of history."""

import pytest

from tests.simulator.archive_rig import keys_of, opened, pull
from tests.simulator.rig import MONDAY

DAY = 86400


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


def test_both_sides_words_come_back_whole(sim, an):
    sim.order("people/say", customer="an", text="多少钱？")
    sim.order("staff/say", customer="an", userid="lina", text="三百八")
    told = pull(sim)
    assert (told["errcode"], [row["seq"] for row in told["chatdata"]]) == (0, [1, 2])
    asked, answered = (opened(row, keys_of(sim)) for row in told["chatdata"])
    assert asked == {
        "msgid": told["chatdata"][0]["msgid"],
        "action": "send",
        "from": an,
        "tolist": ["lina"],
        "roomid": "",
        "msgtime": int(MONDAY * 1000),
        "msgtype": "text",
        "text": {"content": "多少钱？"},
    }
    assert (answered["from"], answered["tolist"]) == ("lina", [an])
    assert asked["msgid"] != answered["msgid"]


def test_seq_is_exclusive_and_limit_is_kept(sim, an):
    for number in range(5):
        sim.order("people/say", customer="an", text=str(number))
    assert [row["seq"] for row in pull(sim, seq=2, limit=2)["chatdata"]] == [3, 4]
    assert pull(sim, seq=5)["chatdata"] == []


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [
        ({"limit": 1001}, 10000),
        ({"limit": 0}, 10000),
        ({"seq": -1}, 10000),
        ({"seq": "1"}, 10000),
        ({"corpid": "ww0"}, 40013),
        ({"secret": "nonsense"}, 40001),
    ],
)
def test_pulls_that_are_refused(sim, wrong, errcode):
    assert pull(sim, **wrong)["errcode"] == errcode


def test_after_a_rotation_both_keys_are_needed(sim, an):
    sim.order("people/say", customer="an", text="旧")
    told = sim.order("archive/rotate")
    sim.order("people/say", customer="an", text="新")
    assert told["publickey_ver"] == 2
    assert told["private_key"] == keys_of(sim)["2"]
    rows = pull(sim)["chatdata"]
    assert [row["publickey_ver"] for row in rows] == [1, 2]
    assert [opened(row, keys_of(sim))["text"]["content"] for row in rows] == ["旧", "新"]
    assert sim.order("archive/rotate")["publickey_ver"] == 3
    assert set(keys_of(sim)) == {"1", "2", "3"}


def test_after_five_days_a_message_is_gone_for_good(sim, an):
    sim.order("people/say", customer="an", text="第一天")
    sim.pass_time(3 * DAY)
    sim.order("people/say", customer="an", text="第四天")
    sim.pass_time(2 * DAY)
    assert [row["seq"] for row in pull(sim)["chatdata"]] == [1, 2]
    sim.pass_time(1)
    assert [row["seq"] for row in pull(sim, limit=1)["chatdata"]] == [2]


def test_the_bell_rings_at_most_every_fifteen_seconds(sim, receiver, an):
    def rings():
        sim.settle()
        return receiver.changes().count("msgaudit_notify")

    for _ in range(3):
        sim.order("people/say", customer="an", text="?")
    assert rings() == 1
    sim.pass_time(14)
    assert rings() == 1
    sim.pass_time(1)
    assert rings() == 2, "what came in between is rung for as soon as it may be"
    sim.pass_time(60)
    assert rings() == 2, "nothing new, no bell"
    sim.order("people/say", customer="an", text="!")
    assert rings() == 3
    bell = next(event for event in receiver.events if event["Event"] == "msgaudit_notify")
    assert (bell["AgentID"], "ChangeType" in bell) == ("2000004", False)
