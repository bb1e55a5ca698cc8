"""What ops see of the statistics: numbers that lead to rows, days in the address, files."""

import csv
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.attribution.metrics import SHOWN
from tests.attribution.making import EXPO, add, lead, lose, welcome, write
from tests.leads.conftest import counted


@pytest.fixture
def busy(furnished: None) -> None:
    for number in range(3):
        welcome(add(f"c{number}", -3 + number))
    lose("c0", -1)
    write("c1", -1)
    lead("c2", "won")
    add("c9", -2, userid="sunyue", state="")


def test_a_new_house_is_told_what_to_do(client: FlaskClient):
    page = client.get("/attribution?q=nobody").text
    assert "没有符合条件的渠道" in page


def test_every_channel_stands_there_even_if_nobody_came(client: FlaskClient, busy: None):
    page = client.get("/attribution").text
    assert "=展会" in page and "没人来" in page and "非活码添加" in page


def test_every_number_tells_its_rule(client: FlaskClient, busy: None):
    page = client.get("/attribution").text
    for metric in SHOWN:
        assert f'title="{metric.rule}"' in page


@pytest.mark.parametrize(
    ("metric", "who"),
    [("adds", "客户c0"), ("losses", "客户c0"), ("replied", "客户c1"), ("won", "客户c2")],
)
def test_a_number_leads_to_its_rows(client: FlaskClient, busy: None, metric: str, who: str):
    page = client.get(f"/attribution/rows?metric={metric}&state={EXPO}&range=7d").text
    assert who in page and "客户c9" not in page


def test_one_channel_shows_funnel_days_and_members(client: FlaskClient, busy: None):
    page = client.get(f"/attribution/channels/{EXPO}").text
    assert "data-chart" in page and "李娜" in page and "孙悦" not in page
    assert client.get("/attribution/channels/~").status_code == 200
    assert client.get("/attribution/channels/lk-nobody").status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("range=custom", "需要开始和结束"),
        ("range=custom&from=2026-03-02&to=2026-03-01", "请对调"),
        ("range=custom&from=2024-01-01&to=2026-03-01", "366"),
        ("range=custom&from=yesterday&to=2026-03-01", "需要开始和结束"),
    ],
)
def test_days_that_make_no_sense_are_answered_with_what_to_do(
    client: FlaskClient, asked: str, told: str
):
    answer = client.get(f"/attribution?{asked}")
    assert answer.status_code == 200 and told in answer.text


def test_the_file_says_what_the_screen_says_and_nothing_in_it_runs(client: FlaskClient, busy: None):
    answer = client.get("/attribution/export/csv?range=7d")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1][:6] == ["'=展会", EXPO, "3", "3", "1.0", "1"]
    book = load_workbook(BytesIO(client.get("/attribution/export/xlsx?range=7d").data))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [cell.data_type for cell in book.worksheets[0]["A"]] == ["s"] * len(cells)
    numbers = [[float(cell) if cell else None for cell in row[2:]] for row in rows[1:]]
    assert [[None if cell == "" else cell for cell in row[2:]] for row in cells[1:]] == numbers
    assert rows[-1][0] == "合计"


@pytest.mark.parametrize("what", ["staff", "days"])
def test_members_and_days_are_files_too(client: FlaskClient, busy: None, what: str):
    answer = client.get(f"/attribution/export/csv?what={what}&range=7d&state={EXPO}")
    assert answer.status_code == 200 and "合计,".encode() in answer.data
    assert client.get("/attribution/export/pdf").status_code == 404


def test_a_page_takes_few_statements(client: FlaskClient, busy: None):
    for path in (
        "/attribution?compare=1",
        "/attribution/staff?compare=1",
        f"/attribution/channels/{EXPO}?compare=1",
    ):
        client.get(path)
        with counted() as statements:
            assert client.get(path).status_code == 200
        assert len([one for one in statements if one.startswith("SELECT")]) <= 12, path


def test_as_many_days_before_are_compared(client: FlaskClient, busy: None):
    add("old", -9)
    page = client.get("/attribution?compare=1").text
    assert "上期 1" in page and "↑ 200%" in page
