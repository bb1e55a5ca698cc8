"""Every line of the bench runs and yields figures that mean something."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.corps.models import Corp
from app.db import reading
from tests.bench import drain_line
from tests.bench.__main__ import LINES
from tests.bench.corp import enter_corp
from tests.bench.figure import TINY, Figure, Size, medians, table


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.__module__.rpartition(".")[2])
def test_a_line_yields_positive_figures(
    empty_house: None, line: Callable[[Size], list[Figure]]
) -> None:
    figures = line(TINY)
    assert figures
    for figure in figures:
        assert figure.ours > 0 and figure.peer > 0, figure


def test_the_drain_begins_in_an_empty_house(empty_house: None) -> None:
    enter_corp()
    drain_line.clear()
    with reading() as session:
        assert session.scalars(select(Corp)).all() == []


def test_a_ratio_says_how_many_times_better_ours_is() -> None:
    quick = Figure("x", "a second", "peer", ours=20, peer=10, goal=4)
    short = Figure("x", "ms", "peer", ours=20, peer=10, more_is_better=False)
    assert (quick.ratio, quick.falls_short) == (2, True)
    assert (short.ratio, short.falls_short) == (0.5, False)
    assert "4 (short)" in table([quick])


def test_one_slow_round_does_not_count() -> None:
    turns = iter([1.0, 100.0, 2.0])
    assert medians(3, lambda: next(turns)) == [2.0]
