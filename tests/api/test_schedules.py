"""Who receives when, for programs: by the very rules of the page."""

import pytest

from app.contacts.models import Department
from app.db import transaction
from tests.api.conftest import BODY
from tests.conftest import CORP

NIGHT = {
    "weekdays": [0, 1, 2, 3, 4],
    "start": "22:00",
    "end": "06:00",
    "userids": ["zhaolei"],
    "parties": [],
}
HOLIDAY = {
    "first": "2026-03-05",
    "last": "2026-03-06",
    "start": "00:00",
    "end": "00:00",
    "userids": ["zhaolei"],
    "parties": [],
}
FULL = {
    "periods": [NIGHT],
    "specials": [HOLIDAY],
    "holiday": ["zhaolei"],
    "makeup_as": 0,
    "fallback": ["zhaolei"],
    "caps": {"staff_day": 10, "staff_all": None, "code_day": 30, "code_all": None},
    "verify_window": {"start": "09:00", "end": "18:00"},
}
SCHEDULE = "/api/codes/1/schedule"


@pytest.fixture(autouse=True)
def code(call):
    assert call("POST", "/api/codes", key="code", json=BODY).status_code == 201


def test_what_is_put_is_what_is_told_and_nothing_else_of_the_code_changes(call):
    before = call("GET", "/api/codes/1").json
    put = call("PUT", SCHEDULE, key="a", json=FULL)
    assert put.status_code == 200
    assert {name: put.json[name] for name in FULL} == FULL
    assert put.json["serving"] == ["lina"]
    assert put.json["next_change_at"] is not None
    assert call("GET", SCHEDULE).json == put.json
    assert call("GET", "/api/codes/1").json == before


def test_who_serves_now_is_told_to_wecom_at_once(call, wecom):
    now = {**NIGHT, "start": "09:00", "end": "10:00"}  # it is Monday, 09:30
    put = call("PUT", SCHEDULE, key="a", json={"periods": [now]})
    assert put.json["serving"] == ["zhaolei"]
    assert wecom.bodies("externalcontact/update_contact_way")[-1]["user"] == ["zhaolei"]


def test_a_change_of_the_schedule_ends_no_pause(call):
    call("POST", "/api/codes/1/pause", key="a", json={"is_paused": True})
    assert call("PUT", SCHEDULE, key="b", json=FULL).json["is_paused"]


@pytest.mark.parametrize(
    ("moment", "userids", "source"),
    [
        ({"day": "2026-03-02", "at": "21:59"}, ["lina"], "default"),
        ({"day": "2026-03-03", "at": "05:59"}, ["zhaolei"], "weekly"),
        ({"day": "2026-03-05", "at": "12:00"}, ["zhaolei"], "special"),
    ],
)
def test_a_preview_tells_who_would_receive_and_keeps_nothing(call, moment, userids, source):
    before = call("GET", SCHEDULE).json
    told = call("POST", f"{SCHEDULE}/preview", key="a", json={**moment, "schedule": FULL}).json
    assert (told["userids"], told["source"]) == (userids, source)
    assert call("GET", SCHEDULE).json == before
    standing = call("POST", f"{SCHEDULE}/preview", key="b", json=moment).json
    assert standing["source"] == "default"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fallback": ["nobody"]}, "fallback"),
        ({"periods": [NIGHT, NIGHT]}, "periods"),
        ({"periods": [{**NIGHT, "weekdays": []}]}, "period-0"),
        ({"specials": [{**HOLIDAY, "first": "2026-02-30"}]}, "special-0"),
        ({"specials": [{**HOLIDAY, "last": "2026-03-01"}]}, "special-0"),
    ],
)
def test_what_the_rules_refuse_is_named_and_nothing_is_kept(call, wrong, field):
    before = call("GET", SCHEDULE).json
    answer = call("PUT", SCHEDULE, key="a", json=wrong)
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == [field]
    moment = {"day": "2026-03-02", "at": "09:30"}
    answer = call("POST", f"{SCHEDULE}/preview", key="b", json={**moment, "schedule": wrong})
    assert [one["field"] for one in answer.json["error"]["fields"]] == [f"schedule.{field}"]
    assert call("GET", SCHEDULE).json == before


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31", "0000-01-01"])
def test_a_day_that_there_is_not_is_refused(call, day):
    asked = {"day": day, "at": "09:30"}
    assert call("POST", f"{SCHEDULE}/preview", key="a", json=asked).status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"makeup_as": 5}, {"caps": {"code_day": 0}}, {"caps": {"code_day": True}}]
)
def test_what_the_description_forbids_is_422(call, wrong):
    assert call("PUT", SCHEDULE, key="a", json=wrong).status_code == 422


def test_a_deleted_code_takes_no_schedule(call):
    from app.acquisition.codes.wanted import stop_code
    from app.acquisition.models import ContactWay
    from app.db import transaction

    with transaction() as session:
        stop_code(session.get_one(ContactWay, 1))
    assert call("PUT", SCHEDULE, key="a", json=FULL).status_code == 409


def test_departments_are_put_previewed_and_told_to_wecom(call, wecom):
    with transaction() as session:
        session.add(Department(corp_id=CORP, department_id=2, name="销售部"))
    now = {"weekdays": [0], "start": "09:00", "end": "10:00", "parties": [2]}  # Monday, 09:30
    put = call("PUT", SCHEDULE, key="a", json={"periods": [now], "fallback_parties": [2]})
    assert put.status_code == 200, put.json
    assert (put.json["serving"], put.json["serving_parties"]) == ([], [2])
    assert put.json["periods"][0]["parties"] == put.json["fallback_parties"] == [2]
    said = wecom.bodies("externalcontact/update_contact_way")[-1]
    assert (said["user"], said["party"]) == ([], [2])
    asked = {"day": "2026-03-02", "at": "09:45"}
    told = call("POST", f"{SCHEDULE}/preview", key="b", json=asked).json
    assert (told["userids"], told["parties"], told["by_name"]) == ([], [2], [])
    assert call("GET", "/api/codes/1").json["serving_parties"] == [2]


def test_a_department_that_is_not_there_is_refused(call):
    refused = call("PUT", SCHEDULE, key="a", json={"fallback_parties": [99]})
    assert refused.status_code == 409
    assert "fallback" in refused.text
