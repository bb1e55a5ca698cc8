"""Who should receive, worked out for one minute by plain reading: written apart from the house."""

from datetime import date, datetime, timedelta

from app.acquisition.schedule.effective_staff import Code, Counters


def receives(code: Code, moment: datetime, counters: Counters) -> tuple[set[str], bool]:
    """The members, and whether WeCom lets customers in by itself."""
    there = moment.astimezone(code.zone)
    today, minute = there.date(), there.hour * 60 + there.minute
    planned = planned_for(code, today, minute)
    plan, caps = code.plan, code.plan.caps
    adds = counters.today if counters.day == today else {}

    def here(userid: str) -> bool:
        return userid not in code.left and not (userid in code.away and code.away[userid] > moment)

    def has_room(userid: str) -> bool:
        if caps.staff_day is not None and adds.get(userid, 0) >= caps.staff_day:
            return False
        return caps.staff_all is None or counters.total.get(userid, 0) < caps.staff_all

    stopped = plan.is_paused
    for most, counts in ((caps.code_day, adds), (caps.code_all, counters.total)):
        spare = everybody(code, plan.fallback, plan.fallback_parties)
        own = [count for userid, count in counts.items() if userid not in spare]
        stopped = stopped or (most is not None and sum(own) >= most)
    spares = everybody(code, plan.fallback, plan.fallback_parties)
    people = {userid for userid in planned if here(userid) and has_room(userid)}
    if stopped or not people:
        people = {userid for userid in spares if here(userid)}
    if not people:
        people = someone(code, planned)
    return people, plan.skip_verify and (
        plan.verify_window is None
        or inside(plan.verify_window.start, plan.verify_window.end, minute) is not None
    )


def someone(code: Code, planned: set[str]) -> set[str]:
    plan = code.plan
    spares = everybody(code, plan.fallback, plan.fallback_parties)
    default = everybody(code, plan.default, plan.parties)
    anybody = everybody(code, tuple(plan.named()), tuple(plan.named_parties()))
    for group in (spares, planned, default, anybody):
        if group - code.left:
            return group - code.left
    return planned


def everybody(code: Code, userids: tuple[str, ...], parties: tuple[int, ...]) -> set[str]:
    found = set(userids)
    for party in parties:
        found |= set(code.members[party])
    return found


def inside(start: int, end: int, minute: int) -> int | None:
    """Days ago that the window began which covers this minute of the day; None: none covers it."""
    if start < end:
        return 0 if start <= minute < end else None
    if minute >= start:
        return 0
    return 1 if minute < end else None


def kind_of(code: Code, day: date) -> str:
    if any(row.first <= day <= row.last for row in code.plan.specials):
        return "special"
    return (
        "holiday"
        if (code.plan.holiday or code.plan.holiday_parties) and day in code.calendar.holidays
        else "week"
    )


def planned_for(  # noqa: C901  plainly written on purpose
    code: Code, today: date, minute: int
) -> set[str]:
    plan = code.plan
    yesterday = today - timedelta(days=1)
    for day, ago in ((today, 0), (yesterday, 1)):
        for row in plan.specials:
            is_inside = inside(row.window.start, row.window.end, minute) == ago
            if row.first <= day <= row.last and is_inside:
                return everybody(code, row.userids, row.parties)
    if kind_of(code, today) == "holiday":
        return everybody(code, plan.holiday, plan.holiday_parties)
    for day, ago in ((today, 0), (yesterday, 1)):
        if kind_of(code, day) != "week":
            continue
        weekday = day.isoweekday() - 1
        if plan.makeup_as is not None and day in code.calendar.workdays:
            weekday = plan.makeup_as
        for period in plan.periods:
            window = period.window
            if weekday in period.weekdays and inside(window.start, window.end, minute) == ago:
                return everybody(code, period.userids, period.parties)
    return everybody(code, plan.default, plan.parties)
