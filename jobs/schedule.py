"""TABLE: what we do by the clock, for each corp, and in which lane."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.acquisition.agreement.retry import retry_doors
from app.acquisition.landing.answers import forget_answers
from app.acquisition.links.quota import refresh_by_the_clock
from app.acquisition.phones.importing import forget_drafts
from app.acquisition.schedule.leaving import look_at_all
from app.acquisition.strays.adoption import take_census_nightly
from app.api.repeats import forget_old
from app.archive.pull import pull
from app.attribution.finding import find_adds
from app.audit.look import look_hourly
from app.contacts.groups.mirroring import mirror_groups_nightly
from app.contacts.mirror.run import start
from app.operations.retention import forget_envelopes
from app.outreach.group_welcomes import push_waiting
from app.outreach.materials import refresh_stale


@dataclass(frozen=True)
class Line:
    """One line of the timetable: `every` span, or daily `at` a time of the corp's zone.

    `work` is given the id of the corp's row.
    """

    name: str
    work: Callable[[int], object]
    lane: str
    every: timedelta | None = None
    at: time | None = None


SCHEDULE: tuple[Line, ...] = (
    # WeCom tells of new messages at most every 15 s, and its callbacks can be lost.
    Line("archive", pull, "archive", every=timedelta(minutes=1)),
    # WeCom keeps an upload for 72 hours; those older than 60 are uploaded again.
    Line("media", refresh_stale, "sync", every=timedelta(hours=1)),
    # What WeCom refused for a while; nothing waits: nothing is asked.
    Line("doors", retry_doors, "sync", every=timedelta(minutes=1)),
    # A callback about quota can be lost; a corp without links is not asked about.
    Line("link-quota", refresh_by_the_clock, "sync", every=timedelta(hours=1)),
    Line("groups", mirror_groups_nightly, "sync", at=time(3, 50)),
    # What WeCom was too busy to take is brought again.
    Line("group welcomes", push_waiting, "sync", every=timedelta(minutes=5)),
    # Callbacks can be lost for ever: once a night the mirror is compared whole.
    Line("mirror", start, "sync", at=time(3, 30)),
    # Live codes that others made, or whose answer never reached us; and how much quota is left.
    Line("codes", take_census_nightly, "sync", at=time(4, 40)),
    # The mirror learns who left, not when: their codes are looked at again, without a call.
    Line("reception", look_at_all, "codes", every=timedelta(hours=1)),
    Line("retention", forget_envelopes, "bulk", at=time(4, 10)),
    # What visitors left on landing pages is personal, and kept as long as ops say (RETAIN_ANSWERS).
    Line("landing answers", forget_answers, "bulk", at=time(4, 15)),
    Line("repeats", forget_old, "bulk", at=time(4, 20)),
    Line("phone drafts", forget_drafts, "bulk", at=time(4, 20)),
    # Of what the mirror found and no callback told, the statistics hear an hour later at most.
    Line("attribution", find_adds, "bulk", every=timedelta(hours=1)),
    # What must always be true is looked at, so that a broken promise is seen by us first.
    Line("audit", look_hourly, "sync", every=timedelta(hours=1)),
)


def next_due(line: Line, now: datetime, zone: ZoneInfo) -> datetime:
    """When `line` is due next, after `now` (aware)."""
    if line.every is not None:
        return now + line.every
    assert line.at is not None
    today = now.astimezone(zone).date()
    for days in (0, 1, 2):
        moment = datetime.combine(today + timedelta(days=days), line.at, zone)
        if moment > now:
            return moment
    raise AssertionError("a daily moment comes within two days")
