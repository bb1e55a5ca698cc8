"""Codes and numbers are found in what people write, and nothing else is."""

import pytest

from app.acquisition.landing.marks import codes_in, mark, mobile, new_code, numbers_in


def test_a_code_is_found_again_in_any_words():
    code = new_code()
    assert codes_in(f"你好，我的是{code.lower()}，谢谢") == [code]
    assert codes_in(f"X{code}") == []


@pytest.mark.parametrize(
    "text", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "电话8613800138000。"]
)
def test_a_number_is_found_however_it_is_written(text):
    assert numbers_in(text) == ["13800138000"]


@pytest.mark.parametrize("text", ["12345678901", "138001380001", "订单20260302138", ""])
def test_other_numbers_are_no_phones(text):
    assert numbers_in(text) == []


def test_only_a_whole_number_can_be_typed():
    assert mobile(" 138 0013 8000 ") == "13800138000"
    assert mobile("13800138000 李") == ""


def test_a_mark_tells_nothing_and_kinds_do_not_meet(monkeypatch):
    assert "13800138000" not in mark("phone", "13800138000")
    assert mark("phone", "1") != mark("visitor", "1")
