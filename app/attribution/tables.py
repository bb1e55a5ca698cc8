"""The tables of the statistics: by code, by member and by day, as the pages and the files show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.acquisition.queries import channel_names
from app.attribution.asking import View
from app.attribution.counts import Counts, total
from app.attribution.statistics import BY_STAFF, BY_STATE, before, by, by_day
from app.contacts.queries import staff_names


@dataclass(frozen=True)
class Line:
    """One line: of what, its numbers, and those of as many days before if they are compared."""

    key: str
    name: str
    counts: Counts
    before: Counts | None = None


@dataclass(frozen=True)
class Table:
    """Lines in their order, and all of them together."""

    lines: list[Line]
    total: Line


def channel_table(session: Session, view: View) -> Table:
    """Each code that is there or that somebody came through."""
    names = channel_names(session, view.asked.corp_id)
    now_counted, then = _both(session, view, BY_STATE)
    seen = [state for state in now_counted if state not in names]
    states = [*names, *seen, *(state for state in then if state not in {*names, *seen})]
    called = {state: names.get(state) or state or _("非活码添加") for state in states}
    wanted = {
        state: name
        for state, name in called.items()
        if not view.words or view.words.casefold() in f"{name} {state}".casefold()
    }
    return _table(view, wanted, now_counted, then)


def staff_table(session: Session, view: View) -> Table:
    """Each member to whom somebody came or from whom somebody went."""
    names = staff_names(session, view.asked.corp_id)
    now_counted, then = _both(session, view, BY_STAFF)
    wanted = {userid: names.get(userid, userid) for userid in {**now_counted, **then}}
    return _table(view, wanted, now_counted, then)


def day_table(session: Session, view: View) -> Table:
    """Each day of the period, the newest first."""
    counted = by_day(session, view.asked)
    lines = [
        Line(day.isoformat(), day.isoformat(), counts) for day, counts in reversed(counted.items())
    ]
    then = total(by_day(session, before(view.asked)).values()) if view.is_compared else None
    return Table(lines, Line("", _("合计"), total(counted.values()), then))


def sort_lines(lines: Iterable[Line], by_name: str) -> list[Line]:
    """The largest numbers first; equals by name, so that pages do not shuffle."""
    return sorted(lines, key=lambda line: (-line.counts.get(by_name), line.name, line.key))


def _both(
    session: Session, view: View, key: InstrumentedAttribute[str]
) -> tuple[dict[str, Counts], dict[str, Counts]]:
    then = by(session, before(view.asked), key) if view.is_compared else {}
    return by(session, view.asked, key), then


def _table(
    view: View,
    wanted: Mapping[str, str],
    counted: Mapping[str, Counts],
    then: Mapping[str, Counts],
) -> Table:
    nothing = Counts()
    lines = [
        Line(
            key,
            name,
            counted.get(key, nothing),
            then.get(key, nothing) if view.is_compared else None,
        )
        for key, name in wanted.items()
    ]
    earlier = total(line.before or nothing for line in lines) if view.is_compared else None
    return Table(
        sort_lines(lines, view.sort),
        Line("", _("合计"), total(line.counts for line in lines), earlier),
    )
