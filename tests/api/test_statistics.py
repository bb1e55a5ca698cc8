"""The statistics for programs are the numbers of the pages, to the unit."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from tests.attribution.filled import fill
from tests.conftest import CORP, MOMENT

NAMES = {
    "adds": "添加人次",
    "firsts": "新客户",
    "losses": "流失",
    "net": "净增",
    "welcomed": "已欢迎",
    "replied": "已回复",
    "kept1": "次日留存",
    "kept7": "7 日留存",
    "leads": "商机",
    "won": "赢单",
}


@pytest.fixture
def sheet(app):
    """The file that somebody of ops gets for an address: a row by its key."""
    fill(6, 400)
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lisi", name="李思", role="ops")

    def rows(what: str, query: str = "range=30d") -> list[dict[str, str]]:
        text = client.get(f"/attribution/export/csv?what={what}&{query}").text
        return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))

    return rows


@pytest.mark.parametrize(
    ("what", "key", "head"),
    [("channels", "state", "state"), ("staff", "userid", "userid"), ("days", "day", "日期")],
)
def test_each_number_is_the_one_of_the_file(call, sheet, what, key, head):
    size = "" if what == "days" else "&size=100"
    told = call("GET", f"/api/attribution/{what}?range=30d{size}").json
    kept = sheet(what)
    assert told["sum"]["adds"] > 50
    lines = [*told["items"], {key: kept[-1][head], "counts": told["sum"]}]
    assert len(lines) == len(kept)
    for line, row in zip(lines, kept, strict=True):
        assert line[key] == row[head]
        assert {name: str(line["counts"][name]) for name in NAMES} == {
            name: row[label] for name, label in NAMES.items()
        }


def test_a_code_a_member_and_certain_days_can_be_asked_for(call, sheet):
    days = [f"{MOMENT - timedelta(days=ago):%Y-%m-%d}" for ago in (20, 5)]
    narrow = f"range=custom&begins={days[0]}&ends={days[1]}&state=lk-1"
    told = call("GET", f"/api/attribution/days?{narrow}").json
    assert (told["begins"], told["ends"], len(told["items"])) == (*days, 16)
    page = f"range=custom&from={days[0]}&to={days[1]}&state=lk-1"
    assert told["sum"]["adds"] == int(sheet("days", page)[-1][NAMES["adds"]])
    members = call("GET", f"/api/attribution/staff?{narrow}&size=100").json
    assert members["sum"] == told["sum"]
    one = members["items"][0]
    asked = call("GET", f"/api/attribution/days?{narrow}&userid={one['userid']}").json
    assert asked["sum"] == one["counts"]


def test_lines_come_in_pages_and_in_the_order_asked_for(call, sheet):
    first = call("GET", "/api/attribution/channels?range=30d&size=2&sort=won").json
    second = call("GET", "/api/attribution/channels?range=30d&size=2&sort=won&page=2").json
    won = [line["counts"]["won"] for line in [*first["items"], *second["items"]]]
    assert (len(won), won) == (4, sorted(won, reverse=True))
    assert first["total"] == 6
    assert first["sum"] == second["sum"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("range=custom", "begins"),
        ("range=custom&begins=2026-02-30&ends=2026-03-01", "begins"),
        ("range=custom&begins=2026-03-02&ends=2026-03-01", "ends"),
        ("range=custom&begins=2024-01-01&ends=2026-01-01", "ends"),
        ("begins=2026-03-01&ends=2026-03-02", "range"),
    ],
)
def test_days_that_make_no_sense_are_refused_and_not_replaced(call, query, field):
    for what in ("channels", "staff", "days"):
        answer = call("GET", f"/api/attribution/{what}?{query}")
        assert answer.status_code == 409
        assert [one["field"] for one in answer.json["error"]["fields"]] == [field]


@pytest.mark.parametrize("metric", ["adds", "firsts", "losses", "welcomed", "replied", "leads"])
def test_behind_each_number_stand_as_many_rows(call, sheet, metric):
    whole = call("GET", "/api/attribution/days?range=30d").json["sum"]
    told = call("GET", f"/api/attribution/rows?range=30d&metric={metric}&size=5").json
    assert told["total"] == whole[metric]
    assert len(told["items"]) == min(5, whole[metric])
    if metric == "losses":
        assert all(one["ended_at"] for one in told["items"])
