"""A fifth of all callbacks is lost over two thousand customers: two nights later nothing differs."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from app.clock import held_at
from app.contacts.mirror.progress import latest
from app.contacts.mirror.run import mirror_corp
from app.contacts.models import Follow
from app.contacts.reactions import end_follow, mirror_follow
from app.db import reading
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from bots.simulator.cast import AGENTID
from callbacks.wire import named
from tests.contacts.corp import ROW, Seen, ours, simulated
from tests.simulator.conftest import receiver_for
from tests.simulator.rig import Receiver, Sim

DAY = 86400
CUSTOMERS = 2000
DEEDS = 150
HEARD: dict[type, Callable[[Any], None]] = {
    FollowAdded: mirror_follow,
    FollowEdited: mirror_follow,
    FollowLost: end_follow,
    FollowRemoved: end_follow,
}


@pytest.fixture
def sim(house: None) -> Iterator[Sim]:
    with simulated(CUSTOMERS) as sim:
        yield sim


@pytest.fixture
def receiver(sim: Sim) -> Iterator[Receiver]:
    receiver = receiver_for(sim, AGENTID)
    sim.world.courier.url = receiver.url()
    yield receiver
    receiver.close()


def at_wecom(sim: Sim) -> dict[tuple[str, str], Seen]:
    """What WeCom's API shows: all that the member has, though the customer may have left."""
    names = {tag.id: tag.name for group in sim.world.tag_groups.values() for tag in group.tag}
    return {
        (follow.userid, follow.external_userid): (
            follow.remark,
            follow.state,
            frozenset(names[tag_id] for tag_id in follow.tags),
        )
        for follow in sim.world.follows.values()
        if follow.staff_has and not follow.is_half
    }


def ended(by: str) -> set[tuple[str, str]]:
    with reading() as session:
        return {
            (row.userid, row.external_userid)
            for row in session.query(Follow).filter_by(ended_by=by)
        }


def compare(sim: Sim) -> None:
    """The night's run."""
    sim.pass_time(DAY)
    with held_at(datetime.fromtimestamp(sim.world.now(), UTC)):
        mirror_corp(ROW)
    with reading() as session:
        told = latest(session, sim.world.corp.corpid)
        assert told is not None
        assert (told.run.state, told.failed) == ("done", 0)


def live_a_day(sim: Sim) -> None:
    """People come, leave, are deleted and are written about."""
    code, pairs = sim.code(), sorted(at_wecom(sim))
    for number, (userid, who) in enumerate(pairs[:: len(pairs) // DEEDS][:DEEDS]):
        match number % 6:
            case 0 | 1:
                sim.order("staff/delete", userid=userid, customer=who)
            case 2:
                sim.order("people/delete", userid=userid, customer=who)
            case 3 | 4:
                sim.scan(code, f"new-{number}")
            case _:
                edit = {"remark": f"王总{number}", "add_tag": ["高意向"]}
                sim.order("staff/edit", userid=userid, customer=who, **edit)
    sim.settle()


def test_nothing_differs_and_nothing_was_ended_wrongly(sim: Sim, receiver: Receiver) -> None:
    compare(sim)
    assert ours(sim) == at_wecom(sim)
    sim.order("faults", callbacks={"event": "*", "do": "lose", "probability": 0.2, "times": None})
    live_a_day(sim)
    sent = len(sim.see("truth")["callbacks"])
    assert 0.7 * sent < len(receiver.events) < 0.9 * sent
    for message in receiver.events:
        event = named(message, sim.world.corp.corpid)
        assert event is not None
        HEARD[type(event)](event)
    assert ours(sim) != at_wecom(sim), "some of it was not heard"
    for _ in range(2):
        compare(sim)
        assert ended("staff") & set(at_wecom(sim)) == set(), "a wrong end"
    left = ended("customer")
    assert left, "heard, and WeCom still lists them"
    shown = {pair: seen for pair, seen in at_wecom(sim).items() if pair not in left}
    assert ours(sim) == shown
    gone = {
        (follow.userid, follow.external_userid)
        for follow in sim.world.follows.values()
        if not follow.customer_has
    }
    assert left <= gone
