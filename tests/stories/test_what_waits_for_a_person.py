"""WeCom fails too often at one customer; a person runs one thing again, or the night brings what
was missing, and all the rest follows."""

from datetime import timedelta

from sqlalchemy import select

from app.contacts.mirror.run import start
from app.corps.models import Corp
from app.db import reading, transaction
from app.inbox.again import react_again
from app.inbox.models import InboxReaction
from tests.town import Town


def parked() -> list[InboxReaction]:
    with reading() as session:
        wanted = select(InboxReaction).where(InboxReaction.state == "parked")
        return list(session.scalars(wanted.order_by(InboxReaction.id)))


def given_up(town: Town) -> InboxReaction:
    """The mirroring of somebody new that WeCom has refused too often; the rest waits for it."""
    town.trouble(api={"externalcontact/get": {"errcode": -1, "probability": 1.0}})
    town.scan("lk-demo-shop")
    town.let_pass(timedelta(hours=1))
    mirror, *waited = parked()
    assert mirror.name.endswith(".mirror_follow")
    assert waited
    assert all((one.error or "").startswith("NotYet:") for one in waited)
    town.trouble(clear=True)
    return mirror


def test_what_waited_for_the_mirror_runs_again_with_it(town: Town):
    mirror = given_up(town)
    with transaction() as session:
        assert react_again(session, town.corp_id, mirror.id)
    town.let_pass(timedelta(minutes=10))
    assert parked() == []
    (follow,) = town.truth()["follows"]
    assert follow["tags"]


def test_what_waited_is_tried_again_after_the_night_that_brings_it(town: Town):
    mirror = given_up(town)
    with reading() as session:
        (corp_row_id,) = session.scalars(select(Corp.id))
    start(corp_row_id)
    town.let_pass(timedelta(hours=1))
    assert [one.id for one in parked()] == [mirror.id]
    (follow,) = town.truth()["follows"]
    assert follow["tags"]
