"""Phone lists for programs: a verdict for each row, fair shares, and never a whole number."""

import pytest

from tests.api.seed import PHONE_LIST, ROWS

TABLE = {
    "rows": [
        {"phone": "138 0013 8000", "name": "王芳", "note": "展会", "source": "问卷"},
        {"phone": "+86 13800138000"},
        {"phone": "12345"},
        {"phone": "13900139000", "name": "刘洋"},
    ]
}
TWO = {**PHONE_LIST, "members": [{"userid": "lina"}, {"userid": "zhaolei", "weight": 1}]}


def test_each_row_is_judged_and_its_number_masked(call):
    made = call("POST", "/api/phone-drafts", key="a", json=TABLE)
    assert made.status_code == 201
    told = [(row["row"], row["verdict"], row["phone"]) for row in made.json["rows"]]
    assert told == [
        (1, "good", "138****8000"),
        (2, "repeated", "138****8000"),
        (3, "bad", "*****"),
        (4, "good", "139****9000"),
    ]
    assert made.json["counts"]["good"] == 2
    assert made.json["rows"][1]["words"] == "和第 1 行相同"
    assert call("GET", "/api/phone-drafts/1").json == made.json
    assert "13800138000" not in made.get_data(as_text=True)


def test_a_list_is_kept_shared_and_ended(call):
    call("POST", "/api/phone-drafts", key="a", json=TABLE)
    kept = call("POST", "/api/phone-drafts/1/keep", key="b", json=TWO)
    assert kept.status_code == 201
    assert kept.json["members"] == {"lina": 1, "zhaolei": 1}
    assert kept.json["funnel"] == {"rows": 4, "good": 2, "given": 2, "asked": 0, "added": 0}
    assert call("GET", "/api/phone-drafts/1").status_code == 404
    assert call("POST", "/api/phone-drafts/1/keep", key="c", json=TWO).status_code == 404
    assert call("POST", "/api/phone-drafts/1/keep", key="b", json=TWO).json == kept.json
    assert call("GET", "/api/phone-lists?words=展").json["items"] == [kept.json]
    closed = call("POST", "/api/phone-lists/1/close", key="d").json
    assert closed["closed_at"] is not None
    assert call("POST", "/api/phone-lists/1/close", key="e").status_code == 409
    assert call("GET", "/api/phone-lists?status=running").json["total"] == 0


def test_the_rows_of_a_list_are_told_by_verdict_state_and_member_and_masked(call):
    call("POST", "/api/phone-drafts", key="a", json=TABLE)
    call("POST", "/api/phone-drafts/1/keep", key="b", json=TWO)
    answer = call("GET", "/api/phone-lists/1/rows?verdict=good")
    told = {(row["phone"], row["userid"], row["state"]) for row in answer.json["items"]}
    assert told == {("138****8000", "lina", "given"), ("139****9000", "zhaolei", "given")}
    assert "13800138000" not in answer.get_data(as_text=True)
    assert call("GET", "/api/phone-lists/1/rows?userid=lina").json["total"] == 1
    assert call("GET", "/api/phone-lists/1/rows?verdict=odd").status_code == 422


def test_what_was_handed_in_can_be_dropped(call):
    call("POST", "/api/phone-drafts", key="a", json=ROWS)
    assert call("DELETE", "/api/phone-drafts/1", key="b").status_code == 204
    again = call("DELETE", "/api/phone-drafts/1", key="b")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (204, "true")
    assert call("GET", "/api/phone-drafts/1").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"members": [{"userid": "nobody"}]}, "userids"),
        ({"tag_ids": ["et9"]}, "tag_ids"),
        ({"remark_template": "{nobody}"}, "remark_template"),
    ],
)
def test_what_the_rules_refuse_is_named_and_the_draft_stays(call, wrong, field):
    call("POST", "/api/phone-drafts", key="a", json=ROWS)
    answer = call("POST", "/api/phone-drafts/1/keep", key="b", json={**PHONE_LIST, **wrong})
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == [field]
    assert call("GET", "/api/phone-drafts/1").status_code == 200


@pytest.mark.parametrize("rows", [[], [{"phone": ""}], [{"phone": "1\u0000"}], [{"name": "a"}]])
def test_what_the_description_forbids_is_422(call, rows):
    assert call("POST", "/api/phone-drafts", key="a", json={"rows": rows}).status_code == 422
