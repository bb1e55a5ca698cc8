"""Search by grams finds exactly what reading every text would find."""

from hypothesis import example, given
from hypothesis import strategies as st

from app.archive.grams import folded, grams, needed, pieces

FEW = st.text(alphabet="多少钱a Aａ１1ﬁİß\u0301", max_size=12)
ANY = st.text(max_size=20)


@given(text=FEW | ANY, query=FEW | ANY)
@example(text="多少钱", query="钱")
@example(text="aXa", query="aa")
def test_a_text_that_contains_the_query_has_all_the_grams_it_needs(text: str, query: str) -> None:
    if folded(query) in folded(text):
        assert set(needed(folded(query))) <= set(grams(folded(text)))


def test_a_single_character_is_found() -> None:
    assert needed("钱") == ["钱"]
    assert "钱" in grams("多少钱")
    assert grams("钱") == ["钱"]
    assert needed("") == []


def test_width_and_case_make_no_difference() -> None:
    assert folded("ＶＩＰ１") == folded("vip1")


def test_hits_are_marked_in_the_text_as_it_was_written() -> None:
    assert pieces("升级ＶＩＰ和vip", "Vip") == [
        ("升级", False),
        ("ＶＩＰ", True),
        ("和", False),
        ("vip", True),
    ]
    assert pieces("没有", "vip") == [("没有", False)]
    assert pieces("", "vip") == []
    assert pieces("原样", "") == [("原样", False)]


@given(text=FEW | ANY, query=FEW | ANY)
def test_marking_loses_nothing_of_the_text(text: str, query: str) -> None:
    cut = pieces(text, query)
    assert "".join(piece for piece, _ in cut) == text
    assert all(piece for piece, _ in cut)
