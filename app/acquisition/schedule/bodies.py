"""A schedule as programs send and read it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.acquisition.schedule.checks import MOST_ADDS, MOST_MEMBERS
from app.acquisition.schedule.effective_staff import Absence, Because, Effective, Source
from app.acquisition.schedule.form import CAPS, MOST_ROWS, RowForm, ScheduleForm, typed
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan, Receivers, Window
from app.acquisition.schedule.wording import clock_time
from app.api.shell import N_, ClockTime, Day, Key, Sent, Told

Weekday = Annotated[int, Field(ge=0, le=6)]
Party = Annotated[int, Field(ge=1, le=2**32 - 1)]
MOST_PARTIES = 100
Parties = Annotated[list[Party], Field(max_length=MOST_PARTIES, description=N_("接待部门"))]
Cap = Annotated[int, Field(ge=1, le=MOST_ADDS)]


class HoursBody(Sent):
    """From–to on the corp's clock; an end that is not after the start is the next day's."""

    start: ClockTime
    end: ClockTime


class PeriodBody(HoursBody):
    """A row of the week."""

    weekdays: list[Weekday] = Field(max_length=7, description=N_("0 是周一"))
    userids: list[Key] = Field(default=[], max_length=MOST_MEMBERS)
    parties: Parties = Field(default=[])


class SpecialBody(HoursBody):
    """Certain days, instead of what the week says."""

    first: Day
    last: Day
    userids: list[Key] = Field(default=[], max_length=MOST_MEMBERS)
    parties: Parties = Field(default=[])


class CapsBody(Sent):
    """At most so many adds; null: no limit."""

    staff_day: Cap | None = Field(default=None, description=N_("每位成员每天"))
    staff_all: Cap | None = Field(default=None, description=N_("每位成员总共"))
    code_day: Cap | None = Field(default=None, description=N_("活码每天"))
    code_all: Cap | None = Field(default=None, description=N_("活码总共"))


class ScheduleBody(Sent):
    """Who receives when; at all other times the members of the code do."""

    periods: list[PeriodBody] = Field(default=[], max_length=MOST_ROWS)
    specials: list[SpecialBody] = Field(default=[], max_length=MOST_ROWS)
    holiday: list[Key] = Field(
        default=[], max_length=MOST_MEMBERS, description=N_("法定节假日由谁接待，空：照常")
    )
    makeup_as: Annotated[int, Field(ge=0, le=4)] | None = Field(
        default=None, description=N_("调休上班日按周几，0 是周一")
    )
    fallback: list[Key] = Field(default=[], max_length=MOST_MEMBERS, description=N_("备用成员"))
    caps: CapsBody = CapsBody()
    verify_window: HoursBody | None = Field(
        default=None, description=N_("只在这段时间无需成员通过，null：一直")
    )
    holiday_parties: Parties = Field(default=[])
    fallback_parties: Parties = Field(default=[])


class PreviewBody(Sent):
    """Who would receive at a moment of the corp's clock."""

    day: Day
    at: ClockTime
    schedule: ScheduleBody | None = Field(
        default=None, description=N_("按这个排班看，null：按现在的排班")
    )


class HoursTold(Told):
    """From–to as it is kept."""

    start: str
    end: str


class PeriodTold(HoursTold):
    """A row of the week as it is kept."""

    weekdays: list[int]
    userids: list[str]
    parties: list[int]


class SpecialTold(HoursTold):
    """Certain days as they are kept."""

    first: str
    last: str
    userids: list[str]
    parties: list[int]


class CapsTold(Told):
    """The limits as they are kept."""

    staff_day: int | None
    staff_all: int | None
    code_day: int | None
    code_all: int | None


class ScheduleTold(Told):
    """A schedule, and what follows from it now."""

    default: list[str] = Field(description=N_("活码的成员"))
    periods: list[PeriodTold]
    specials: list[SpecialTold]
    holiday: list[str]
    makeup_as: int | None
    fallback: list[str]
    caps: CapsTold
    verify_window: HoursTold | None
    is_paused: bool
    parties: list[int] = Field(description=N_("活码的部门"))
    holiday_parties: list[int]
    fallback_parties: list[int]
    serving: list[str] = Field(description=N_("此刻按排班接待的成员"))
    serving_parties: list[int] = Field(description=N_("此刻按排班接待的部门"))
    next_change_at: datetime | None = Field(description=N_("null：一周之内不变"))


class LeftOutTold(Told):
    """Somebody who is planned and does not receive."""

    userid: str
    why: Absence


class PreviewTold(Told):
    """Who receives, and why."""

    userids: list[str]
    parties: list[int]
    by_name: list[int] = Field(description=N_("有成员不能接待、因而逐个列出其余成员的部门"))
    source: Source
    skips_verify: bool
    because: Because
    left_out: list[LeftOutTold]


def form_from(body: ScheduleBody) -> ScheduleForm:
    """What was sent, as the form has it."""
    hours, caps = body.verify_window, body.caps.model_dump()
    return ScheduleForm(
        periods=[
            RowForm(
                row.start,
                row.end,
                days=[str(day) for day in dict.fromkeys(row.weekdays)],
                userids=list(dict.fromkeys(row.userids)),
                parties=typed(dict.fromkeys(row.parties)),
            )
            for row in body.periods
        ],
        specials=[
            RowForm(
                row.start,
                row.end,
                first=row.first,
                last=row.last,
                userids=list(dict.fromkeys(row.userids)),
                parties=typed(dict.fromkeys(row.parties)),
            )
            for row in body.specials
        ],
        holiday=list(dict.fromkeys(body.holiday)),
        makeup_as="" if body.makeup_as is None else str(body.makeup_as),
        fallback=list(dict.fromkeys(body.fallback)),
        caps={name: str(caps[name] or "") for name in CAPS},
        verify_start=hours.start if hours else "",
        verify_end=hours.end if hours else "",
        holiday_parties=typed(dict.fromkeys(body.holiday_parties)),
        fallback_parties=typed(dict.fromkeys(body.fallback_parties)),
    )


def schedule_told(row: CodeSchedule) -> dict[str, Any]:
    """A schedule as it is told."""
    plan = Plan.of(row.plan)
    return {
        "default": plan.default,
        "periods": [
            {**hours(one.window), "weekdays": one.weekdays, **people(one.receivers)}
            for one in plan.periods
        ],
        "specials": [
            {
                **hours(one.window),
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                **people(one.receivers),
            }
            for one in plan.specials
        ],
        "holiday": plan.holiday,
        "makeup_as": plan.makeup_as,
        "fallback": plan.fallback,
        "caps": vars(plan.caps),
        "verify_window": hours(plan.verify_window) if plan.verify_window else None,
        "is_paused": plan.is_paused,
        "parties": plan.parties,
        "holiday_parties": plan.holiday_parties,
        "fallback_parties": plan.fallback_parties,
        "serving": row.serving,
        "serving_parties": row.serving_parties,
        "next_change_at": row.next_change_at.isoformat() if row.next_change_at else None,
    }


def people(receivers: Receivers) -> dict[str, Any]:
    """Members and departments as they are told."""
    return {"userids": receivers.userids, "parties": receivers.parties}


def hours(window: Window) -> dict[str, str]:
    """From–to as it is told."""
    return {"start": clock_time(window.start), "end": clock_time(window.end)}


def preview_told(found: Effective) -> dict[str, Any]:
    """Who receives, as it is told."""
    return {
        **people(found.receivers),
        "by_name": found.by_name,
        "source": found.source,
        "skips_verify": found.skips_verify,
        "because": found.because,
        "left_out": [{"userid": one, "why": why} for one, why in found.left_out.items()],
    }
