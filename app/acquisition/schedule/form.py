"""The part of a code's form that says who receives when: read as sent, and turned into a plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from app.acquisition.schedule.plan import Caps, Period, Plan, Special, Window
from app.acquisition.schedule.wording import clock_time

MOST_ROWS = 30
CAPS = ("staff_day", "staff_all", "code_day", "code_all")


@dataclass
class RowForm:
    """A period or special days as typed; which fields count depends on where it stands."""

    start: str = "09:00"
    end: str = "18:00"
    days: list[str] = field(default_factory=list)
    first: str = ""
    last: str = ""
    userids: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)


@dataclass
class ScheduleForm:
    """Everything as typed; `errors` go beside the fields."""

    periods: list[RowForm] = field(default_factory=list)
    specials: list[RowForm] = field(default_factory=list)
    holiday: list[str] = field(default_factory=list)
    makeup_as: str = ""
    fallback: list[str] = field(default_factory=list)
    caps: dict[str, str] = field(default_factory=dict)
    verify_start: str = ""
    verify_end: str = ""
    holiday_parties: list[str] = field(default_factory=list)
    fallback_parties: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def has_parties(self) -> bool:
        """Whether any of it names a department."""
        rows = (row.parties for row in (*self.periods, *self.specials))
        return any((self.holiday_parties, self.fallback_parties, *rows))


def read_schedule(sent: MultiDict[str, str]) -> ScheduleForm:
    """The form as it was sent, after the button that was pressed in it."""
    form = ScheduleForm(
        periods=list(_rows(sent, "period")),
        specials=list(_rows(sent, "special")),
        holiday=sent.getlist("holiday"),
        makeup_as=sent.get("makeup_as", ""),
        fallback=sent.getlist("fallback"),
        caps={name: sent.get(name, "").strip() for name in CAPS},
        verify_start=sent.get("verify_start", ""),
        verify_end=sent.get("verify_end", ""),
        holiday_parties=numbers(sent, "holiday_parties"),
        fallback_parties=numbers(sent, "fallback_parties"),
    )
    op = sent.get("op", "")
    for kind, rows in (("period", form.periods), ("special", form.specials)):
        if op == f"add-{kind}" and len(rows) < MOST_ROWS:
            rows.append(RowForm(days=["0", "1", "2", "3", "4"] if kind == "period" else []))
        row = op.removeprefix(f"remove-{kind}-")
        if row.isdecimal() and int(row) < len(rows):
            rows.pop(int(row))
    return form


def numbers(sent: MultiDict[str, str], name: str) -> list[str]:
    """The departments that were ticked."""
    return [party for party in sent.getlist(name) if party.isdecimal()]


def _rows(sent: MultiDict[str, str], kind: str) -> Iterable[RowForm]:
    for number in range(MOST_ROWS):
        row = f"{kind}-{number}-"
        if row + "start" in sent:
            yield RowForm(
                start=sent.get(row + "start", ""),
                end=sent.get(row + "end", ""),
                days=sent.getlist(row + "days"),
                first=sent.get(row + "first", ""),
                last=sent.get(row + "last", ""),
                userids=sent.getlist(row + "userids"),
                parties=numbers(sent, row + "parties"),
            )


def schedule_form(plan: Plan) -> ScheduleForm:
    """The form of a plan that stands already."""
    hours = plan.verify_window
    return ScheduleForm(
        periods=[
            RowForm(
                *_hours(row.window),
                [str(day) for day in row.weekdays],
                userids=[*row.userids],
                parties=typed(row.parties),
            )
            for row in plan.periods
        ],
        specials=[
            RowForm(
                *_hours(row.window),
                first=row.first.isoformat(),
                last=row.last.isoformat(),
                userids=[*row.userids],
                parties=typed(row.parties),
            )
            for row in plan.specials
        ],
        holiday=[*plan.holiday],
        makeup_as="" if plan.makeup_as is None else str(plan.makeup_as),
        fallback=[*plan.fallback],
        caps={name: "" if most is None else str(most) for name, most in vars(plan.caps).items()},
        verify_start=clock_time(hours.start) if hours else "",
        verify_end=clock_time(hours.end) if hours else "",
        holiday_parties=typed(plan.holiday_parties),
        fallback_parties=typed(plan.fallback_parties),
    )


def typed(parties: Iterable[int]) -> list[str]:
    """Departments as a form has them."""
    return [str(party) for party in parties]


def _hours(window: Window) -> tuple[str, str]:
    return clock_time(window.start), clock_time(window.end)


def plan_of(
    form: ScheduleForm, default: Iterable[str], *, skip_verify: bool, parties: Iterable[int] = ()
) -> Plan:
    """The plan of a form whose rows are in order; ValueError for one that was never checked."""
    return Plan(
        default=tuple(default),
        periods=tuple(
            Period(
                tuple(sorted(map(int, row.days))),
                window_of(row),
                tuple(row.userids),
                tuple(map(int, row.parties)),
            )
            for row in form.periods
        ),
        specials=tuple(
            Special(
                date.fromisoformat(row.first),
                date.fromisoformat(row.last),
                window_of(row),
                tuple(row.userids),
                tuple(map(int, row.parties)),
            )
            for row in form.specials
        ),
        holiday=tuple(form.holiday),
        makeup_as=int(form.makeup_as) if form.makeup_as else None,
        fallback=tuple(form.fallback),
        caps=Caps(**{name: int(most) for name, most in form.caps.items() if most}),
        skip_verify=skip_verify,
        verify_window=(
            Window(minutes_of(form.verify_start), minutes_of(form.verify_end))
            if form.verify_start and form.verify_end
            else None
        ),
        parties=tuple(parties),
        holiday_parties=tuple(map(int, form.holiday_parties)),
        fallback_parties=tuple(map(int, form.fallback_parties)),
    )


def window_of(row: RowForm) -> Window:
    """From–to of a row."""
    return Window(minutes_of(row.start), minutes_of(row.end))


def minutes_of(typed: str) -> int:
    """`09:30` in minutes; `24:00` is the midnight at which a day ends."""
    hour, minute = (int(part) for part in typed.split(":")[:2])
    if not (0 <= hour * 60 + minute <= 1440 and 0 <= minute < 60):
        raise ValueError(typed)
    return (hour * 60 + minute) % 1440
