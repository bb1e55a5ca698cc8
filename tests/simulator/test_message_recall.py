"""Messages are recalled within a day by the app that sent them, and counted by Beijing's day."""

from tests.simulator import wecom_samples
from tests.simulator.test_message_kinds import send

DAY = 86400
WORDS = ("text", {"content": "发错了"})


def test_a_recalled_message_leaves_only_its_place(sim):
    msgid = send(sim, *WORDS)["msgid"]
    for _ in range(2):  # again is no harm
        assert sim.say("message/recall", msgid=msgid)["errcode"] == 0
    (row,) = sim.see("staff/lina/messages")["messages"]
    assert row["recalled_at"] == sim.see("state")["now"]
    assert "text" not in row
    (kept,) = sim.see("truth")["app_messages"]
    assert kept["text"] == "发错了"


def test_a_day_later_it_is_too_late(sim):
    msgid = send(sim, *WORDS)["msgid"]
    sim.pass_time(DAY + 1)
    sim.log_in()
    assert sim.say("message/recall", msgid=msgid)["errcode"] == 42052
    assert sim.say("message/recall", msgid="unknown")["errcode"] == 40058


def test_another_app_recalls_nothing_of_ours(sim):
    msgid = send(sim, *WORDS)["msgid"]
    sim.log_in(sim.world.corp.apps[1].secret)
    assert sim.say("message/recall", msgid=msgid)["errcode"] == 301002


def test_members_written_to_are_counted_today_and_yesterday(sim):
    send(sim, *WORDS)
    sim.say("message/send", touser="@all", agentid=1000002, msgtype="text", text={"content": "好"})
    sim.log_in(rival := sim.world.corp.apps[1].secret)
    body = {"touser": "lina", "agentid": 1000003, "msgtype": "text", "text": {"content": "好"}}
    assert sim.say("message/send", **body)["errcode"] == 0
    rows = sim.say("message/get_statistics", time_type=0)["statistics"]
    assert [(row["agentid"], row["count"]) for row in rows] == [(1000002, 7), (1000003, 1)]
    sim.pass_time(15 * 3600)  # midnight in Beijing
    sim.log_in(rival)
    assert sim.say("message/get_statistics")["statistics"] == []
    assert sim.say("message/get_statistics", time_type=1)["statistics"] == rows
    assert sim.say("message/get_statistics", time_type=2)["errcode"] == 40058


@wecom_samples.wanted
def test_statistics_look_like_the_sample(sim):
    send(sim, *WORDS)
    wanted = wecom_samples.sample("api/message.get_statistics.response.json")
    told = sim.say("message/get_statistics")
    assert wecom_samples.types(told) == wecom_samples.types(wanted)
