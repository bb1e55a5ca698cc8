"""Codes out of a spreadsheet: every line is judged aloud, good ones are made, none twice."""

import io
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from app import clock
from app.acquisition.models import CodeBatch, CodeBatchLine
from app.contacts.models import Staff
from app.db import reading, transaction
from app.outreach.welcomes import welcome_for_state
from tests.acquisition.ops import ADD, GOOD, ops_client, page_of, qr_png, ways
from tests.acquisition.scripted import OK, Script
from tests.conftest import CORP
from tests.town import work_once

HEADING = "活码名称,接待成员,标签,分组,商机来源,自动通过好友验证,欢迎语\n"


@pytest.fixture
def client(wecom: Script) -> FlaskClient:
    client = ops_client(wecom)
    host = wecom.base.removesuffix("/cgi-bin")

    def made(body: dict[str, Any]) -> dict[str, Any]:
        config_id = f"c-{body['remark']}"
        wecom.answers[f"qr/{body['state']}"] = qr_png(config_id)
        return {**OK, "config_id": config_id, "qr_code": f"{host}/qr/{body['state']}"}

    wecom.answers[ADD] = made
    with transaction() as session:
        for userid in ("zhang1", "zhang2"):
            session.add(Staff(corp_id=CORP, userid=userid, name="张伟", can_follow=True))
    return client


def upload(client: FlaskClient, content: bytes, name: str = "门店.csv") -> Any:
    sent = {"sheet": (io.BytesIO(content), name)}
    return client.post("/codes/batches", data=sent, content_type="multipart/form-data")


def lines() -> dict[int, CodeBatchLine]:
    with reading() as session:
        return {row.line: row for row in session.query(CodeBatchLine)}


def batch() -> CodeBatch:
    with reading() as session:
        return session.query(CodeBatch).one()


def test_every_line_is_judged_and_nothing_is_made_yet(client: FlaskClient, wecom: Script):
    client.post("/codes/new", data=GOOD)
    asked = len(wecom.bodies(ADD))
    rows = [
        "徐汇店,李娜,线下展会,门店,门店客户,是,您好",
        "静安店,LINA、zhang1,,,,否,",
        "黄浦店,张伟,,,,,",
        "长宁店,王五,没有的标签,,,,",
        ",李娜,,,,,",
        "同名店,李娜,,,,,",
        "同名店,李娜,,,,,",
        "展会,李娜,,,,,",
        "普陀店,,,,,,",
        f"{'长' * 31},李娜,,,,,{'好' * 1334}",
    ]
    answer = upload(client, (HEADING + "\n".join(rows)).encode("utf-8-sig"))
    assert answer.status_code == 302
    page = page_of(client.get(answer.headers["Location"]))
    wrong = {number: row.errors for number, row in lines().items()}
    assert [number for number, errors in wrong.items() if not errors] == [2, 3]
    for number, words in {
        4: "「张伟」不止一个",
        5: "没有成员「王五」",
        6: "请填写活码名称",
        7: "表格里有 2 行叫这个名称",
        9: "已经有一个同名的活码",
        10: "请至少选择一位成员",
        11: "最多 30 个字",
    }.items():
        assert any(words in error for error in wrong[number]), (number, wrong[number])
        assert words in page
    assert any("没有标签" in error for error in wrong[5])
    assert any("4000" in error for error in wrong[11])
    assert "8 行有问题" in page
    assert "创建 2 个活码" in page
    assert len(wecom.bodies(ADD)) == asked


def test_good_lines_become_codes_with_everything_that_stands_in_them(client, wecom):
    rows = "徐汇店,李娜,线下展会,门店,门店客户,否,徐汇店欢迎您\n静安店,李娜,,,,,\n坏,无人,,,,,"
    address = upload(client, (HEADING + rows).encode("gb18030")).headers["Location"]
    for _ in range(2):  # pressed twice
        client.post(f"{address}/make")
    assert "0 / 2 个活码已经可以使用" in page_of(client.get(address))
    work_once()
    page = page_of(client.get(address))
    assert "2 / 2 个活码已经可以使用" in page
    assert "hx-trigger" not in page.split('id="progress"')[1].split(">")[0]
    first, second = ways()
    assert (first.config_id, first.skip_verify, second.skip_verify) == ("c-徐汇店", False, True)
    assert first.channel.folder == "门店"
    with reading() as session:
        welcome = welcome_for_state(session, CORP, first.channel.state)
    assert welcome is not None
    assert welcome.text == "徐汇店欢迎您"
    assert len(wecom.bodies(ADD)) == 2
    assert batch().due_at is None


def test_one_that_fails_holds_nobody_up_and_is_tried_again_by_itself(client, wecom):
    names = "".join(f"店{number},李娜,,,,,\n" for number in range(5))
    address = upload(client, (HEADING + names).encode()).headers["Location"]
    good = wecom.answers[ADD]
    busy = {"errcode": -1, "errmsg": "system busy"}
    wecom.answers[ADD] = lambda body: busy if body["remark"] == "店2" else good(body)
    client.post(f"{address}/make")
    work_once()
    page = page_of(client.get(address))
    assert "4 / 5 个活码已经可以使用" in page
    assert "system busy" in page
    assert "现在再试" in page
    wecom.answers[ADD] = good
    due = batch().due_at
    assert due is not None
    with clock.held_at(due):
        work_once()
        assert "5 / 5 个活码已经可以使用" in page_of(client.get(address))


def test_a_person_can_try_again_at_once(client, wecom):
    address = upload(client, (HEADING + "店,李娜,,,,,").encode()).headers["Location"]
    good = wecom.answers[ADD]
    wecom.answers[ADD] = {"errcode": 41054, "errmsg": "not activated"}
    client.post(f"{address}/make")
    work_once()
    assert "成员尚未激活企业微信" in page_of(client.get(address))
    wecom.answers[ADD] = good
    client.post(f"{address}/again")
    work_once()
    assert "1 / 1 个活码已经可以使用" in page_of(client.get(address))


def test_the_template_can_be_filled_in_and_sent_back(client):
    answer = client.get("/codes/batches/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    assert heading[:2] == ["活码名称*", "接待成员*"]
    assert ("李娜", "lina") in [row[:2] for row in book.worksheets[1].values]
    sheet.append(["徐汇店", "李娜", "线下展会"])
    file = io.BytesIO()
    book.save(file)
    assert upload(client, file.getvalue(), "门店.xlsx").status_code == 302
    assert [row.errors for row in lines().values()] == [[]]


def test_numbers_in_cells_are_read_as_a_person_sees_them(client):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "members", "备注模板"])
    sheet.append([12, "李娜", "{name}"])
    file = io.BytesIO()
    book.save(file)
    upload(client, file.getvalue(), "a.xlsx")
    assert lines()[2].cells["name"] == "12"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "第一行缺少这些列"),
        ("活码名称\n徐汇店".encode(), "第一行缺少这些列：接待成员"),
        (HEADING.encode(), "表格里没有内容"),
        (b"PK\x03\x04 not a book", "这个文件打不开"),
        (b"\xd0\xcf\x11\xe0\xff\xff\x00", "这个文件打不开"),
        ((HEADING + "店,李娜,,,,,\n" * 501).encode(), "一次最多 500 行"),
        (b"a" * (5 * 1024 * 1024 + 1), "文件最大 5 MB"),
    ],
    ids=["empty", "column", "no lines", "broken book", "no text", "too long", "too big"],
)
def test_a_sheet_that_cannot_be_read_says_what_to_do(client, content: bytes, words: str):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert words in page_of(answer)
    assert lines() == {}


def test_all_codes_are_printed_on_paper_and_packed_with_names_that_are_no_paths(client):
    rows = "../店,李娜,,,,,\n静安店,李娜,,,,,\n坏,无人,,,,,"
    address = upload(client, (HEADING + rows).encode()).headers["Location"]
    assert "还没有可以打印的活码" in page_of(client.get(f"{address}/sheet"))
    client.post(f"{address}/make")
    work_once()
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}/codes.zip").data)) as archive:
        assert archive.namelist() == ["002-.._店.png", "003-静安店.png"]
        assert archive.read("003-静安店.png").startswith(b"\x89PNG")
    assert page_of(client.get(f"{address}/sheet")).count("cut-one") == 2


def test_a_sheet_of_which_nothing_was_made_can_be_dropped_and_no_other(client):
    address = upload(client, (HEADING + "店,李娜,,,,,").encode()).headers["Location"]
    assert client.post(f"{address}/discard").status_code == 302
    assert lines() == {}
    address = upload(client, (HEADING + "店,李娜,,,,,").encode()).headers["Location"]
    client.post(f"{address}/make")
    assert client.post(f"{address}/discard").status_code == 422


def test_another_corp_sees_nothing_of_it(client):
    address = upload(client, (HEADING + "店,李娜,,,,,").encode()).headers["Location"]
    with client.session_transaction() as session:
        session["corp_id"] = "wwother00000000001"
    for path in ("", "/sheet", "/codes.zip"):
        assert client.get(address + path).status_code == 404
