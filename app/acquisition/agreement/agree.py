"""Asks WeCom until it agrees with a row: one at a time, and a refusal stays on the row."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.acquisition.agreement.rows import AgreedRow
from app.clock import now
from app.corps.wecom import wecom
from app.db import alone, reading, transaction
from bots.errors import Forbidden, WeComError
from bots.limits import LimitExceeded, Malformed
from bots.wecom import WeCom

log = logging.getLogger(__name__)

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)

# Says what has to be said, and returns the columns that WeCom's answer fills.
Bring = Callable[[WeCom, Any], dict[str, Any]]


def agree(kind: type[AgreedRow], row_id: int, bring: Bring) -> bool:
    """Make WeCom hold what the row wants; True when it does.

    `bring` may look at `tried_at`: unset, nobody has asked WeCom to make this yet.
    """
    with alone(f"{kind.__tablename__}:{row_id}") as is_ours:
        if not is_ours:
            return False
        row = read(kind, row_id)
        if row.is_pushed:
            return True
        begin(kind, row_id)
        try:
            told = bring(wecom(row.corp_id), row)
        except WeComError as error:
            failed(kind, row_id, error.errcode, error.errmsg, rest(error, row.tries))
            return False
        except (LimitExceeded, Malformed) as error:
            failed(kind, row_id, None, str(error), None)
            return False
        agreed(kind, row_id, row.version, told)
        return True


def rest(error: WeComError, tries: int) -> timedelta | None:
    """How long to wait before WeCom is asked again by itself; None when only a person helps."""
    if isinstance(error, Forbidden):
        return LONGEST_REST  # an administrator may have put it right meanwhile
    return min(FIRST_REST * 2 ** min(tries, 10), LONGEST_REST) if error.temporary else None


def read(kind: type[AgreedRow], row_id: int) -> AgreedRow:
    """The row as it stands now."""
    with reading() as session:
        return session.get_one(kind, row_id)


def begin(kind: type[AgreedRow], row_id: int) -> None:
    """Keep that WeCom is asked, before it is: what it makes may never be told to us."""
    with transaction() as session:
        row = session.get_one(kind, row_id)
        row.tried_at = row.tried_at or now()


def failed(
    kind: type[AgreedRow], row_id: int, errcode: int | None, error: str, rests: timedelta | None
) -> None:
    """Keep WeCom's words, and when to try again."""
    log.warning(
        "not agreed", extra={"table": kind.__tablename__, "row": row_id, "errcode": errcode}
    )
    with transaction() as session:
        row = session.get_one(kind, row_id)
        row.errcode, row.error, row.tries = errcode, error, row.tries + 1
        row.retry_at = now() + rests if rests is not None else None


def agreed(kind: type[AgreedRow], row_id: int, version: int, told: dict[str, Any]) -> None:
    """Keep what WeCom said before anything else is tried."""
    with transaction() as session:
        row = session.get_one(kind, row_id)
        for name, value in told.items():
            setattr(row, name, value)
        row.pushed_version, row.tries = version, 0
        row.errcode = row.error = row.retry_at = None
