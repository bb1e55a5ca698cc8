"""What is wrong with a schedule as typed, in sentences that say what to do."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from app.acquisition.schedule.form import RowForm, ScheduleForm, minutes_of, plan_of
from app.acquisition.schedule.overlaps import first_overlap
from app.acquisition.schedule.wording import period_name, special_name

MOST_MEMBERS = 100
MOST_DAYS = 366
MOST_ADDS = 1_000_000


@dataclass(frozen=True)
class Known:
    """Who can be chosen: members, and departments with their members as far as we are told."""

    userids: Collection[str]
    parties: Mapping[str, Collection[str]] = field(default_factory=dict)


def check_schedule(form: ScheduleForm, known: Known) -> bool:
    """Whether the schedule can be kept; what is wrong is named in its errors."""
    form.errors = {name: words for name, words in _complaints(form, known) if words}
    if not form.errors:
        words = overlap(form)
        form.errors = {"periods": words} if words else {}
    return not form.errors


def _complaints(form: ScheduleForm, known: Known) -> Iterator[tuple[str, str]]:
    for kind, rows in (("period", form.periods), ("special", form.specials)):
        for number, row in enumerate(rows):
            wrong = wrong_row(row, kind) or wrong_people(row.userids, row.parties, known)
            yield f"{kind}-{number}", wrong
    for name, userids, parties in (
        ("holiday", form.holiday, form.holiday_parties),
        ("fallback", form.fallback, form.fallback_parties),
    ):
        yield name, wrong_people(userids, parties, known, may_be_empty=True)
    for name, most in form.caps.items():
        yield name, wrong_cap(most)
    if bool(form.verify_start) != bool(form.verify_end):
        yield "verify_start", _("请填写开始和结束两个时间，或者都留空")
    elif form.verify_start and not (is_time(form.verify_start) and is_time(form.verify_end)):
        yield "verify_start", _("时间要写成 09:30 的样子")
    if form.makeup_as not in ("", "0", "1", "2", "3", "4"):
        yield "makeup_as", _("请重新选择")


def wrong_row(row: RowForm, kind: str) -> str:
    """The complaint about when a row holds, if any."""
    if not (is_time(row.start) and is_time(row.end)):
        return _("时间要写成 09:30 的样子")
    if kind == "period":
        is_good = row.days and set(row.days) <= set("0123456")
        return "" if is_good else _("请至少选择一天")
    if not (is_date(row.first) and is_date(row.last)):
        return _("请填写开始和结束日期")
    days = (date.fromisoformat(row.last) - date.fromisoformat(row.first)).days
    if days < 0:
        return _("结束日期不能早于开始日期")
    return _("最长 %(most)s 天", most=MOST_DAYS) if days >= MOST_DAYS else ""


def wrong_people(
    userids: list[str], parties: list[str], known: Known, *, may_be_empty: bool = False
) -> str:
    """The complaint about the members and departments of a row, if any."""
    if not (userids or parties or may_be_empty):
        return _("请至少选择一位成员或一个部门") if known.parties else _("请至少选择一位成员")
    if not set(parties) <= set(known.parties):
        return _("有部门已被删除，请重新选择")
    if wrong := too_many(userids, parties, known.parties):
        return wrong
    return "" if set(userids) <= set(known.userids) else _("有成员已不能添加客户，请重新选择")


def too_many(
    userids: Collection[str], parties: Iterable[str], members: Mapping[str, Collection[str]]
) -> str:
    """The complaint about more members than WeCom takes, departments opened up, if any."""
    if len(userids) > MOST_MEMBERS:
        return _("最多 %(most)s 位成员（企业微信的限制）", most=MOST_MEMBERS)
    everybody = set(userids).union(*(members.get(party, ()) for party in parties))
    if len(everybody) <= MOST_MEMBERS:
        return ""
    return _(
        "成员和部门展开后有 %(count)s 人，最多 %(most)s 人（企业微信的限制）",
        count=len(everybody),
        most=MOST_MEMBERS,
    )


def wrong_cap(most: str) -> str:
    """The complaint about a limit, if any."""
    is_good = not most or (most.isdecimal() and 1 <= int(most) <= MOST_ADDS)
    return "" if is_good else _("请填写 1 以上的整数，或留空表示不限")


def overlap(form: ScheduleForm) -> str:
    """The sentence that names two rows which would both hold at one moment, if any."""
    plan = plan_of(form, ("",), skip_verify=True)
    found = first_overlap(plan)
    if found is None:
        return ""
    kind, one, other = found
    names = (
        [period_name(row) for row in plan.periods]
        if kind == "period"
        else [special_name(row) for row in plan.specials]
    )
    return _(
        "第 %(one)s 行（%(first)s）和第 %(other)s 行（%(second)s）重叠，请把其中一行的时间错开。",
        one=one + 1,
        first=names[one],
        other=other + 1,
        second=names[other],
    )


def is_time(typed: str) -> bool:
    """Whether it is a time of day."""
    try:
        minutes_of(typed)
    except ValueError:
        return False
    return True


def is_date(typed: str) -> bool:
    """Whether it is a date."""
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True
