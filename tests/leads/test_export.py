"""The spreadsheet opens in Excel in Chinese, and runs nothing that a customer wrote."""

import csv
from io import StringIO

import pytest

from app.console.cells import harmless
from tests.leads.making import make_lead


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_would_run_is_marked(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_plain_cells_and_numbers_stay_as_they_are() -> None:
    assert [harmless("张小雨"), harmless(""), harmless(-20)] == ["张小雨", "", -20]


def test_the_file_says_what_the_list_says(client, furnished) -> None:
    make_lead("wm1", '=HYPERLINK("x")')
    make_lead("wm2", "李雷, 先生\n二")
    answer = client.get("/leads/export.csv?q=先生")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    heads, line = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    assert heads[:3] == ["客户名称", "external_userid", "分数"]
    assert line[:4] == ["李雷, 先生\n二", "wm2", "60", "新商机"]
    assert line[4:6] == ["李思", "展会"]
    assert line[7] == (
        "问价 +30：消息含关键词「多少钱」；三日内回复 +20：添加后 1 小时回复；"
        "扫活码来 +10：通过渠道「展会三号门」添加"
    )
    assert "'=HYPERLINK" in client.get("/leads/export.csv").text
