"""Old envelopes are forgotten, and nothing else is touched."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.clock import now
from app.config import settings
from app.db import engine, reading, transaction
from app.inbox.models import InboxEvent
from app.operations import retention
from app.operations.retention import forget_envelopes
from jobs.schedule import SCHEDULE
from tests.conftest import CORP
from tests.insight.story import happen

SEALED = b"msg_signature=1\n<xml><Encrypt>words</Encrypt></xml>"


@pytest.fixture
def kept(house: None) -> None:
    """Events of so many days ago, the last one of somebody else, the one before it unnamed."""
    with transaction() as session:
        for number, days in enumerate((60, 31, 29, 0, 60, 60)):
            row = happen(session, "FollowAdded", number, {"state": "expo3"})
            row.envelope, row.message = SEALED, {"Event": "x"}
            row.created_at = now() - timedelta(days=days)
        session.get_one(InboxEvent, 5).state = "unknown"
        session.get_one(InboxEvent, 6).corp_id = "wwother"


def left() -> list[int]:
    with reading() as session:
        rows = select(InboxEvent.id).where(InboxEvent.envelope != b"").order_by(InboxEvent.id)
        return list(session.scalars(rows))


def test_only_what_is_older_than_the_setting_is_emptied(
    kept: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    assert forget_envelopes(1) == 2
    assert left() == [3, 4, 5, 6]
    with reading() as session:
        row = session.get_one(InboxEvent, 1)
    assert (row.message, row.fields, row.state) == ({"Event": "x"}, {"state": "expo3"}, "planned")
    assert (row.fingerprint, row.external_userid) == ("FollowAdded0", "wm1")
    assert forget_envelopes(1) == 0


def test_zero_days_keep_everything(kept: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RETAIN_ENVELOPES", "0")
    settings.cache_clear()
    assert forget_envelopes(1) == 0
    assert len(left()) == 6
    monkeypatch.undo()
    settings.cache_clear()


def test_it_runs_every_night():
    line = next(line for line in SCHEDULE if line.work is forget_envelopes)
    assert line.at is not None


def test_old_envelopes_are_found_without_reading_the_whole_inbox(kept: None):
    with engine().connect() as connection:
        connection.execute(text("set enable_seqscan = off"))
        plan = connection.scalars(
            text(
                "explain select id from inbox_event where corp_id = :corp"
                " and created_at < now() and envelope <> ''::bytea order by created_at limit 9"
            ),
            {"corp": CORP},
        ).all()
    assert "ix_inbox_event_sealed" in "\n".join(plan)
