"""One measured figure of ours beside the same figure of a peer, and the table they stand in."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much to measure: rounds whose median counts, seconds and events in each round."""

    rounds: int
    seconds: float
    events: int


FULL = Size(rounds=3, seconds=0.9, events=12)
TINY = Size(rounds=1, seconds=0.2, events=3)


@dataclass(frozen=True)
class Figure:
    """Ours and a peer's, both medians of interleaved rounds. `goal` is a ratio."""

    line: str
    what: str
    peer_name: str
    ours: float
    peer: float
    more_is_better: bool = True
    goal: float | None = None

    @property
    def ratio(self) -> float:
        """How many times better ours is; below 1 it is worse."""
        return self.ours / self.peer if self.more_is_better else self.peer / self.ours

    @property
    def falls_short(self) -> bool:
        """Whether there is a goal and it is missed."""
        return self.goal is not None and self.ratio < self.goal


def medians(rounds: int, *contenders: Callable[[], float]) -> list[float]:
    """The median of each contender; they take turns, so that a noisy moment meets all of them."""
    turns = [[contender() for contender in contenders] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*turns, strict=True)]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table, so that a run can be pasted into docs/proofs.md."""
    rows = [("line", "what", "ours", "peer", "beside", "times better", "goal")]
    rows += [
        (
            one.line,
            one.what,
            number(one.ours),
            number(one.peer),
            one.peer_name,
            f"{one.ratio:.2f}",
            "" if one.goal is None else f"{one.goal:g}{' (short)' if one.falls_short else ''}",
        )
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def number(value: float) -> str:
    """Three figures that matter, or whole thousands with commas."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
