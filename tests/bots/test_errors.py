"""The errcode table and its advice agree."""

from bots import advice as book
from bots.errors import ERRCODES, Refused, Throttled, Unavailable, error_for


def test_every_code_in_the_table_has_a_meaning_and_a_next_step_and_back():
    assert set(ERRCODES) == set(book.MEANINGS) == set(book.NEXT_STEPS)


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


def test_busy_with_another_call_means_ours_was_not_carried_out():
    assert getattr(error_for(41096, ""), "reached", None) is False
    assert getattr(error_for(-1, ""), "reached", None) is True


def test_a_rate_limit_lasts_longer_than_a_collision():
    assert Throttled(45009).wait_for > Throttled(45033).wait_for > 0


def test_an_error_names_its_code_first():
    assert str(error_for(40058, "bad, hint: [1]")) == "40058: bad, hint: [1]"
    assert str(Unavailable(errmsg="HTTP 502")) == "-1: HTTP 502"
