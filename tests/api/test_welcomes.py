"""Welcomes for programs: the default one, members' own and codes', with all that they may hold."""

import pytest

from app.db import reading
from app.outreach.welcomes import welcome_for_state
from tests.api.conftest import BODY
from tests.api.seed import LINK as DOOR
from tests.api.seed import picture
from tests.conftest import CORP

LINK = {
    "title": "官网",
    "url": "https://example.com/a",
    "desc": "",
    "picurl": "https://example.com/a.png",
}
WHOSE = ["welcomes/default", "welcomes/staff/lina", "codes/1/welcome", "links/1/welcome"]
EMPTY = {"text": "", "materials": [], "links": [], "minis": [], "windows": []}


@pytest.fixture
def full(house):
    """A welcome of everything; its material is a real picture."""
    material_id = picture()
    mini = {"title": "商城", "appid": "wx12", "page": "pages/index", "cover": material_id}
    said = {"text": "您好", "materials": [material_id], "links": [LINK], "minis": [mini]}
    night = {"name": "夜间", "start": "22:00", "end": "08:00", "weekdays": [1, 7]}
    feast = {"name": "春节", "start": "00:00", "end": "00:00", "weekdays": []}
    dates = {"first": "2027-02-06", "last": "2027-02-12"}
    return {
        **said,
        "windows": [
            {**said, **night, "first": None, "last": None},
            {**said, **feast, **dates},
        ],
    }


@pytest.mark.parametrize("whose", WHOSE)
def test_a_welcome_is_kept_and_told_whole_and_switched_off_by_nothing(call, full, whose):
    call("POST", "/api/codes", key="code", json=BODY)
    call("POST", "/api/links", key="link", json=DOOR)
    address = f"/api/{whose}"
    assert call("GET", address).json == {**EMPTY, "is_active": False, "version": 0, "unready": []}
    put = call("PUT", address, key="a", json=full)
    assert put.status_code == 200
    assert put.json == {**full, "is_active": True, "version": 1, "unready": []}
    assert call("GET", address).json == put.json
    assert len(call("GET", "/api/welcomes").json["items"]) == 1
    off = call("PUT", address, key="b", json={}).json
    assert off == {**EMPTY, "is_active": False, "version": 2, "unready": []}


def test_a_codes_welcome_is_the_one_of_its_state_and_its_form_keeps_the_rest(call, full):
    code = call("POST", "/api/codes", key="code", json=BODY).json
    call("PUT", "/api/codes/1/welcome", key="a", json=full)
    with reading() as session:
        welcome = welcome_for_state(session, CORP, code["state"])
    assert welcome is not None
    assert welcome.text == "您好"
    said = {"text": "欢迎", "links": []}
    call("PUT", "/api/codes/1", key="b", json={**BODY, "welcome": said})
    after = call("GET", "/api/codes/1/welcome").json
    assert (after["text"], after["links"]) == ("欢迎", [])
    assert (after["materials"], after["windows"]) == (full["materials"], full["windows"])


def test_its_files_are_lent_to_wecom_at_once_and_a_refusal_is_told(call, full, wecom):
    assert call("PUT", "/api/welcomes/default", key="a", json=full).json["unready"] == []
    assert len(wecom.bodies("media/upload")) == 1
    other = picture(b"another")
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    told = call("PUT", "/api/welcomes/default", key="b", json={"materials": [other]})
    assert (told.status_code, told.json["unready"]) == (200, [other])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "字" * 1400}, "welcome_text"),
        ({"materials": [99]}, "materials"),
        ({"minis": [{"title": "a", "appid": "wx1", "page": "p", "cover": 99}]}, "materials"),
        ({"links": [{**LINK, "title": "字" * 50}]}, "link-0-title"),
        ({"windows": [{"start": "09:00", "end": "10:00", "weekdays": [1]}]}, "w0-welcome_text"),
        ({"windows": [{"text": "a", "start": "09:00", "end": "10:00"}]}, "w0-weekdays"),
    ],
)
def test_what_the_rules_refuse_is_named_and_nothing_is_kept(call, wrong, field):
    answer = call("PUT", "/api/welcomes/default", key="a", json=wrong)
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == [field]
    assert call("GET", "/api/welcomes/default").json["version"] == 0


def test_only_a_member_has_a_welcome_of_their_own(call):
    for method in ("GET", "PUT"):
        assert call(method, "/api/welcomes/staff/nobody", key=method, json={}).status_code == 404
