"""The sweep: every published request of a simulated API is made, every answer is compared.

It is driven by the simulator's own table of paths, so a new area is swept as soon as it is there;
conformance_rows.py holds what samples cannot know, conformance_flaws.py where they are not to be
trusted.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from bots.simulator.api.table import API
from tests.simulator.conformance_flaws import (
    EXCUSED,
    NOT_OURS,
    NOT_REQUESTS,
    OPTIONAL,
    OUT_OF_SCOPE,
)
from tests.simulator.conformance_rows import ASKED, BEFORE, FIELDS, INSTEAD, QUERY
from tests.simulator.example_areas import example_world
from tests.simulator.examples import Example
from tests.simulator.samples import Sample, api_samples
from tests.simulator.shapes import gaps, shape_of

READS = ("get", "list", "simplelist", "check", "contact_list", "batchget", "customer")
BY_UNDERSCORES = {path.replace("/", "_"): path for path in API}


@dataclass
class Found:
    """What one sweep has seen."""

    accepted: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    rows_used: set[tuple[str, object]] = field(default_factory=set)
    answers: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    out_of_scope: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    shared: Example | None = None

    def line(self) -> str:
        """The last line that a sweep prints."""
        return (
            f"conformance: {len(self.accepted)} requests accepted, {len(self.excused)} refused for"
            f" a reason, {len(self.refused)} for none; {self.compared} answers compared;"
            f" {self.out_of_scope.total()} samples of what is not simulated, by reason:"
            f" {', '.join(f'{count} {why}' for why, count in self.out_of_scope.most_common())}"
        )


def path_of(sample: Sample) -> str:
    """The path a sample is for; fixtures of one SDK spell it with underscores."""
    return BY_UNDERSCORES.get(sample.path, sample.path)


def swept() -> Found:
    """Make every request, keep every answer."""
    found = Found()
    for sample in api_samples():
        path = path_of(sample)
        if path not in API:
            found.out_of_scope[_why_not(path or sample.name)] += 1
        elif sample.kind == "request" and sample.name not in NOT_REQUESTS:
            _ask(found, sample.name, path, sample.content)
    for path, request in ASKED.items():
        if path in API:
            _ask(found, f"asked: {path}", path, request)
    return found


def _why_not(path: str) -> str:
    """The reason why a path is not simulated; its own name when there is none."""
    beginnings = [one for one in OUT_OF_SCOPE if path.startswith(one)]
    return OUT_OF_SCOPE[max(beginnings, key=len)] if beginnings else path


def _ask(found: Found, name: str, path: str, content: Any) -> None:
    example = _world_for(found, path)
    body = fitted({**content, **INSTEAD.get(path, {})}, example)
    query = fitted(QUERY.get(path, {}), example)
    is_get = API[path].method == "GET"
    answer = example.call(path, **query, **body) if is_get else example.call(path, body, **query)
    for shown_path, shown in example.answers:
        found.answers[shown_path].append(shown)
    example.answers.clear()
    errcode = answer.get("errcode", 0)
    if errcode == 0:
        found.accepted.append(name)
        found.answers[path].append(answer)
    elif errcode in EXCUSED.get(path, ()):
        found.excused.append(name)
        found.rows_used.add((path, errcode))
    else:
        found.refused.append((name, f"{errcode} {answer.get('errmsg', '').partition(', hint')[0]}"))


def _world_for(found: Found, path: str) -> Example:
    """A new corp for whatever may change it; questions share one."""
    is_question = path.rpartition("/")[2].startswith(READS) and path not in BEFORE
    if is_question and found.shared is not None:
        return found.shared
    example = example_world("" if is_question else path)
    BEFORE.get(path, nothing)(example)
    if is_question:
        found.shared = example
    return example


def nothing(_example: Example) -> None:
    """Most requests can be made at once."""


def fitted(value: Any, example: Example, name: str = "", within: str = "") -> Any:
    """The sample with ids that exist; what is marked None in the table goes away."""
    if isinstance(value, dict):
        kept = {key: fitted(inner, example, key, name) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None}
    if value is None:
        return None
    if callable(value):
        return value(example)
    if isinstance(value, list):
        fitting = [fitted(inner, example, name, within) for inner in value]
        return [one for at, one in enumerate(fitting) if one not in fitting[:at]]
    fill = FIELDS.get(f"{within}.{name}") or FIELDS.get(name)
    return fill(example, value) if fill else value


def lacking(found: Found) -> list[str]:
    """Every place where our answers fall short of the published ones, and no row says why."""
    wanted = defaultdict(list)
    for sample in api_samples():
        path = path_of(sample)
        if path in API and sample.kind == "response" and sample.name not in NOT_OURS:
            wanted[path].append(sample.content)
    short = []
    for path, contents in sorted(wanted.items()):
        found.compared += len(found.answers[path])
        for place, why in gaps(shape_of(contents), shape_of(found.answers[path])):
            rows = _excuses(path, place)
            found.rows_used.update(rows)
            if not rows:
                short.append(f"{path}: {place or 'the answer'} {why}")
    return short


def idle_rows(found: Found) -> list[tuple[str, object]]:
    """Rows that excuse nothing any more, of paths that are simulated."""
    lacking(found)
    rows = [(path, errcode) for path, codes in EXCUSED.items() for errcode in codes]
    swept_paths = [
        row for row in (*rows, *OPTIONAL) if any(fnmatchcase(path, row[0]) for path in API)
    ]
    return [row for row in swept_paths if row not in found.rows_used]


def _excuses(path: str, place: str) -> list[tuple[str, str]]:
    """The rows that say why this may be missing."""
    return [
        (for_path, pattern)
        for for_path, pattern in OPTIONAL
        if fnmatchcase(path, for_path) and fnmatchcase(place, pattern)
    ]
