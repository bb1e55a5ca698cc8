"""Customers who change hands while both members serve: a day's wait, refusals, limits."""

import pytest

from tests.simulator.rig import MONDAY

DAY = 86400
GIVE, RESULT = "externalcontact/transfer_customer", "externalcontact/transfer_result"


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(user=["lina"]), "an")["external_userid"]


def give(sim, *external_userids, to="zhaolei", handover="lina", **more):
    pair = {"handover_userid": handover, "takeover_userid": to}
    return sim.say(GIVE, **pair, external_userid=list(external_userids), **more)


def result(sim, to="zhaolei", handover="lina"):
    sim.log_in()
    told = sim.say(RESULT, handover_userid=handover, takeover_userid=to)
    return [(row["status"], row["takeover_time"]) for row in told["customer"]]


def of_transfers(receiver):
    """After the scan that began it all: kind, member, source, reason."""
    rows = []
    for event in receiver.events[1:]:
        more = event.get("Source") or event.get("FailReason") or ""
        rows.append((event["ChangeType"], event["UserID"], more))
    return rows


def test_after_a_day_the_customer_is_the_new_members(sim, receiver, an):
    sim.order("staff/edit", userid="lina", customer="an", remark="安姐")
    assert give(sim, an)["customer"] == [{"external_userid": an, "errcode": 0}]
    assert result(sim) == [(2, int(MONDAY) + DAY)], "waiting until it happens by itself"
    sim.pass_time(DAY - 1)
    assert result(sim)[0][0] == 2
    sim.pass_time(1)
    assert result(sim) == [(1, int(MONDAY) + DAY)]
    assert of_transfers(receiver)[1:] == [
        ("del_external_contact", "lina", "DELETE_BY_TRANSFER"),
        ("add_external_contact", "zhaolei", ""),
    ]
    assert "WelcomeCode" not in receiver.events[-1]
    (follow,) = sim.ask("externalcontact/get", external_userid=an)["follow_user"]
    assert (follow["userid"], follow["add_way"], follow["remark"]) == ("zhaolei", 202, "安姐")
    assert follow["oper_userid"] == "lina"


def test_the_customer_reads_the_message_of_the_transfer(sim, an):
    bo = sim.scan(sim.code(user=["lina"]), "bo")["external_userid"]
    give(sim, an, transfer_success_msg="换我啦")
    give(sim, bo)
    sim.pass_time(DAY)
    assert sim.see("phone/an")["chats"][-1]["messages"][-1]["text"] == "换我啦"
    assert "赵磊" in sim.see("phone/bo")["chats"][-1]["messages"][-1]["text"]


def test_a_customer_may_refuse_and_stays_where_he_is(sim, receiver, an):
    give(sim, an)
    assert sim.order("transfers/refuse", customer="an")["status"] == 3
    sim.pass_time(DAY)
    assert result(sim) == [(3, 0)]
    assert of_transfers(receiver) == [("transfer_fail", "zhaolei", "customer_refused")]
    assert not sim.order("transfers/refuse", customer="an")["ok"]
    assert sim.ask("externalcontact/get", external_userid=an)["follow_user"][0]["userid"] == "lina"


def test_a_customer_may_accept_before_the_day_is_over(sim, receiver, an):
    give(sim, an)
    sim.pass_time(60)
    assert sim.order("transfers/accept", customer="an", userid="zhaolei")["status"] == 1
    sim.pass_time(DAY)
    assert result(sim) == [(1, int(MONDAY) + 60)]
    assert len(of_transfers(receiver)) == 2, "once only"


def test_a_member_who_has_enough_customers_gets_no_more(sim, receiver, an):
    sim.scan(sim.code(user=["zhaolei"], state="other"), "bo")
    sim.order("console/corp", most_customers=1)
    give(sim, an)
    sim.pass_time(DAY)
    assert result(sim) == [(4, 0)]
    assert of_transfers(receiver)[-1] == ("transfer_fail", "zhaolei", "customer_limit_exceed")


def test_a_customer_whom_the_old_member_deletes_meanwhile_goes_nowhere(sim, receiver, an):
    give(sim, an)
    sim.order("staff/delete", userid="lina", customer="an")
    sim.pass_time(DAY)
    assert result(sim) == [(5, 0)]
    assert of_transfers(receiver) == [("del_external_contact", "lina", "")]


def test_who_is_a_friend_already_or_had_him_before_is_told_nothing(sim, receiver, an):
    sim.scan(sim.code(user=["chenxi"], state="other"), "an")
    give(sim, an, to="chenxi")
    sim.pass_time(DAY)
    sim.log_in()
    give(sim, an, handover="chenxi", to="lina")
    sim.pass_time(DAY)
    added = [who for kind, who, _ in of_transfers(receiver) if kind == "add_external_contact"]
    assert added == ["chenxi"], "from the scan alone"
    assert result(sim, handover="chenxi", to="lina")[0][0] == 1


def test_two_transfers_in_90_days_and_no_third(sim, an):
    def errcode(handover, to):
        sim.log_in()
        (row,) = give(sim, an, handover=handover, to=to)["customer"]
        return row["errcode"]

    assert errcode("lina", "zhaolei") == 0
    sim.pass_time(DAY)
    assert errcode("zhaolei", "lina") == 0
    sim.pass_time(DAY)
    assert errcode("lina", "zhaolei") == 40128
    sim.pass_time(89 * DAY)
    assert errcode("lina", "zhaolei") == 0, "the first is longer ago now"


def test_a_refused_transfer_does_not_count(sim, an):
    for _ in range(3):
        assert give(sim, an)["customer"][0]["errcode"] == 0
        sim.order("transfers/refuse", customer="an")


def test_each_customer_has_an_errcode_of_his_own(sim, an):
    cy = sim.scan(sim.code(user=["chenxi"], state="other"), "cy")["external_userid"]
    give(sim, an)
    told = give(sim, an, cy, "wmNobody")
    assert told["errcode"] == 0
    assert [row["errcode"] for row in told["customer"]] == [40129, 40131, 40096]


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"handover_userid": ""}, 40063),
        ({"takeover_userid": ""}, 40063),
        ({"takeover_userid": "nobody"}, 40003),
        ({"takeover_userid": "lina"}, 40130),
        ({"external_userid": []}, 40063),
        ({"external_userid": [f"wm{n}" for n in range(101)]}, 40058),
        ({"transfer_success_msg": "长" * 201}, 40058),
        ({"takeover_userid": "chenxi"}, 41054),
        ({"takeover_userid": "sunyue"}, 40098),
    ],
)
def test_transfers_that_are_refused_whole(sim, an, fields, errcode):
    sim.order("console/member", userid="chenxi", activated=False)
    sim.order("console/member", userid="sunyue", verified=False)
    usual = {"handover_userid": "lina", "takeover_userid": "zhaolei", "external_userid": [an]}
    assert sim.say(GIVE, **{**usual, **fields})["errcode"] == errcode
    assert sim.see("truth")["transfers"] == []
