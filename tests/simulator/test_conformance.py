"""What Tencent has published and what the simulator takes and says are the same."""

from typing import Any

import pytest

from tests.simulator import conformance, samples
from tests.simulator.conformance import Found
from tests.simulator.conformance_flaws import OUT_OF_SCOPE
from tests.simulator.shapes import gaps, shape_of


@pytest.fixture(scope="module")
def found() -> Found:
    return conformance.swept()


@samples.here
def test_every_published_request_of_a_simulated_api_is_accepted(found: Found) -> None:
    assert found.refused == []
    assert found.accepted


@samples.here
def test_every_answer_has_the_fields_and_types_of_the_published_ones(
    found: Found, capsys: pytest.CaptureFixture[str]
) -> None:
    assert conformance.lacking(found) == []
    assert found.compared
    with capsys.disabled():
        print(f"\n{found.line()}")


@samples.here
def test_what_is_not_simulated_has_a_reason(found: Found) -> None:
    assert set(found.out_of_scope) <= set(OUT_OF_SCOPE.values())


@samples.here
def test_every_row_of_the_tables_is_needed(found: Found) -> None:
    assert conformance.idle_rows(found) == []


@pytest.mark.parametrize(
    ("wanted", "ours", "gap"),
    [
        ({"a": 1}, {}, ("a", "missing")),
        ({"a": 1}, {"a": "1"}, ("a", "is string, not number")),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, ("a.*.b", "missing")),
        ({"a": [1]}, {"a": []}, ("a.*", "never shown")),
        ({"a": {"b": True}}, {"a": {"b": 1}}, ("a.b", "is number, not bool")),
    ],
)
def test_the_sweep_sees_what_is_missing(wanted: Any, ours: Any, gap: tuple[str, str]) -> None:
    assert gaps(shape_of([wanted]), shape_of([ours])) == [gap]


def test_the_sweep_is_content_with_more_than_was_published() -> None:
    assert gaps(shape_of([{"a": [{"b": 1}]}]), shape_of([{"a": [{"b": 2, "c": 3}], "d": 4}])) == []
