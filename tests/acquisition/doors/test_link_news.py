"""What WeCom tells about quota and links reaches ops once, and passes when it is past."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app import clock
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.notices import standing
from app.acquisition.links.publishing import publish
from app.acquisition.links.quota import quota_of, refresh_by_the_clock, refresh_quota
from app.acquisition.links.reactions import note_link, note_quota
from app.acquisition.links.wanted import change_link, link_row
from app.db import reading, transaction
from app.events import acquisition
from app.inbox.models import InboxEvent
from app.outbox.models import OutboxCommand
from tests.acquisition.doors.test_links import added, corp_row, row, wanted

QUOTA = "externalcontact/customer_acquisition_quota"


def news(kind, corp_id, **more):
    """An event that the inbox keeps."""
    with transaction() as session:
        kept = InboxEvent(
            corp_id=corp_id,
            fingerprint=str(uuid4()),
            name=kind.__name__,
            fields=more,
            message={},
            happened_at=clock.now(),
        )
        session.add(kept)
        session.flush()
        return kind(corp_id=corp_id, happened_at=clock.now(), event_id=kept.id, **more)


def noted(corp_id):
    with reading() as session:
        return [notice.kind for notice in standing(session, corp_id)]


def told(corp_id):
    with reading() as session:
        return [one.body["touser"] for one in session.scalars(select(OutboxCommand))]


def made(corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    return row_id


def test_quota_that_runs_low_is_told_once_to_who_made_links(sim, corp_id):
    made(corp_id)
    sim.order("console/quota", set=12)
    event = news(acquisition.AcquisitionQuotaRanLow, corp_id)
    for _ in range(2):
        note_quota(event)
    assert noted(corp_id) == ["low"]
    with reading() as session:
        quota = quota_of(session, corp_id)
        assert quota is not None
        assert quota.balance == 12
    assert told(corp_id) == ["lina"]


def test_news_that_came_late_is_not_told(sim, corp_id):
    made(corp_id)
    sim.order("console/quota", set=500)
    note_quota(news(acquisition.AcquisitionQuotaRanOut, corp_id))
    note_quota(news(acquisition.AcquisitionQuotaRanLow, corp_id))
    assert noted(corp_id) == []


def test_a_refill_settles_what_was_out(sim, corp_id):
    made(corp_id)
    sim.order("console/quota", set=0)
    note_quota(news(acquisition.AcquisitionQuotaRanOut, corp_id))
    assert noted(corp_id) == ["out"]
    sim.order("console/quota", buy=100)
    note_quota(news(acquisition.AcquisitionQuotaRefilled, corp_id))
    assert noted(corp_id) == []


def test_an_expiry_replaces_the_one_before(sim, corp_id):
    made(corp_id)
    at = int((clock.now() + timedelta(days=14)).timestamp())
    near = {"expire_time": at, "expire_quota_num": 50}
    note_quota(news(acquisition.AcquisitionExpiryNeared, corp_id, **near))
    note_quota(news(acquisition.AcquisitionExpiryNeared, corp_id, **near))
    with reading() as session:
        (notice,) = standing(session, corp_id)
    assert str(notice.text) == "50 个获客额度将在 2026-03-16 过期，请在此之前用完。"


def test_a_quota_that_wecom_refuses_keeps_the_last_numbers(sim, corp_id):
    assert refresh_quota(corp_id)
    sim.order("faults", api={QUOTA: {"errcode": 48002, "times": 1}})
    assert not refresh_quota(corp_id)
    with reading() as session:
        quota = quota_of(session, corp_id)
    assert quota is not None
    assert (quota.balance, quota.errcode) == (1000, 48002)


def test_a_corp_without_links_is_asked_nothing_by_the_clock(sim, corp_id):
    assert not refresh_by_the_clock(corp_row(corp_id))
    made(corp_id)
    assert refresh_by_the_clock(corp_row(corp_id))


def test_a_link_that_fails_says_so_until_it_is_saved_with_other_members(sim, corp_id):
    row_id = made(corp_id)
    link_id = row(corp_id, row_id).link_id
    note_link(news(acquisition.AcquisitionLinkFailed, corp_id, link_id=link_id))
    assert row(corp_id, row_id).failed_at is not None
    assert noted(corp_id) == ["failed"]
    with transaction() as session:
        link = link_row(session, corp_id, row_id)
        assert link is not None
        change_link(session, link, wanted(userids=["zhaolei"]))
    assert publish(row_id)
    assert row(corp_id, row_id).failed_at is None
    assert noted(corp_id) == []


def test_a_link_deleted_in_the_console_is_over_and_not_deleted_again(sim, corp_id):
    row_id = made(corp_id)
    link_id = row(corp_id, row_id).link_id
    note_link(news(acquisition.AcquisitionLinkDeleted, corp_id, link_id=link_id))
    link = row(corp_id, row_id)
    assert (link.ended_by, link.is_pushed) == ("wecom", True)
    assert noted(corp_id) == ["deleted"]


def test_a_link_of_another_app_is_not_ours_to_mark(sim, corp_id):
    made(corp_id)
    note_link(news(acquisition.AcquisitionLinkFailed, corp_id, link_id="cawcdeelse"))
    with reading() as session:
        assert session.scalars(select(AcquisitionLink.failed_at)).all() == [None]
    assert noted(corp_id) == []
