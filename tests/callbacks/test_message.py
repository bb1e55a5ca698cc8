"""The quick way to read a message takes the usual ones, and says what the parser says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import CallbackRejected
from callbacks.message import read, read_any, read_flat
from tests.callbacks.sealing import event
from tests.simulator import samples

SPICE = st.text(
    st.sampled_from("<>&;]![CDATA \t\n\r\x00\x0b\ud7ff\ufffe\uffff名a1_-:/\"'"), max_size=12
)
NAMES = st.sampled_from(["a", "B1", "名", "1a", "a-b", "a:b", "x_y", "xml", "A"]) | SPICE
PLAIN = SPICE | st.text(max_size=20)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """An element, more or less."""
    name, value = draw(NAMES), draw(PLAIN)
    end = draw(st.just(name) | NAMES)
    form = draw(st.sampled_from(["<{0}>{1}</{2}>", "<{0}><![CDATA[{1}]]></{2}>", "{1}", "<{0}/>"]))
    return form.format(name, value, end)


def outcome(words: str) -> object:
    try:
        return read_any(words)
    except CallbackRejected as error:
        return str(error)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(inside=st.lists(fields(), max_size=4), before=SPICE | st.just(""), after=st.just("") | SPICE)
def test_the_quick_way_says_what_the_parser_says_or_nothing(
    inside: list[str], before: str, after: str
) -> None:
    for words in (f"<xml>{''.join(inside)}</xml>", f"{before}<xml>{''.join(inside)}</xml>{after}"):
        quick = read_flat(words)
        assert quick is None or quick == outcome(words)


def test_the_usual_message_goes_the_quick_way() -> None:
    words = event(State="活动 一", WelcomeCode=" CODE&< ", Empty="")
    told = read_flat(words)
    assert told is not None
    assert (told["State"], told["WelcomeCode"], told["Empty"]) == ("活动 一", "CODE&<", None)
    assert told == read_any(words) == read(words)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>1</a><a>2</a>",
        "<a><b>1</b></a>",
        "<a>&amp;</a>",
        "<a>1</a> <b>2</b>",
        "<a k='v'>1</a>",
        "<a>1</a><!-- no -->",
        "<a><![CDATA[1]]></a>]]>",
        "",
    ],
)
def test_the_quick_way_leaves_the_rest_to_the_parser(inside: str) -> None:
    assert read_flat(f"<xml>{inside}</xml>") is None


@samples.here
def test_published_messages_read_alike_both_ways() -> None:
    for words in samples.messages("events", "messages", "derived").values():
        quick = read_flat(words)
        assert quick is None or quick == read_any(words)
