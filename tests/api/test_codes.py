"""Live codes by REST: what the pages do, programs do, with the same rules."""

import pytest

from app.acquisition.codes.wanted import stop_code
from app.acquisition.models import ContactWay
from app.db import reading, transaction
from app.outreach.welcomes import welcome_for_state
from tests.acquisition.scripted import OK
from tests.api.conftest import BODY
from tests.conftest import CORP

FULL = {
    "name": "展会",
    "userids": ["lina"],
    "source": "线下",
    "remark_template": "{name}-{channel}",
    "skip_verify": False,
    "tag_ids": ["et1"],
    "parties": [],
    "folder": "展会",
    "description": "在展会上认识",
    "is_exclusive": True,
    "sop_ids": [],
    "welcome": {
        "text": "{客户昵称}，您好",
        "links": [{"title": "官网", "url": "https://example.com/a", "desc": "", "picurl": ""}],
    },
}


def test_a_code_is_made_at_wecom_and_told_whole(call, wecom):
    made = call("POST", "/api/codes", key="a", json=FULL)
    assert made.status_code == 201
    assert {name: made.json[name] for name in FULL} == FULL
    assert made.json["status"] == "published"
    sent = wecom.bodies("externalcontact/add_contact_way")[0]
    assert sent["state"] == made.json["state"]
    assert sent["skip_verify"] is False
    with reading() as session:
        welcome = welcome_for_state(session, CORP, made.json["state"])
    assert welcome is not None
    assert welcome.text == "{客户昵称}，您好"


def test_it_is_found_changed_and_taken_away(call, wecom):
    made = call("POST", "/api/codes", key="a", json=FULL).json
    address = f"/api/codes/{made['id']}"
    assert call("GET", "/api/codes?words=展").json["items"] == [made]
    changed = call("PUT", address, key="b", json={**FULL, "name": "门店", "welcome": {}}).json
    assert (changed["name"], changed["state"]) == ("门店", made["state"])
    assert changed["welcome"] == {"text": "", "links": []}
    assert call("GET", address).json == changed
    assert call("GET", made["qr"]).content_type == "image/png"
    assert call("DELETE", address, key="c").json["status"] == "deleting"
    assert call("POST", f"{address}/keep", key="d").json["status"] == "published"
    with transaction() as session:
        stop_code(session.get_one(ContactWay, made["id"]))
    assert call("POST", f"{address}/publish", key="e").json["status"] == "deleted"
    assert wecom.bodies("externalcontact/del_contact_way")
    assert call("PUT", address, key="f", json=BODY).status_code == 409
    assert call("POST", f"{address}/keep", key="g").status_code == 409
    assert call("POST", f"{address}/pause", key="h", json={"is_paused": True}).status_code == 409


def test_a_pause_is_taken_and_ended_and_a_change_leaves_it_alone(call):
    made = call("POST", "/api/codes", key="a", json=FULL).json
    address = f"/api/codes/{made['id']}"
    assert call("POST", f"{address}/pause", key="b", json={"is_paused": True}).json["is_paused"]
    assert call("PUT", address, key="c", json={**FULL, "name": "门店"}).json["is_paused"]
    ended = call("POST", f"{address}/pause", key="d", json={"is_paused": False}).json
    assert (ended["is_paused"], ended["serving"]) == (False, ["lina"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"userids": []}, "userids"),
        ({"userids": ["nobody"]}, "userids"),
        ({"parties": [9]}, "userids"),
        ({"sop_ids": [9]}, "sop_ids"),
        ({"tag_ids": ["et9"]}, "tag_ids"),
        ({"remark_template": "{nobody}"}, "remark_template"),
        ({"welcome": {"text": "字" * 1400}}, "welcome.welcome_text"),
    ],
)
def test_what_the_rules_refuse_is_named_by_field_and_nothing_is_kept(call, wrong, field):
    answer = call("POST", "/api/codes", key="a", json={**BODY, **wrong})
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == [field]
    assert call("GET", "/api/codes").json["total"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "a" * 31},
        {"nmae": "展会"},
        {"userids": "lina"},
    ],
)
def test_what_the_description_forbids_is_told_with_its_path(call, wrong):
    answer = call("POST", "/api/codes", key="a", json={**BODY, **wrong})
    assert answer.status_code == 422
    assert answer.json["error"]["fields"][0]["field"] == next(iter(wrong))


def test_no_json_at_all_is_told_too(call):
    assert call("POST", "/api/codes", key="a", data=b"{").status_code == 422


def test_wecoms_refusal_is_told_and_publishing_again_goes_on_from_there(call, wecom):
    good = wecom.answers["externalcontact/add_contact_way"]
    wecom.answers["externalcontact/add_contact_way"] = {"errcode": 40098, "errmsg": "no userid"}
    made = call("POST", "/api/codes", key="a", json=BODY).json
    assert made["status"] == "waiting"
    assert made["complaint"] == {"errcode": 40098, "errmsg": "no userid"}
    wecom.answers["externalcontact/add_contact_way"] = good
    assert call("POST", f"/api/codes/{made['id']}/publish", key="b").json["status"] == "published"
    assert wecom.answers["externalcontact/update_contact_way"] == OK


def test_a_list_comes_in_pages(call):
    for number in range(3):
        call("POST", "/api/codes", key=str(number), json={**BODY, "name": f"码{number}"})
    page = call("GET", "/api/codes?size=2&page=2").json
    assert [one["name"] for one in page["items"]] == ["码0"]
    assert (page["total"], page["page"], page["size"]) == (3, 2, 2)
    assert call("GET", "/api/codes?sise=2").status_code == 422


def test_a_program_reads_the_language_that_it_asks_for(app, call):
    chinese = call("GET", "/api/codes/9").json["error"]["title"]
    answer = app.test_client().get("/api/codes", headers={"Accept-Language": "en"})
    assert chinese == "没有找到这个页面"
    assert answer.json["error"]["title"] == "A token is needed"
