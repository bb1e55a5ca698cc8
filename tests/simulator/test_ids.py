"""One person's other ids, and the list of everybody who was served."""

import pytest

DAY = 86400
UNION, PENDING = (
    "idconvert/unionid_to_external_userid",
    "idconvert/batch/external_userid_to_pending_id",
)
STRANGER = {"unionid": "oStranger", "openid": "oOpen"}


@pytest.fixture
def an(sim):
    sim.scan(sim.code(user=["lina"]), "an")
    return sim.see("customers")["customers"][0]


def test_a_unionid_leads_to_the_customer(sim, an):
    told = sim.say("externalcontact/unionid_to_external_userid", unionid=an["unionid"])
    assert told["external_userid"] == an["external_userid"]
    told = sim.say(UNION, unionid=an["unionid"], openid="o")
    assert (told["external_userid"], told["pending_id"]) == (an["external_userid"], "")
    stranger = sim.say("externalcontact/unionid_to_external_userid", unionid="oStranger")
    assert stranger["errcode"] == 610014
    for missing in ({"openid": "o"}, {"unionid": "o"}):
        assert sim.say(UNION, **missing)["errcode"] == 40063


def test_an_app_finds_only_customers_of_members_whom_it_sees(sim, an):
    sim.order("apps", agentid=sim.world.corp.agentid, visible={"users": ["chenxi"], "parties": []})
    asked = {"unionid": an["unionid"], "openid": "o"}
    assert sim.say("externalcontact/unionid_to_external_userid", **asked)["errcode"] == 610014
    assert sim.say(UNION, **asked)["pending_id"].startswith("p")
    assert sim.say("externalcontact/contact_list")["info_list"] == []


def test_who_is_no_customer_yet_has_a_pending_id_for_90_days(sim, an):
    first = sim.say(UNION, **STRANGER)
    assert first["external_userid"] == ""
    sim.pass_time(89 * DAY)
    sim.log_in()
    assert sim.say(UNION, **STRANGER)["pending_id"] == first["pending_id"]
    sim.pass_time(2 * DAY)
    sim.log_in()
    assert sim.say(UNION, **STRANGER)["pending_id"] != first["pending_id"]


def test_a_pending_id_is_found_again_once_he_is_a_customer(sim, an):
    sim.order("staff/delete", userid="lina", customer="an")
    pending = sim.say(UNION, unionid=an["unionid"], openid="o")["pending_id"]
    asked = {"external_userid": [an["external_userid"], "wmNobody"]}
    assert sim.say(PENDING, **asked)["result"] == []
    sim.scan(sim.code(state="again"), "an")
    row = {"external_userid": an["external_userid"], "pending_id": pending}
    assert sim.say(PENDING, **asked)["result"] == [row]
    assert sim.say(PENDING, external_userid=[])["errcode"] == 40063
    assert sim.say(PENDING, **asked, chat_id="wrGroup")["errcode"] == 40058


def test_an_openid_is_another_id_than_the_unionid(sim, an):
    path = "externalcontact/convert_to_openid"
    openid = sim.say(path, external_userid=an["external_userid"])["openid"]
    assert openid.startswith("o") and openid != an["unionid"]
    assert sim.say(path, external_userid=an["external_userid"])["openid"] == openid
    assert sim.say(path, external_userid="wmNobody")["errcode"] == 40096
    assert sim.say(path)["errcode"] == 41035


def test_everybody_served_is_listed_with_an_id_for_four_hours(sim, an):
    code = sim.code(user=["chenxi"], state="x")
    for key in ("bo", "an"):
        sim.scan(code, key)
    sim.order("staff/delete", userid="chenxi", customer="bo")
    (first, second) = sim.say("externalcontact/contact_list")["info_list"]
    assert [row["follow_userid"] for row in (first, second)] == ["lina", "chenxi"]
    assert first["is_customer"] and first["tmp_openid"] == second["tmp_openid"]
    assert (first["external_userid"], first["add_time"]) == (
        an["external_userid"],
        sim.see("truth")["follows"][0]["createtime"],
    )
    sim.pass_time(4 * 3600)
    sim.log_in()
    later = sim.say("externalcontact/contact_list")["info_list"][0]
    assert later["tmp_openid"] != first["tmp_openid"]


def test_a_cursor_of_the_list_grows_old(sim, an):
    sim.scan(sim.code(user=["chenxi"], state="x"), "an")
    page = sim.say("externalcontact/contact_list", limit=1)
    rest = sim.say("externalcontact/contact_list", cursor=page["next_cursor"])
    assert [len(page["info_list"]), len(rest["info_list"])] == [1, 1]
    assert rest["next_cursor"] == ""
    sim.pass_time(4 * 3600 + 1)
    sim.log_in()
    for cursor in (page["next_cursor"], "nonsense"):
        assert sim.say("externalcontact/contact_list", cursor=cursor)["errcode"] == 40058
