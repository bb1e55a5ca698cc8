"""When members are told of their numbers: never at night, and all at once. Pure."""

from datetime import UTC, datetime, time, timedelta, tzinfo

SLOT = timedelta(minutes=10)
WAKES, SLEEPS = time(8), time(22)  # the corp's time
REMINDED_AT = time(10)


def next_slot(moment: datetime, zone: tzinfo) -> datetime:
    """The next ten minutes' end, by day: what comes until then is told of together."""
    seconds = SLOT.total_seconds()
    there = datetime.fromtimestamp(-(-moment.timestamp() // seconds) * seconds, zone)
    return awake(there, zone)


def slot_of(moment: datetime) -> datetime:
    """The slot that `moment` lies in: a member hears from us once in it."""
    seconds = SLOT.total_seconds()
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)


def is_night(moment: datetime, zone: tzinfo) -> bool:
    """Whether members sleep."""
    return not WAKES <= moment.astimezone(zone).time() < SLEEPS


def awake(moment: datetime, zone: tzinfo) -> datetime:
    """The moment, or the morning after it."""
    there = moment.astimezone(zone)
    if not is_night(there, zone):
        return there.astimezone(UTC)
    day = there.date() + timedelta(days=there.time() >= SLEEPS)
    return datetime.combine(day, WAKES, zone).astimezone(UTC)


def next_reminder(moment: datetime, zone: tzinfo) -> datetime:
    """The morning of the next day."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, REMINDED_AT, zone).astimezone(UTC)


def first_of(*moments: datetime | None) -> datetime | None:
    """The earliest, of those that there are."""
    return min((moment for moment in moments if moment is not None), default=None)
