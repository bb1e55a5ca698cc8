"""A session's states: who moves it where, and which of these moves are told."""

import pytest

from tests.simulator.kf_office import open_office

TWO_DAYS = 48 * 3600


@pytest.fixture
def office(sim):
    return open_office(sim)


@pytest.fixture
def an(office):
    external_userid = office.asks()
    office.read()
    return external_userid


def changes(office):
    told = [event for event in office.events() if event["event_type"] == "session_status_change"]
    return [
        (e["change_type"], e.get("old_servicer_userid"), e.get("new_servicer_userid")) for e in told
    ]


def test_a_session_begins_with_the_first_word(office):
    external_userid = office.come()
    assert office.state(external_userid) == 4
    office.act("say", text="在吗")
    assert office.state(external_userid) == 0


def test_a_stranger_has_no_session_and_nobody_no_state(office):
    known = office.sim.scan(office.sim.code(), "bo")["external_userid"]
    assert office.state(known) == 4
    assert office.say("service_state/get", external_userid="wm-nonsense")["errcode"] == 40096


def test_the_servicer_is_named_only_while_somebody_serves(office, an):
    office.trans(an, 3, servicer_userid="lina")
    told = office.say("service_state/get", external_userid=an)
    assert (told["service_state"], told["servicer_userid"]) == (3, "lina")
    office.trans(an, 4)
    assert "servicer_userid" not in office.say("service_state/get", external_userid=an)


@pytest.mark.parametrize(
    ("state", "allowed"), [(0, {1, 2, 3, 4}), (1, {2, 3, 4}), (2, {3, 4}), (3, {3, 4}), (4, set())]
)
def test_the_api_moves_only_along_the_diagram(sim, state, allowed):
    moved = set()
    for target in range(5):
        office = open_office(sim, name=f"{state}到{target}")
        external_userid = office.asks()
        if state:
            office.trans(external_userid, state, servicer_userid="lina")
        told = office.trans(external_userid, target, servicer_userid="zhaolei")
        assert told["errcode"] in (0, 95013 if state == 4 else 95016)
        if told["errcode"] == 0:
            moved.add(target)
    assert moved == allowed


def test_a_customer_is_given_only_to_who_serves_and_receives(sim, office, an):
    sim.order("kf/servicer_status", userid="zhaolei", status="suspended")
    asked = {"lina": 0, "zhaolei": 95019, "chenxi": 95014, "nobody": 95014, "": 40063}
    for userid, errcode in reversed(asked.items()):
        assert office.trans(an, 3, servicer_userid=userid)["errcode"] == errcode, userid
    assert office.trans(an, 3, servicer_userid="lina")["errcode"] == 95016, "he already does"


def test_whom_the_app_does_not_see_it_can_neither_add_nor_give_customers_to(sim, office, an):
    sim.order("apps", agentid=1000002, visible={"users": ["lina"], "parties": []})
    added = office.say("servicer/add", userid_list=["chenxi"])["result_list"]
    assert [row["errcode"] for row in added] == [60011]
    assert office.trans(an, 3, servicer_userid="zhaolei")["errcode"] == 60011
    assert office.trans(an, 3, servicer_userid="lina")["errcode"] == 0


def test_an_app_without_the_right_has_no_part_in_it(sim, office):
    sim.log_in_as(1000003)
    assert office.say("sync_msg")["errcode"] == 48002


def test_a_department_serves_with_all_its_members(sim):
    office = open_office(sim, userids=[], departments=[3])
    external_userid = office.asks()
    assert office.trans(external_userid, 3, servicer_userid="lina")["errcode"] == 95014
    assert office.trans(external_userid, 3, servicer_userid="chenxi")["errcode"] == 0


def test_what_servicers_do_is_told(office, an):
    office.trans(an, 2)
    office.act("take", userid="lina")
    office.act("transfer", to="zhaolei")
    office.act("end")
    office.act("servicer_say", userid="lina", text="还有一句")
    assert changes(office) == [
        (1, None, "lina"),
        (2, "lina", "zhaolei"),
        (3, "zhaolei", None),
        (4, None, "lina"),
    ]
    assert office.state(an) == 3


def test_the_apis_own_moves_are_told_to_nobody_unless_they_echo(office, an):
    office.trans(an, 3, servicer_userid="lina")
    assert changes(office) == []
    office.sim.world.echo = True
    office.trans(an, 3, servicer_userid="zhaolei")
    office.trans(an, 4)
    assert changes(office) == [(2, "lina", "zhaolei"), (3, "zhaolei", None)]


def test_only_who_serves_may_answer(sim, office, an):
    assert not sim.order("kf/servicer_say", customer="an", userid="lina", text="?")["ok"]
    office.trans(an, 3, servicer_userid="lina")
    assert not sim.order("kf/servicer_say", customer="an", userid="zhaolei", text="?")["ok"]
    office.act("servicer_say", text="在的")
    line = office.read()[-1]
    assert (line["origin"], line["servicer_userid"]) == (5, "lina")


@pytest.mark.parametrize("verb", ["take", "transfer", "end"])
def test_what_servicers_cannot_do_is_refused_with_a_reason(sim, an, verb):
    told = sim.order(f"kf/{verb}", customer="an", userid="lina", to="lina")
    assert (told["ok"], bool(told["why"])) == (False, True)


def test_after_48_silent_hours_a_session_is_over(sim, office, an):
    office.trans(an, 3, servicer_userid="lina")
    office.wait(TWO_DAYS)
    assert office.state(an) == 3
    office.wait(1)
    assert office.state(an) == 4
    assert not sim.order("kf/servicer_say", customer="an", userid="lina", text="?")["ok"]
    office.act("say", text="又来了")
    assert office.state(an) == 0
