"""The errcode table, its classes and its advice agree."""

import csv
import os
from pathlib import Path

import pytest

from bots import errcodes
from bots.advice import STEPS, USUAL
from bots.errcodes import KNOWN
from bots.errors import (
    ERRCODES,
    KINDS,
    Forbidden,
    Refused,
    Throttled,
    Unavailable,
    advice,
    error_for,
    is_done,
)

ROOT = Path(__file__).resolve().parents[2]
LISTED = Path(os.environ.get("LIANKE_SHARED", ROOT.parent / "shared")) / "wecom" / "errcodes.tsv"


def test_every_code_that_wecom_lists_is_classified_with_tencents_words():
    if not LISTED.is_file():
        pytest.skip(f"the list of errcodes is not beside the checkout: {LISTED}")
    with LISTED.open(encoding="utf-8", newline="") as lines:
        official = {
            int(row["errcode"]): row["message"].strip()
            for row in csv.DictReader(lines, dialect="excel-tab", quoting=csv.QUOTE_NONE)
        }
    assert len(official) > 1200
    assert {code: KNOWN[code].tencent for code in official} == official


def test_every_kind_has_an_error_and_every_step_is_used():
    kinds = {known.kind for known in KNOWN.values()}
    assert kinds - {"done"} == set(KINDS)
    steps = {known.step for known in KNOWN.values() if known.step} | set(USUAL.values()) | {"look"}
    assert steps == set(STEPS)


def test_a_slip_in_the_table_is_found_when_it_is_read(tmp_path):
    for line, complaint in (
        ("1\tretyr\t\t\ta\tb", "no such class"),
        ("1\tbreaker\t\t\ta\tb", "says what it stops"),
        ("1\tfinal\tapp\t\ta\tb", "says what it stops"),
        ("1\tfinal\t\t\ta\tb\n1\tfinal\t\t\ta\tb", "twice"),
    ):
        file = tmp_path / "slip.tsv"
        file.write_text("code\tclass\tstops\tstep\ttencent\tmeaning\n" + line, encoding="utf-8")
        with pytest.raises(ValueError, match=complaint):
            errcodes.read(file)


def test_only_a_token_that_is_ours_is_ever_renewed():
    assert {code for code, known in KNOWN.items() if known.kind == "refresh"} == {
        40014,
        41001,
        42001,
    }


def test_a_remark_on_a_success_is_a_success():
    assert [is_done(code) for code in (0, 301071, 40058, 123456789)] == [True, True, False, False]


def test_one_member_out_of_sight_stops_no_other_work():
    stops = {code: getattr(error_for(code, ""), "stops", None) for code in (60011, 40001, 48002)}
    assert stops == {60011: "one", 40001: "app", 48002: "api"}
    assert Forbidden(123456789).stops == "one"


def test_wecoms_own_minus_one_is_tried_four_times_and_a_lost_line_as_often_as_it_takes():
    assert getattr(error_for(-1, "system busy"), "tries", 0) == 4
    assert getattr(error_for(41096, "sending"), "tries", 0) is None
    assert Unavailable(errmsg="HTTP 502").tries is None


def test_advice_speaks_both_languages():
    for errcode in ERRCODES:
        told = error_for(errcode, "").advice
        assert any("\u4e00" <= sign <= "\u9fff" for sign in told.meaning_zh + told.advice_zh)
        assert told.advice_en.isascii()


def test_a_code_that_nobody_knows_is_final_and_still_explained():
    error = error_for(123456789, "new")
    assert type(error) is Refused
    assert error.temporary is False
    assert "123456789" in error.advice.meaning_zh
    for told in (error.advice.advice_zh, error.advice.advice_en):
        assert told.endswith("devtool/query?e=123456789")


def test_what_people_meet_is_said_in_words_of_our_own():
    assert advice(48002).meaning_zh == "应用没有调用该接口的权限"
    assert advice(50100).meaning_zh == "分页查询的游标无效"
    assert advice(48005).advice_en == "WeCom has retired this API; upgrade Lianke."


def test_busy_with_another_call_means_ours_was_not_carried_out():
    assert getattr(error_for(41096, ""), "reached", None) is False
    assert getattr(error_for(-1, ""), "reached", None) is True


def test_a_rate_limit_lasts_longer_than_a_collision():
    assert Throttled(45009).wait_for > Throttled(45033).wait_for > 0


def test_an_error_names_its_code_first():
    assert str(error_for(40058, "bad, hint: [1]")) == "40058: bad, hint: [1]"
    assert str(Unavailable(errmsg="HTTP 502")) == "-1: HTTP 502"
