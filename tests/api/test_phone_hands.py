"""Numbers change hands, and some are never asked for: for programs, by the deeds of the pages."""

import pytest

from tests.api.seed import BLOCK, PHONE_LIST
from tests.api.test_phone_lists import TABLE

LIST = "/api/phone-lists/1"
ZHAO = [{"userid": "zhaolei"}]


@pytest.fixture
def rows(call):
    """The ids of a list's good rows; both are with lina."""
    call("POST", "/api/phone-drafts", key="draft", json=TABLE)
    assert call("POST", "/api/phone-drafts/1/keep", key="k", json=PHONE_LIST).status_code == 201
    told = call("GET", f"{LIST}/rows?verdict=good").json["items"]
    assert [one["userid"] for one in told] == ["lina", "lina"]
    return [one["id"] for one in told]


def holders(call) -> list[str]:
    return [one["userid"] for one in call("GET", f"{LIST}/rows?verdict=good").json["items"]]


def test_what_nobody_has_asked_is_shared_anew_once(call, rows):
    answer = call("POST", f"{LIST}/reallot", key="a", json={"members": ZHAO})
    assert (answer.status_code, answer.json) == (200, {"count": 2})
    assert holders(call) == ["zhaolei", "zhaolei"]
    assert call("POST", f"{LIST}/reallot", key="a", json={"members": ZHAO}).json == {"count": 2}
    assert call("GET", LIST).json["members"] == {"zhaolei": 1}
    shares = call("GET", f"{LIST}/members").json["items"]
    assert {one["userid"]: one["waiting"] for one in shares} == {"lina": 0, "zhaolei": 2}


def test_rows_are_handed_to_a_member_and_their_turns_are_told(call, rows):
    body = {"items": rows[:1], "userid": "zhaolei"}
    assert call("POST", f"{LIST}/assign", key="a", json=body).json == {"count": 1}
    assert holders(call) == ["zhaolei", "lina"]
    assert call("POST", f"{LIST}/assign", key="b", json=body).json == {"count": 0}
    history = call("GET", f"/api/phone-rows/{rows[0]}")
    turns = [(one["userid"], one["ended_because"]) for one in history.json["turns"]]
    assert turns == [("lina", "moved"), ("zhaolei", None)]
    assert history.json["item"]["phone"] == "138****8000"
    assert "13800138000" not in history.get_data(as_text=True)


def test_a_stranger_and_a_row_of_another_list_are_named_and_nothing_moves(call, rows):
    body = {"items": [rows[0], 999], "userid": "nobody"}
    refused = call("POST", f"{LIST}/assign", key="a", json=body)
    assert refused.status_code == 409
    assert {one["field"] for one in refused.json["error"]["fields"]} == {"items", "userid"}
    members = {"members": [{"userid": "nobody"}]}
    refused = call("POST", f"{LIST}/reallot", key="b", json=members)
    assert [one["field"] for one in refused.json["error"]["fields"]] == ["members"]
    assert holders(call) == ["lina", "lina"]


def test_a_list_that_has_ended_is_left_alone_and_says_so_in_the_callers_language(call, rows):
    call("POST", f"{LIST}/close", key="a")
    body = {"items": rows, "userid": "zhaolei"}
    refused = call("POST", f"{LIST}/assign", key="b", json=body)
    assert refused.status_code == 409
    assert "已结束" in refused.json["error"]["message"]
    assert call("POST", f"{LIST}/reallot", key="c", json={"members": ZHAO}).status_code == 409


def test_a_blocked_number_is_skipped_by_lists_until_it_is_let_go(call):
    made = call("POST", "/api/blocked-phones", key="a", json={**BLOCK, "note": "来电要求"})
    assert made.status_code == 201
    assert (made.json["phone"], made.json["note"]) == ("137****7000", "来电要求")
    again = call("POST", "/api/blocked-phones", key="b", json=BLOCK)
    assert again.json == made.json
    table = {"rows": [{"phone": BLOCK["phone"]}]}
    assert call("POST", "/api/phone-drafts", key="c", json=table).json["counts"]["blocked"] == 1
    assert call("GET", "/api/blocked-phones").json["items"] == [made.json]
    assert call("DELETE", f"/api/blocked-phones/{made.json['id']}", key="d").status_code == 204
    assert call("GET", "/api/phone-drafts/1").json["counts"]["good"] == 1
    assert call("DELETE", "/api/blocked-phones/1", key="e").status_code == 404


@pytest.mark.parametrize("phone", ["123", "021-6888 8888", "abc"])
def test_what_is_no_mobile_number_is_not_blocked(call, phone):
    refused = call("POST", "/api/blocked-phones", key="a", json={"phone": phone})
    assert refused.status_code == 409
    assert refused.json["error"]["fields"][0]["field"] == "phone"
