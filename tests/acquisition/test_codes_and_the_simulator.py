"""Adoption, departments, exclusive codes and descriptions, against the simulated WeCom."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.models import ContactWay, StrayWay
from app.acquisition.states import make
from app.acquisition.strays.adoption import adopt, collect, orphans, take_census
from app.contacts.models import Department
from app.contacts.staff import mirror_staff
from app.corps.models import Corp
from app.corps.wecom import wecom as mouth_of
from app.db import reading, transaction
from app.outreach.welcomes import set_welcome
from bots.commands import AddContactWay
from tests.acquisition.test_against_the_simulator import STATE, codes_at_wecom, sim
from tests.simulator.rig import Sim
from tests.town import Town

__all__ = ["sim"]  # the fixture
DEFAULT = "您好，欢迎来到联客演示店"


def census(sim: Sim) -> list[StrayWay]:
    corp_id = sim.world.corp.corpid
    with reading() as session:
        row_id = session.scalars(select(Corp.id).where(Corp.corp_id == corp_id)).one()
    take_census(row_id)
    with reading() as session:
        return list(session.scalars(select(StrayWay).order_by(StrayWay.id)))


def made_here(sim: Sim, **more: Any) -> ContactWay:
    wanted = Wanted(name="展会", userids=["lina"], tag_ids=[], **more)
    with transaction() as session:
        way = add_code(session, sim.world.corp.corpid, STATE, wanted, made_by="ops")
    assert publish(way.id)
    return way


def test_a_printed_code_of_another_tool_goes_on_working_as_ours(sim: Sim):
    made_here(sim)
    foreign = sim.say(
        "externalcontact/add_contact_way",
        type=1,
        scene=2,
        state="expo-gate-3",
        remark="三号门",
        user=["chenxi"],
    )
    (stray,) = census(sim)
    assert stray.config_id == foreign["config_id"]
    with transaction() as session:
        way = adopt(session, session.get_one(StrayWay, stray.id), made_by="ops")
    assert publish(way.id)
    assert census(sim) == []
    scanned = sim.order("people/scan", config_id=foreign["config_id"], customer={"key": "a"})
    assert scanned["userid"] == "chenxi"
    (follow,) = sim.see("truth")["follows"]
    assert follow["state"] == "expo-gate-3"
    assert (way.channel.state, way.userids) == ("expo-gate-3", ["chenxi"])


def test_the_twin_of_a_lost_answer_is_collected_and_the_code_in_use_stays(sim: Sim):
    way = made_here(sim)
    sim.say("externalcontact/add_contact_way", type=2, scene=2, state=STATE, user=["lina"])
    (twin,) = census(sim)
    with clock.held_at(clock.now() + timedelta(hours=2)), reading() as session:
        (orphan,) = orphans(session, sim.world.corp.corpid)
    assert orphan.config_id == twin.config_id
    for _ in range(2):  # the answer got lost, and it is asked again
        collect(sim.world.corp.corpid, twin.config_id)
    assert codes_at_wecom(sim) == [(STATE, ["lina"])]
    with reading() as session:
        assert session.get_one(ContactWay, way.id).config_id in sim.world.contact_ways


def test_departments_are_mirrored_and_their_members_receive(sim: Sim):
    corp_id = sim.world.corp.corpid
    mirror_staff(corp_id)
    with reading() as session:
        known = {
            row.department_id: row.name
            for row in session.scalars(select(Department).where(Department.corp_id == corp_id))
        }
    assert known.keys() == sim.world.departments.keys()
    assert all(known.values())
    party = max(known)
    made_here(sim, parties=[party])
    ((_state, members),) = codes_at_wecom(sim)
    assert "lina" in members
    assert len(members) > 1


@pytest.mark.parametrize("is_exclusive", [True, False])
def test_with_an_exclusive_code_who_scans_again_stays_with_the_same_member(
    sim: Sim, is_exclusive: bool
):
    wanted = Wanted(
        name="展会", userids=["lina", "chenxi", "sunyue"], tag_ids=[], is_exclusive=is_exclusive
    )
    with transaction() as session:
        way = add_code(session, sim.world.corp.corpid, STATE, wanted, made_by="ops")
    assert publish(way.id)
    (config_id,) = sim.world.contact_ways
    for _ in range(8):
        sim.order("people/scan", config_id=config_id, customer={"key": "a"})
    members = {follow["userid"] for follow in sim.see("truth")["follows"]}
    assert (len(members) == 1) is is_exclusive


def test_who_comes_without_a_state_still_gets_the_default_welcome(town: Town):
    with transaction() as session:
        set_welcome(session, town.corp_id, None, name="默认", text=DEFAULT, attachments=[])
    card = mouth_of(town.corp_id).say(AddContactWay(type=2, scene=2, user=["lina"]))
    customer = {"key": "a", "name": "林"}
    town.wecom.post("/people/scan", {"config_id": card["config_id"], "customer": customer})
    town.settle()
    (follow,) = town.truth()["follows"]
    assert follow["state"] == ""
    chat = [one["text"] for one in town.wecom.get("/phone/a")["chats"][0]["messages"]]
    assert DEFAULT in chat


def test_a_channels_description_is_written_once_and_never_over_a_members_own(town: Town):
    state = make(b"d" * 16)
    wanted = Wanted(
        name="展会", userids=["lina"], tag_ids=[], description="春季展会三号门", remark_template=""
    )
    with transaction() as session:
        way = add_code(session, town.corp_id, state, wanted, made_by="ops")
    assert publish(way.id)
    town.scan(state)
    town.settle()
    (follow,) = [one for one in town.truth()["follows"] if one["state"] == state]
    assert follow["description"] == "春季展会三号门"
