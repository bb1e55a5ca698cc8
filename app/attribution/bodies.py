"""The statistics as programs ask and read them."""

from typing import Any, Literal

from pydantic import Field

from app.api.shell import MOST, N_, Asked, Day, Line, Told
from app.attribution.counts import NAMES, Counts
from app.attribution.tables import Line as TableLine


class StatisticsAsked(Asked):
    """Which days, and of whom."""

    range: Literal["today", "yesterday", "7d", "30d", "custom"] = "7d"
    begins: Day | None = Field(default=None, description=N_("只在 range=custom 时，两天都算在内"))
    ends: Day | None = Field(default=None, description=N_("只在 range=custom 时，最长 366 天"))
    userid: Line = Field(default="", max_length=64, description=N_("只算这位成员"))
    state: Line = Field(
        default="", max_length=64, description=N_("只算这个渠道；~ 是没有扫活码的添加")
    )


class TableAsked(StatisticsAsked):
    """Which lines of a table, the largest numbers first."""

    sort: Literal[
        "net",
        "adds",
        "firsts",
        "losses",
        "welcomed",
        "replied",
        "kept1",
        "kept7",
        "leads",
        "won",
    ] = "adds"
    page: int = Field(default=1, ge=1, le=10_000_000)
    size: int = Field(default=20, ge=1, le=MOST)


class ChannelsAsked(TableAsked):
    """Which codes."""

    words: Line = Field(default="", max_length=100, description=N_("渠道名称或 state 里的字"))


class NumbersTold(Told):
    """The numbers; what each counts stands on the page of the statistics."""

    adds: int = Field(description=N_("添加人次"))
    firsts: int = Field(description=N_("新客户"))
    losses: int = Field(description=N_("流失"))
    net: int = Field(description=N_("净增"))
    welcomed: int = Field(description=N_("已欢迎"))
    replied: int = Field(description=N_("已回复"))
    due1: int = Field(description=N_("满 1 天"))
    kept1: int = Field(description=N_("次日留存"))
    due7: int = Field(description=N_("满 7 天"))
    kept7: int = Field(description=N_("7 日留存"))
    leads: int = Field(description=N_("商机"))
    won: int = Field(description=N_("赢单"))


class ChannelLine(Told):
    """One code; an empty state is who came through none."""

    state: str
    name: str
    counts: NumbersTold


class StaffLine(Told):
    """One member."""

    userid: str
    name: str
    counts: NumbersTold


class DayLine(Told):
    """One day of the corp."""

    day: str
    counts: NumbersTold


class ChannelTableTold(Told):
    """One page of codes, and all of them together."""

    begins: str
    ends: str
    sum: NumbersTold
    items: list[ChannelLine]
    total: int
    page: int
    size: int


class StaffTableTold(Told):
    """One page of members, and all of them together."""

    begins: str
    ends: str
    sum: NumbersTold
    items: list[StaffLine]
    total: int
    page: int
    size: int


class DayTableTold(Told):
    """Each day of the period, the newest first."""

    begins: str
    ends: str
    sum: NumbersTold
    items: list[DayLine]


def numbers(counts: Counts) -> dict[str, int]:
    """The numbers as they are told."""
    return {"net": counts.net, **{name: counts.get(name) for name in NAMES}}


def line_told(line: TableLine, key: str, *, is_named: bool = True) -> dict[str, Any]:
    """A line as it is told; `key` is what its key is called."""
    named = {"name": line.name} if is_named else {}
    return {key: line.key, **named, "counts": numbers(line.counts)}
