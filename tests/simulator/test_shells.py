"""The bridge of the sidebar: signatures are computed again, and each refusal says why."""

import pytest

from bots.simulator.cast import AGENTID, RIVAL_AGENTID
from tests.simulator.pages import PAGE, Page, agent_ticket, corp_ticket, sign


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


@pytest.fixture
def page(sim, an):
    return Page(sim, customer="an")


def test_a_page_that_is_signed_rightly_learns_who_is_in_the_chat(page, an):
    assert page.agent_config() == {"err_msg": "agentConfig:ok"}
    assert page.result("getContext") == {"err_msg": "getContext:ok", "entry": "single_chat_tools"}
    told = page.result("getCurExternalContact")
    assert told == {"err_msg": "getCurExternalContact:ok", "userId": an}


def test_the_part_after_the_hash_is_not_signed(sim, an):
    page = Page(sim, address=f"{PAGE}#tab", customer="an")
    assert page.agent_config()["err_msg"] == "agentConfig:ok"
    assert page.said("getCurExternalContact") == "getCurExternalContact:ok"


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "0" * 40},
        {"nonceStr": "another"},
        {"timestamp": "1772413201"},
        {"timestamp": "today"},
    ],
)
def test_a_signature_that_does_not_fit_is_40093(page, wrong):
    told = page.agent_config(**wrong)
    assert told == {"err_msg": "agentConfig:fail invalid signature", "err_code": 40093}


def test_a_signature_for_another_address_is_40093(sim, page):
    for address in (f"{PAGE}/", f"{PAGE}#tab", "http://127.0.0.1:9/"):
        signed = sign(agent_ticket(sim), address)
        assert page.agent_config(**signed)["err_code"] == 40093, address


def test_the_corps_ticket_or_another_apps_is_42012(sim, page):
    for ticket in (corp_ticket(sim), agent_ticket(sim, RIVAL_AGENTID)):
        assert page.agent_config(**sign(ticket, PAGE))["err_code"] == 42012
    wrong = sign(agent_ticket(sim), PAGE)["signature"]
    assert page.config(verifySignature=wrong)["err_code"] == 42012


def test_a_ticket_is_good_for_two_hours_and_what_was_granted_stays(sim, page):
    signed = sign(agent_ticket(sim), PAGE)
    sim.pass_time(sim.ask("ticket/get", type="agent_config")["expires_in"])
    assert page.agent_config(**signed)["err_msg"] == "agentConfig:ok"  # five minutes of overlap
    sim.pass_time(301)
    assert page.agent_config(**signed)["err_code"] == 40093
    assert page.said("getCurExternalContact") == "getCurExternalContact:ok"


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [({"corpid": "wwother"}, 92002), ({"agentid": "7"}, 40056), ({"jsApiList": "all"}, -1)],
)
def test_a_page_of_nobodys_is_refused(page, wrong, errcode):
    told = page.agent_config(**wrong)
    assert told["err_msg"].startswith("agentConfig:fail ")
    assert told["err_code"] == errcode
    assert page.config(verifyAppId="wwother")["err_code"] == 40013


def test_without_agent_config_there_is_no_permission(page):
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"
    assert page.config()["err_msg"] == "config:ok"
    assert page.said("getContext") == "getContext:ok"
    # the corp's identity is not enough
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"


def test_what_is_not_in_the_list_is_not_permitted(page):
    page.agent_config(jsApiList=["getContext"])
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"


def test_what_was_granted_to_one_address_is_not_granted_to_the_next(page, an):
    page.agent_config()
    page.address = f"http://127.0.0.1:9/sidebar/{an}"
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"
    page.agent_config()
    assert page.said("getCurExternalContact") == "getCurExternalContact:ok"


def test_other_calls_say_that_they_are_not_simulated(page):
    page.agent_config(jsApiList=["scanQRCode"])
    told = page.said("scanQRCode")
    assert told == "scanQRCode:fail scanQRCode is not simulated"


@pytest.mark.parametrize(
    "setting",
    [{"rights": ["contacts"]}, {"visible": {"users": ["zhaolei"]}}],
)
def test_an_app_without_the_right_or_the_member_learns_nothing(sim, page, setting):
    page.agent_config()
    sim.order("apps", agentid=AGENTID, **setting)
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"


def test_a_member_outside_the_range_or_a_disabled_app_is_not_registered(sim, page):
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"]})
    assert page.agent_config()["err_code"] == 60011
    signed = sign(agent_ticket(sim), PAGE)
    sim.order("apps", agentid=AGENTID, visible={"parties": [1]}, enabled=False)
    told = page.result(
        "agentConfig",
        corpid=sim.world.corp.corpid,
        agentid=AGENTID,
        jsApiList=["getContext"],
        **signed,
    )
    assert told["err_code"] == 50003


def test_a_member_without_customers_is_told_nothing_of_them(sim, page):
    page.agent_config()
    sim.world.staff["lina"].has_customer_right = False
    assert page.said("getCurExternalContact") == "getCurExternalContact:fail no permission"


def test_only_trusted_domains_may_register_port_included(sim, page):
    sim.order("apps", agentid=AGENTID, trusted_domains=["127.0.0.1"])
    assert page.agent_config()["err_code"] == 80001
    sim.order("apps", agentid=AGENTID, trusted_domains=["127.0.0.1:9"])
    assert page.agent_config()["err_msg"] == "agentConfig:ok"
    assert page.config()["err_msg"] == "config:ok"


def test_an_old_client_wants_config_first_and_knows_less(sim, an):
    page = Page(sim, customer="an", version="2.8.10")
    assert "config is needed first" in page.agent_config()["err_msg"]
    assert page.config()["err_msg"] == "config:ok"
    assert page.agent_config()["err_msg"] == "agentConfig:ok"
    assert page.said("getContext") == "getContext:fail function not exist before 3.0.24"
    assert page.said("getCurExternalContact") == "getCurExternalContact:ok"


def test_the_entry_decides_what_can_be_asked(sim, an):
    for entry, answered in (("contact_profile", True), ("chat_attachment", False)):
        page = Page(sim, customer="an", entry=entry)
        page.agent_config()
        assert page.result("getContext")["entry"] == entry
        told = page.said("getCurExternalContact")
        assert told.endswith(":ok") is answered, told
    page = Page(sim)
    page.agent_config()
    assert page.result("getContext")["entry"] == "normal"
    refused = "getCurExternalContact:fail without context of external contact"
    assert page.said("getCurExternalContact") == refused


def test_beside_a_group_the_page_learns_the_groups_id(sim, an):
    group = sim.order("groups/create", owner="lina", name="体验群", members=["an"])
    page = Page(sim, chat_id=group["chat_id"])
    page.agent_config()
    assert page.result("getContext")["entry"] == "group_chat_tools"
    assert page.result("getCurExternalChat")["chatId"] == group["chat_id"]
    assert "without context" in page.said("getCurExternalContact")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"userid": "nobody"}, "no member"),
        ({"customer": "stranger"}, "nobody knows"),
        ({"customer": "an", "userid": "zhaolei"}, "not friends"),
        ({"entry": "everywhere"}, "entry is one of"),
        ({"entry": "single_chat_tools"}, "wants a chat"),
        ({"version": "new"}, "version"),
        ({"address": "http://127.0.0.1:8/"}, "not on the site"),
        ({"chat_id": "none"}, "no group"),
    ],
)
def test_pages_that_cannot_be_opened_say_why(sim, an, wish, why):
    sim.order("apps", agentid=AGENTID, sidebar_url=PAGE)
    told = sim.order("shell/open", **{"userid": "lina", **wish})
    assert not told["ok"]
    assert why in told["why"]


def test_an_app_without_a_page_has_none_to_open(sim):
    told = sim.order("shell/open", userid="lina")
    assert "sidebar_url" in told["why"]
    assert "no such view" in sim.order("shell/invoke", view="x", name="getContext")["why"]
    assert not sim.order("apps", agentid=AGENTID, sidebar_url="ftp://x")["ok"]
