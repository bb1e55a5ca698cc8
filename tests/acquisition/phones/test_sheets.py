"""Tables are read as offices hand them in; what cannot be read says what to do."""

from io import BytesIO

import pytest
from flask import Flask
from flask_babel import Babel

from app.acquisition.phones.columns import guess, has_head
from app.acquisition.phones.sheets import MOST_BYTES, MOST_ROWS, read_file, read_text
from app.errors import Unprocessable

ROWS = [
    ["姓名", "手机号", "备注"],
    ["张三", "13800138000", "展会，A 区"],
    ["李四", "13900139000", ""],
]
CSV = "\r\n".join(",".join(row) for row in ROWS)


@pytest.fixture(autouse=True)
def speaking():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding_of_an_office(encoding):
    assert read_file(CSV.encode(encoding)) == ROWS


@pytest.mark.parametrize("between", ["\t", ";", ","])
def test_any_separator(between):
    text = "\n".join(between.join(row) for row in ROWS)
    assert read_text(text) == ROWS


def test_pasted_lines_with_full_width_commas():
    assert read_text("13800138000，张三\n13900139000，李四\n\n") == [
        ["13800138000", "张三"],
        ["13900139000", "李四"],
    ]


def test_a_workbook_keeps_numbers_as_they_were_typed():
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in (("姓名", "手机号"), ("张三", 13800138000), ("李四", "139 0013 9000"), ("", None)):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    assert read_file(kept.getvalue()) == [
        ["姓名", "手机号"],
        ["张三", "13800138000"],
        ["李四", "139 0013 9000"],
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 is no workbook", "打不开"),
        (b"\xd0\xcf\x11\xe0 nor this", "打不开"),
        (b"\xff\xff\xff", "编码"),
        (b"1" * (MOST_BYTES + 1), "5 MB"),
        (b"13800138000\n" * (MOST_ROWS + 1), str(MOST_ROWS)),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content, words):
    with pytest.raises(Unprocessable, match=words):
        read_file(content)


def test_columns_are_guessed_by_head_and_by_content():
    assert guess(ROWS) == {"phone": 1, "name": 0, "note": 2}
    assert has_head(ROWS)
    assert guess(ROWS[1:]) == {"phone": 1, "name": 0, "note": 2}
    assert not has_head(ROWS[1:])
    assert guess([["13800138000"]]) == {"phone": 0}
    assert guess([["联系电话", "客户来源", "客户姓名"], ["", "官网", "王五"]])["phone"] == 0
    assert guess([]) == {"phone": 0}
