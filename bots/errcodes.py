"""TABLE in errcodes.tsv: every errcode that WeCom has published, and what we make of each."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

Kind = Literal[
    "done",  # it worked, with a remark
    "retry",  # WeCom is busy or broken: the effect is unknown
    "busy",  # another call is in the way: ours was certainly not carried out
    "refresh",  # the access token is no longer good
    "window",  # too many calls: wait, and count no attempt
    "breaker",  # a setting is wrong: stop, and tell a person
    "gone",  # this member and this customer are no longer tied
    "late",  # the welcome_code is spent
    "final",  # the request itself must change
]
# What a wrong setting stops: the whole app, this API of the app, or this one member.
Stops = Literal["", "app", "api", "one"]

OFFICIAL = "https://open.work.weixin.qq.com/devtool/query?e="


@dataclass(frozen=True)
class Known:
    """One line. `tencent` are the words of the official page 90313, `meaning` are clearer ones;
    `step` names the advice in bots.advice."""

    code: int
    kind: Kind
    stops: Stops
    step: str
    tencent: str
    meaning: str


def read(file: Path) -> dict[int, Known]:
    """The table, every word of it checked: a slip must not make a final error repeat itself."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [_known(*row) for row in list(csv.reader(lines, "excel-tab"))[1:]]
    table = {row.code: row for row in rows}
    if len(table) != len(rows):
        raise ValueError(f"{file.name} has a code twice")
    return table


def _known(code: str, kind: str, stops: str, step: str, tencent: str, meaning: str) -> Known:
    if kind not in get_args(Kind) or stops not in get_args(Stops):
        raise ValueError(f"errcode {code}: no such class: {kind} {stops}")
    if (kind == "breaker") != bool(stops):
        raise ValueError(f"errcode {code}: a breaker says what it stops, and nothing else does")
    return Known(int(code), cast(Kind, kind), cast(Stops, stops), step, tencent, meaning)


KNOWN: Mapping[int, Known] = read(Path(__file__).with_name("errcodes.tsv"))
