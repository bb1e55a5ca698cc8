"""A customer whom a member finds by a phone number: asked, and added only if he agrees."""


def asked(sim, key):
    told = sim.order("staff/search", userid="lina", customer={"key": key}, mobile="13800000001")
    assert told["ok"] and told["pending"]
    return told["external_userid"]


def test_whoever_agrees_is_added_by_the_member_and_the_app_is_told(sim, receiver):
    external_userid = asked(sim, "an")
    sim.settle()
    assert receiver.changes() == []
    assert sim.order("people/answer", userid="lina", customer="an")["ok"]
    sim.settle()
    assert receiver.changes() == ["add_external_contact"]
    (follow,) = sim.ask("externalcontact/get", external_userid=external_userid)["follow_user"]
    assert (follow["add_way"], follow["oper_userid"]) == (2, "lina")
    assert follow["remark_mobiles"] == [], "the member notes it, or nobody"
    again = sim.order("staff/search", userid="lina", customer="an", mobile="13800000001")
    assert again["already"] is True


def test_who_refuses_is_no_friend_and_nobody_is_told(sim, receiver):
    external_userid = asked(sim, "bo")
    assert sim.order("people/answer", userid="lina", customer="bo", agrees=False)["refused"]
    sim.settle()
    assert receiver.changes() == []
    assert sim.ask("externalcontact/get", external_userid=external_userid)["errcode"] == 84061
    assert not sim.order("people/answer", userid="lina", customer="bo")["ok"], "he has answered"


def test_a_search_needs_a_number(sim, receiver):
    assert not sim.order("staff/search", userid="lina", customer={"key": "an"})["ok"]
