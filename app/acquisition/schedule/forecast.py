"""When today's free places will be taken, if people keep coming as they have. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FEWEST = 3  # adds; fewer tell nothing about a pace


def runs_out_at(
    room: int, added: Sequence[datetime], opened_at: datetime, now: datetime, until: datetime
) -> datetime | None:
    """When `room` more adds will have come, at the pace since `opened_at`.

    `added` are the moments of those that came. None: not before `until`, or nobody can tell yet.
    """
    if room <= 0 or len(added) < FEWEST:
        return None
    span = max(now - min(opened_at, *added), timedelta(minutes=1))
    at = now + span / len(added) * room
    return at if at < until else None
