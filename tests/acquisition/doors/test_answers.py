"""What visitors left: taken along as a file, forgotten by age and by hand, counted all the same."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text, update

from app import clock
from app.acquisition.landing.answers import forget_answers
from app.acquisition.landing.models import LandingPage, Submission
from app.acquisition.landing.reactions import Marks, settle
from app.acquisition.landing.receiving import Left, keep
from app.corps.models import Corp
from app.db import reading, transaction
from app.events.contacts import FollowEdited
from tests.acquisition.doors.test_landing import left, made

EVIL = {"name": "=1+1", "phone": "13800138000", "note": "+cmd|' /C calc'!A0"}


@pytest.fixture
def page(ops) -> LandingPage:
    """A page on which two visitors have left something, one of it nasty."""
    row = made(ops, target="stores")
    with transaction() as session:
        for number, answers in enumerate((EVIL, {"name": "小林", "phone": "13900139000"})):
            visitor, told = f"10.0.0.{number}", Left(answers, {})
            keep(session, row, told, source="抖音", store_id=None, visitor=visitor)
    return row


def is_customers(row: Submission, corp_id: str, who: str = "wm1") -> None:
    event = FollowEdited(
        corp_id=corp_id, happened_at=clock.now(), userid="lina", external_userid=who
    )
    with transaction() as session:
        settle(session, event, Marks(codes=[row.code]), "")


def corp_row(corp_id: str) -> int:
    with reading() as session:
        return session.scalars(select(Corp.id).where(Corp.corp_id == corp_id)).one()


def numbers(ops, page: LandingPage) -> tuple[str, ...]:
    """What the row of the source says: looks, answers, customers."""
    shown = ops.get(f"/landing/{page.id}").text.split(">抖音</td>")[1].split("</tr>")[0]
    return tuple(cell.split("</td>")[0] for cell in shown.split("<td>")[2:5])


def test_both_files_say_the_same_and_no_cell_of_them_runs(ops, page, corp_id):
    is_customers(left()[0], corp_id)
    answer = ops.get(f"/landing/{page.id}/answers.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[1:5] for row in rows[1:]] == [
        ["小林", "13900139000", "", "抖音"],
        ["'=1+1", "13800138000", "'+cmd|' /C calc'!A0", "抖音"],
    ]
    assert rows[2][8:10] == ["wm1", "李娜"]
    sheet = load_workbook(BytesIO(ops.get(f"/landing/{page.id}/answers.xlsx").data)).worksheets[0]
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == rows
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert ops.get(f"/landing/{page.id}/answers.pdf").status_code == 404
    assert ops.get("/landing/99/answers.csv").status_code == 404


def test_what_is_old_is_forgotten_in_the_night_and_the_numbers_stay(ops, page, corp_id):
    is_customers(left()[0], corp_id)
    before = numbers(ops, page)
    assert before[1:] == ("2", "1")
    with transaction() as session:
        old = clock.now() - timedelta(days=366)
        first = update(Submission).where(Submission.name != "").values(created_at=old)
        session.execute(first.where(Submission.id == left()[0].id))
    assert forget_answers(corp_row(corp_id)) == 1
    assert forget_answers(corp_row(corp_id)) == 0
    gone, kept = left()
    assert (gone.name, gone.phone, gone.note, gone.phone_mark) == ("", "", "", None)
    assert (gone.external_userid, gone.source) == ("wm1", "抖音")
    assert kept.phone == "13900139000"
    assert numbers(ops, page) == before
    shown = ops.get(f"/landing/{page.id}").text
    assert "内容已删除" in shown
    assert "保存 365 天" in shown
    assert len(ops.get(f"/landing/{page.id}/answers.csv").text.splitlines()) == 2


def test_zero_days_means_for_ever(page, corp_id, monkeypatch):
    from app.config import settings

    monkeypatch.setenv("RETAIN_ANSWERS", "0")
    settings.cache_clear()
    with transaction() as session:
        session.execute(update(Submission).values(created_at=clock.now() - timedelta(days=4000)))
    assert forget_answers(corp_row(corp_id)) == 0
    assert all(row.phone for row in left())


def test_a_customers_answers_are_erased_together_and_never_tied_again(ops, page, corp_id):
    first, second = left()
    is_customers(first, corp_id)
    is_customers(second, corp_id)
    before = numbers(ops, page)
    address = f"/landing/{page.id}/answers/{first.id}/erase"
    assert "已删除 2 份" in ops.post(address, follow_redirects=True).text
    for row in left():
        assert (row.name, row.phone, row.external_userid, row.userid) == ("", "", None, None)
    assert numbers(ops, page) == before
    is_customers(first, corp_id)  # the code alone ties nobody to what is gone
    assert left()[0].external_userid is None
    with reading() as session:
        kept = session.execute(text("select * from landing_submission")).all()
    assert "wm1" not in str(kept)


def test_an_answer_of_nobody_goes_alone_and_another_corps_is_not_there(ops, page):
    first, second = left()
    ops.post(f"/landing/{page.id}/answers/{second.id}/erase")
    assert [bool(row.phone) for row in left()] == [True, False]
    assert ops.post(f"/landing/{page.id}/answers/999/erase").status_code == 404
    with transaction() as session:
        session.execute(update(Submission).values(corp_id="another"))
    assert ops.post(f"/landing/{page.id}/answers/{first.id}/erase").status_code == 404
    assert left()[0].phone
