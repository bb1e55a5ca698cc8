"""Landing pages for programs: what visitors see at once, and what they leave without its number."""

from base64 import b64encode

import pytest

from tests.api.conftest import BODY
from tests.api.seed import LANDING, PNG

PAGE = "/api/landing-pages/1"


@pytest.fixture(autouse=True)
def code(call):
    assert call("POST", "/api/codes", key="code", json=BODY).status_code == 201


def test_a_page_is_made_open_and_told_with_an_address_for_each_source(app, call):
    made = call("POST", "/api/landing-pages", key="a", json=LANDING)
    assert made.status_code == 201
    assert {name: made.json[name] for name in ("name", "title", "asks", "target")} == {
        name: LANDING[name] for name in ("name", "title", "asks", "target")
    }
    plain, douyin = made.json["sources"]
    assert (plain["source"], douyin["source"]) == ("", "抖音")
    assert made.json["is_ready"]
    address = douyin["url"][douyin["url"].index("/p/") :]
    assert "领取资料" in app.test_client().get(address).get_data(as_text=True)
    seen = call("GET", PAGE).json["sources"]
    assert [one["visits"] for one in seen] == [0, 1]
    assert call("GET", "/api/landing-pages").json["total"] == 1


def test_one_key_is_one_page_and_a_change_keeps_its_address(app, call):
    made = call("POST", "/api/landing-pages", key="a", json=LANDING).json
    assert call("POST", "/api/landing-pages", key="a", json=LANDING).json == made
    shut = {**LANDING, "title": "改过的标题", "is_open": False, "target": {"kind": "stores"}}
    changed = call("PUT", PAGE, key="b", json=shut)
    assert changed.status_code == 200
    assert (changed.json["title"], changed.json["is_open"]) == ("改过的标题", False)
    assert changed.json["target"] == {"kind": "stores", "id": None}
    url = made["sources"][0]["url"]
    assert changed.json["sources"][0]["url"] == url
    assert app.test_client().get(url[url.index("/p/") :]).status_code == 404


def test_its_picture_has_an_address_of_its_own_and_outlives_a_change(call):
    call("POST", "/api/landing-pages", key="a", json=LANDING)
    assert call("GET", f"{PAGE}/image").status_code == 404
    content = b64encode(PNG).decode()
    assert call("PUT", f"{PAGE}/image", key="b", json={"content": content}).json["has_image"]
    assert call("GET", f"{PAGE}/image").data == PNG
    assert call("PUT", PAGE, key="c", json=LANDING).json["has_image"]
    assert not call("DELETE", f"{PAGE}/image", key="d").json["has_image"]


@pytest.mark.parametrize("content", ["", "abc", b64encode(b"no picture at all").decode()])
def test_what_is_no_picture_is_refused(call, content):
    call("POST", "/api/landing-pages", key="a", json=LANDING)
    refused = call("PUT", f"{PAGE}/image", key="b", json={"content": content})
    assert refused.status_code == 409
    assert refused.json["error"]["fields"][0]["field"] == "content"


def test_what_visitors_leave_is_told_with_its_number_masked(app, call):
    made = call("POST", "/api/landing-pages", key="a", json=LANDING).json
    url = made["sources"][1]["url"]
    left = {"name": "王芳", "phone": "13800138000", "agree": "1"}
    sent = app.test_client().post(url[url.index("/p/") :], data=left)
    assert sent.status_code == 303
    answer = call("GET", f"{PAGE}/submissions")
    (one,) = answer.json["items"]
    assert (one["name"], one["phone"], one["source"]) == ("王芳", "138****8000", "抖音")
    assert "13800138000" not in answer.get_data(as_text=True)
    assert call("GET", PAGE).json["sources"][1]["left"] == 1


def test_what_a_visitor_left_is_erased_and_still_counted(app, call):
    url = call("POST", "/api/landing-pages", key="a", json=LANDING).json["sources"][1]["url"]
    left = {"name": "王芳", "phone": "13800138000", "agree": "1"}
    app.test_client().post(url[url.index("/p/") :], data=left)
    assert call("DELETE", "/api/landing-submissions/99", key="b").status_code == 404
    assert call("DELETE", "/api/landing-submissions/1", key="c").status_code == 204
    (one,) = call("GET", f"{PAGE}/submissions").json["items"]
    assert (one["name"], one["phone"]) == ("", "")
    assert one["erased_at"] is not None
    assert call("GET", PAGE).json["sources"][1]["left"] == 1


@pytest.mark.parametrize("target", [{"kind": "code", "id": 99}, {"kind": "code"}])
def test_a_page_that_leads_nowhere_is_refused_by_the_rule_of_the_form(call, target):
    refused = call("POST", "/api/landing-pages", key="a", json={**LANDING, "target": target})
    assert refused.status_code == 409
    assert [one["field"] for one in refused.json["error"]["fields"]] == ["target"]
