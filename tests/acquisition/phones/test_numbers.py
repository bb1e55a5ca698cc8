"""A number is read however it was spelt, or it is said why not; little of it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.phones.numbers import hidden, local, masked, read_number

GOOD = "+8613800138000"


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "(+86)13800138000",
        "8613800138000",
        "008613800138000",
        "１３８００１３８０００",
        "'13800138000",
        "13800138000.0",
        "138.0013.8000",
    ],
)
def test_one_number_has_many_spellings(typed):
    assert read_number(typed).phone == GOOD


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("1.38E+10", "scientific"),
        ("待补", "letters"),
        ("1380013800O", "letters"),
        ("13800138000/13900139000", "long"),
        ("110", "short"),
        ("1380013800", "short"),
        ("138001380001", "long"),
        ("1380013800012345", "long"),
        ("23800138000", "invalid"),
        ("021-62881234", "landline"),
    ],
)
def test_a_bad_number_says_why(typed, why):
    assert (read_number(typed).phone, read_number(typed).why) == ("", why)


def test_numbers_of_other_countries_keep_theirs():
    assert read_number("+852 6123 4567").phone == "+85261234567"
    assert local(GOOD) == "13800138000"


def test_little_is_shown():
    assert masked(GOOD) == "138****8000"
    assert hidden("021-62881234") == "021-******34"
    assert hidden("12345") == "*****"


@given(st.text(max_size=30))
def test_whatever_is_typed_has_an_answer(typed):
    number = read_number(typed)
    assert bool(number.phone) != bool(number.why)
    assert sum(sign.isdigit() for sign in hidden(typed)) <= 5
