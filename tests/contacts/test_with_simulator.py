"""The mirror against the simulated WeCom, which was written without knowing of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from app.contacts.mirror.run import Mirrored, mirror_corp
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.reactions import end_follow, mirror_follow, mirror_tags
from app.db import reading
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from app.events.tags import CorpTagCreated
from tests.contacts.corp import ours, simulated
from tests.simulator.rig import MONDAY, Sim

AT = datetime.fromtimestamp(MONDAY, UTC)


@pytest.fixture
def sim(house: None) -> Iterator[Sim]:
    """A simulator whose corp lives in this house as row 2."""
    with simulated() as sim:
        yield sim


def pass_a_minute(sim: Sim) -> datetime:
    """The moment that it then is."""
    sim.order("clock", by=60)
    return datetime.fromtimestamp(sim.see("state")["now"], UTC)


def scanned(sim: Sim, count: int) -> list[str]:
    """As many customers, each added by the next of two members."""
    code = sim.code()
    return [str(sim.scan(code, f"c{number}")["external_userid"]) for number in range(count)]


def test_what_people_did_unheard_is_repaired_and_then_nothing_is_left_to_do(sim: Sim) -> None:
    sim.order("console/tag", change="create", group_name="意向", name="高意向")
    customers = scanned(sim, 6)
    assert mirror_corp(2).customers == 6
    assert {pair[1] for pair in ours(sim)} == set(customers)
    assert {state for _remark, state, _tags in ours(sim).values()} == {"expo-gate-3"}
    assert mirror_corp(2) == Mirrored(0, 0, 0)
    userid, who = next(pair for pair in ours(sim) if pair[1] == customers[2])
    edit = {
        "userid": userid,
        "customer": "c2",
        "remark": "王总",
        "add_tag": ["高意向", "自己的标签"],
    }
    sim.order("staff/edit", **edit)
    assert mirror_corp(2) == Mirrored(0, 0, 1)
    assert ours(sim)[userid, who] == ("王总", "expo-gate-3", frozenset({"高意向"}))
    assert mirror_corp(2) == Mirrored(0, 0, 0)


def test_a_follow_is_mirrored_edited_lost_and_found_again(sim: Sim) -> None:
    code = sim.code(type=1, user=["lina"])
    who = str(sim.scan(code, "c1")["external_userid"])
    pair: dict[str, Any] = {
        "corp_id": sim.world.corp.corpid,
        "userid": "lina",
        "external_userid": who,
    }
    mirror_follow(FollowAdded(**pair, happened_at=AT, state="expo-gate-3"))
    sim.order("console/tag", change="create", group_name="意向", name="高意向")
    mirror_tags(CorpTagCreated(corp_id=pair["corp_id"], happened_at=AT, id="whichever"))
    sim.order("staff/edit", userid="lina", customer="c1", add_tag=["高意向"])
    mirror_follow(FollowEdited(**pair, happened_at=AT))
    _remark, state, tags = ours(sim)["lina", who]
    assert (state, tags) == ("expo-gate-3", frozenset({"高意向"}))
    later = pass_a_minute(sim)
    sim.order("people/delete", customer="c1", userid="lina")
    end_follow(FollowLost(**pair, happened_at=later))
    assert ours(sim) == {}
    mirror_corp(2)
    assert ours(sim) == {}
    back = pass_a_minute(sim)
    sim.scan(code, "c1")
    mirror_follow(FollowAdded(**pair, happened_at=back, state="expo-gate-3"))
    assert list(ours(sim)) == [("lina", who)]


def test_a_customer_whom_the_member_deleted_is_gone(sim: Sim) -> None:
    code = sim.code(type=1, user=["lina"])
    who = str(sim.scan(code, "c1")["external_userid"])
    pair: dict[str, Any] = {
        "corp_id": sim.world.corp.corpid,
        "userid": "lina",
        "external_userid": who,
    }
    mirror_follow(FollowAdded(**pair, happened_at=AT))
    sim.order("staff/delete", userid="lina", customer="c1")
    end_follow(FollowRemoved(**pair, happened_at=AT))
    with reading() as session:
        assert session.query(Follow).one().ended_by == "staff"
        assert session.query(ExternalContact).count() == 1
        assert session.query(FollowTag).count() == 0
