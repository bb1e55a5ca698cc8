"""Phone lists as programs send and read them; numbers go out masked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.acquisition.phones.judging import COLUMNS, Judged
from app.acquisition.phones.models import PhoneDraft, PhoneItem, PhoneList
from app.acquisition.phones.numbers import hidden, masked
from app.acquisition.phones.plan_form import (
    MOST_DAYS,
    MOST_NAME,
    MOST_REMINDERS,
    MOST_SCRIPT,
    MOST_SOURCE,
    MOST_WEIGHT,
    PlanForm,
)
from app.acquisition.phones.queries import Funnel
from app.acquisition.phones.report import shown
from app.acquisition.phones.sheets import MOST_ROWS
from app.acquisition.phones.words import verdict_words
from app.api.shell import N_, Key, Line, Name, Paged, Sent, Text, Told

Verdict = Literal["good", "repeated", "blocked", "friend", "earlier", "bad"]
State = Literal["left", "open", "given", "asked", "added", "failed", "friend"]
VERDICTS: tuple[Verdict, ...] = ("good", "repeated", "blocked", "friend", "earlier", "bad")


class PhoneRow(Sent):
    """One number."""

    phone: Name = Field(max_length=50)
    name: Line = Field(default="", max_length=200)
    note: Line = Field(default="", max_length=200)
    source: Line = Field(default="", max_length=200)


class PhoneRowsBody(Sent):
    """A table of numbers."""

    rows: list[PhoneRow] = Field(min_length=1, max_length=MOST_ROWS)


class MemberShare(Sent):
    """Who works through the list, and with which share."""

    userid: Key
    weight: int = Field(default=1, ge=1, le=MOST_WEIGHT)


class PhoneListBody(Sent):
    """What shall happen with the numbers."""

    name: Name = Field(max_length=MOST_NAME)
    members: list[MemberShare] = Field(min_length=1, max_length=500)
    source: Line = Field(default="", max_length=MOST_SOURCE)
    script: Text = Field(default="", max_length=MOST_SCRIPT, description=N_("申请话术"))
    remark_template: Line = Field(
        default="", max_length=100, description=N_("备注模板，可用 {name} {channel} {date}")
    )
    tag_ids: list[Key] = Field(default=[], max_length=100)
    reclaim_days: int = Field(
        default=7, ge=0, le=MOST_DAYS, description=N_("几天没通过就收回，0：不收回")
    )
    reclaim_to: Literal["others", "ops"] = "others"
    reminders: int = Field(default=2, ge=0, le=MOST_REMINDERS)


class VerdictCounts(Told):
    """How many rows of each verdict."""

    good: int
    repeated: int
    blocked: int
    friend: int
    earlier: int
    bad: int


class JudgedTold(Told):
    """A row with its verdict, as things are now."""

    row: int
    phone: str = Field(description=N_("只显示一部分数字"))
    name: str
    verdict: Verdict
    words: str = Field(description=N_("为什么不导入"))


class PhoneDraftTold(Told):
    """A table that was handed in and not yet kept; it is forgotten after three days."""

    id: int
    counts: VerdictCounts
    rows: list[JudgedTold]


class FunnelTold(Told):
    """How far the numbers have come, each step part of the one before."""

    rows: int
    good: int
    given: int
    asked: int
    added: int


class PhoneListTold(Told):
    """A list."""

    id: int
    name: str
    source: str
    script: str
    remark_template: str
    tag_ids: list[str]
    members: dict[str, int]
    reclaim_days: int
    reclaim_to: str
    reminders: int
    funnel: FunnelTold
    created_at: datetime
    closed_at: datetime | None


class PhoneListsTold(Told):
    """One page of lists."""

    items: list[PhoneListTold]
    total: int
    page: int
    size: int


class PhoneListsAsked(Paged):
    """Which lists."""

    words: Line = Field(default="", max_length=100, description=N_("名称或来源里的字"))
    status: Literal["", "running", "closed"] = ""


class PhoneItemTold(Told):
    """A row of a list, and what became of its number."""

    id: int
    row: int
    phone: str = Field(description=N_("只显示一部分数字"))
    name: str
    note: str
    source: str
    verdict: Verdict
    words: str = Field(description=N_("为什么不导入"))
    state: State
    userid: str | None
    reason: str
    external_userid: str | None


class PhoneItemsTold(Told):
    """One page of rows, as they stood in the table."""

    items: list[PhoneItemTold]
    total: int
    page: int
    size: int


class PhoneItemsAsked(Paged):
    """Which rows."""

    verdict: Literal["", "good", "repeated", "blocked", "friend", "earlier", "bad"] = ""
    state: Literal["", "left", "open", "given", "asked", "added", "failed", "friend"] = ""
    userid: Line = Field(default="", max_length=64, description=N_("在这位成员手上"))


def cells(body: PhoneRowsBody) -> list[list[str]]:
    """The rows as a table has them, in the order of COLUMNS."""
    return [[getattr(row, name) for name in COLUMNS] for row in body.rows]


def form_from(body: PhoneListBody) -> PlanForm:
    """What was sent, as the form has it."""
    weights = {one.userid: one.weight for one in body.members}
    return PlanForm(
        name=body.name,
        source=body.source.strip(),
        script=body.script.replace("\r\n", "\n").strip(),
        remark_template=body.remark_template.strip(),
        tag_ids=list(dict.fromkeys(body.tag_ids)),
        userids=list(weights),
        weights=weights,
        reclaim_days=str(body.reclaim_days),
        reclaim_to=body.reclaim_to,
        reminders=str(body.reminders),
    )


def draft_told(
    draft: PhoneDraft, judged: Sequence[Judged], staff: Mapping[str, str]
) -> dict[str, Any]:
    """A draft as it is told; `staff` are the members' names."""
    counts = Counter(one.verdict for one in judged)
    return {
        "id": draft.id,
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "rows": [
            {
                "row": one.place,
                "phone": masked(one.phone) if one.phone else hidden(one.typed),
                "name": one.name,
                "verdict": one.verdict,
                "words": verdict_words(one.verdict, one.why, one.told, staff),
            }
            for one in judged
        ],
    }


def list_told(made: PhoneList, funnel: Funnel) -> dict[str, Any]:
    """A list as it is told."""
    return {
        "id": made.id,
        "name": made.name,
        "source": made.source,
        "script": made.script,
        "remark_template": made.remark_template,
        "tag_ids": made.tag_ids,
        "members": made.weights,
        "reclaim_days": made.reclaim_days,
        "reclaim_to": made.reclaim_to,
        "reminders": made.reminders,
        "funnel": vars(funnel),
        "created_at": made.created_at.isoformat(),
        "closed_at": made.closed_at.isoformat() if made.closed_at else None,
    }


def item_told(item: PhoneItem, staff: Mapping[str, str]) -> dict[str, Any]:
    """A row as it is told."""
    return {
        "id": item.id,
        "row": item.place,
        "phone": shown(item),
        "name": item.name,
        "note": item.note,
        "source": item.source,
        "verdict": item.verdict,
        "words": verdict_words(item.verdict, item.why, item.told, staff),
        "state": item.state,
        "userid": item.userid,
        "reason": item.reason,
        "external_userid": item.external_userid,
    }
