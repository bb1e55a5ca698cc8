"""Whatever authentic words arrive, the door has an answer for them: a short fuzz with seeds."""

import json
from string import ascii_letters
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import config
from callbacks.wire import SPELT, WIRE
from tests.callbacks.conftest import Knock
from tests.callbacks.fuzz import fuzz
from tests.callbacks.sealing import seal

QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = st.sampled_from(
    [*SPELT.values(), "Event", "ChangeType", "CreateTime", "MsgType"]
) | st.text(ascii_letters, min_size=1)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([word for pair in WIRE for word in pair]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
ANSWERS = {200, 400}


@QUICK
@given(message=st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_json_has_an_answer(knock: Knock, message):
    assert knock(seal(json.dumps(message), as_json=True)).status_code in ANSWERS


@QUICK
@given(fields=st.lists(st.tuples(NAMES, st.text()), max_size=8))
def test_any_xml_has_an_answer(knock: Knock, fields):
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields)
    words = f"<xml>{inner}</xml>".encode("utf-8", "replace")
    assert knock(seal(words)).status_code in ANSWERS


@QUICK
@given(words=st.binary(max_size=200))
def test_any_bytes_have_an_answer(knock: Knock, words):
    assert knock(seal(words)).status_code in ANSWERS


@QUICK
@given(cut=st.integers(0, 400), put=st.binary(max_size=20))
def test_any_damage_to_the_envelope_has_an_answer(client, cut, put):
    post = seal("<xml><Event>x</Event></xml>")
    body = post.body[:cut] + put + post.body[cut + len(put) :]
    answer = client.post(post.path, query_string=post.query, data=body)
    assert answer.status_code in {200, 400, 403}


def test_a_short_fuzz_finds_nothing(empty_house: None, capsys: pytest.CaptureFixture[str]) -> None:
    url = config.settings().database_url
    assert url is not None
    verdict = fuzz(url, 1500, seed=20261122)
    with capsys.disabled():
        print(
            f"\nfuzz: {sum(verdict.statuses.values())} executions, {verdict.slowest:.1f} ms at most"
        )
    assert (verdict.unhandled, verdict.differing, verdict.refused) == ([], [], 0)
    assert verdict.is_good, verdict
    assert {200, 400, 403, 404, 405, 413} <= set(verdict.statuses)
