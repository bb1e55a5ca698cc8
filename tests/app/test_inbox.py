"""The house opens: an event is kept once, and a job is rung for it."""

from datetime import UTC, datetime

from app.db import reading, transaction
from app.events.archive import ArchiveGrew
from app.inbox.models import InboxEvent
from app.inbox.record import happened, recall
from app.queue import lane
from tests.conftest import CORP


def test_a_fact_is_kept_once_and_rings_once(house: None) -> None:
    event = ArchiveGrew(corp_id=CORP, happened_at=datetime(2026, 3, 2, 1, tzinfo=UTC))
    for _ in range(2):
        with transaction() as session:
            happened(session, event, key="grew:1")
    assert lane("events").count == 1
    with reading() as session:
        kept = session.query(InboxEvent).one()
        assert recall(session, kept.id) == event
