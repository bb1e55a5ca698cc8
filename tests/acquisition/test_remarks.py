"""Remarks: WeCom's twenty characters are never exceeded, and the day is the corp's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.remarks import MOST, remark, unknown_words

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
FULL = "{name}-{channel}-{date}"


def written(template, name="小林", channel="展会", added_at=NOON, zone=SHANGHAI):
    return remark(template, name=name, channel=channel, added_at=added_at, zone=zone)


def test_all_three_words_are_filled_in():
    assert written(FULL) == "小林-展会-260302"


def test_the_day_is_the_corps_day_and_not_utcs():
    late_evening_in_utc = datetime(2026, 12, 31, 17, tzinfo=UTC)  # already 2027 in Shanghai
    assert written("{date}", added_at=late_evening_in_utc) == "270101"


def test_a_long_name_is_cut_and_the_rest_stays():
    assert written(FULL, name="欧阳" * 10) == "欧阳欧阳欧阳欧阳欧阳-展会-260302"


def test_a_long_channel_gives_way_before_the_name():
    assert written(FULL, channel="春季新品发布会第三号门") == "小林-春季新品发布会第三号-260302"


def test_neither_swallows_the_other():
    cut = written(FULL, name="客" * 30, channel="渠" * 30)
    assert cut == "客" * 6 + "-" + "渠" * 6 + "-260302"


def test_a_name_that_spells_a_word_of_ours_stays_a_name():
    assert written("{name}", name="{date}") == "{date}"


def test_an_emoji_is_not_cut_in_half():
    family = "👨\u200d👩\u200d👧"
    assert not written("{name}", name="客" * 18 + family).endswith("\u200d")


def test_words_that_mean_nothing_are_named():
    assert unknown_words("{name}-{city}-{Date}") == ["{city}", "{Date}"]
    assert unknown_words(FULL) == []


words = st.lists(st.sampled_from(["{name}", "{channel}", "{date}", "-", "您", "{"]), max_size=12)


@given(words.map("".join), st.text(max_size=40), st.text(max_size=40))
def test_no_remark_is_longer_than_wecom_takes(template, name, channel):
    assert len(written(template, name, channel)) <= MOST
