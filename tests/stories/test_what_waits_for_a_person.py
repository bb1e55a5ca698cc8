"""WeCom fails too often at one customer; a person runs one thing again, and all the rest follows."""

from datetime import timedelta

from sqlalchemy import select

from app.db import reading, transaction
from app.inbox.again import react_again
from app.inbox.models import InboxReaction
from tests.town import Town


def parked() -> list[InboxReaction]:
    with reading() as session:
        wanted = select(InboxReaction).where(InboxReaction.state == "parked")
        return list(session.scalars(wanted.order_by(InboxReaction.id)))


def test_what_waited_for_the_mirror_runs_again_with_it(town: Town):
    town.trouble(api={"externalcontact/get": {"errcode": -1, "probability": 1.0}})
    town.scan("lk-demo-shop")
    town.let_pass(timedelta(hours=1))
    mirror, *waited = parked()
    assert mirror.name.endswith(".mirror_follow")
    assert waited
    assert all((one.error or "").startswith("NotYet:") for one in waited)

    town.trouble(clear=True)
    with transaction() as session:
        assert react_again(session, town.corp_id, mirror.id)
    town.let_pass(timedelta(minutes=10))
    assert parked() == []
    (follow,) = town.truth()["follows"]
    assert follow["tags"]
