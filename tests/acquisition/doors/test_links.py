"""Acquisition links: WeCom holds what the row wants, once, whatever goes wrong between them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.agreement.retry import retry_doors
from app.acquisition.links.models import AcquisitionLink, LinkPlacement
from app.acquisition.links.publishing import publish
from app.acquisition.links.wanted import (
    MOST_CHANNEL,
    WantedLink,
    add_link,
    add_placement,
    address,
    change_link,
    link_row,
    stop_link,
)
from app.acquisition.queries import channel_names
from app.acquisition.states import make
from app.corps.models import Corp
from app.db import reading, transaction
from app.tagging.channel_rules import tags_for_state
from tests.simulator.rig import Sim

STATE, OTHER = make(bytes(16)), make(b"another place..!")
CREATE = "externalcontact/customer_acquisition/create_link"
UPDATE = "externalcontact/customer_acquisition/update_link"
DELETE = "externalcontact/customer_acquisition/delete_link"


def wanted(**more: object) -> WantedLink:
    usual = {"name": "直播间", "userids": ["lina"], "department_ids": [], "tag_ids": ["et1"]}
    return WantedLink(**{**usual, **more})  # type: ignore[arg-type]


def added(corp_id: str) -> int:
    with transaction() as session:
        return add_link(session, corp_id, STATE, wanted(), made_by="lina").id


def row(corp_id: str, row_id: int) -> AcquisitionLink:
    with reading() as session:
        found = link_row(session, corp_id, row_id)
        assert found is not None
        return found


def there(sim: Sim) -> list[tuple[str, list[str]]]:
    links = sim.see("truth")["acquisition"]["links"]
    return [(link["link_name"], link["range"]["user_list"]) for link in links]


def changed(corp_id: str, row_id: int, **more: object) -> bool:
    with transaction() as session:
        link = link_row(session, corp_id, row_id)
        assert link is not None
        change_link(session, link, wanted(**more))
    return publish(row_id)


def stopped(corp_id: str, row_id: int) -> bool:
    with transaction() as session:
        link = link_row(session, corp_id, row_id)
        assert link is not None
        stop_link(link)
    return publish(row_id)


def corp_row(corp_id: str) -> int:
    with reading() as session:
        return session.scalars(select(Corp.id).where(Corp.corp_id == corp_id)).one()


def test_wecoms_links_are_ours_after_each_step(sim, corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    assert there(sim) == [("直播间", ["lina"])]
    assert changed(corp_id, row_id, name="短信", userids=["lina", "zhaolei"])
    assert there(sim) == [("短信", ["lina", "zhaolei"])]
    assert stopped(corp_id, row_id)
    assert there(sim) == []


def test_departments_are_a_range_too(sim, corp_id):
    row_id = added(corp_id)
    assert changed(corp_id, row_id, userids=[], department_ids=[2])
    (link,) = sim.see("truth")["acquisition"]["links"]
    assert link["range"] == {"user_list": [], "department_list": [2]}


def test_a_form_sent_twice_is_one_link(sim, corp_id):
    assert added(corp_id) == added(corp_id)
    with reading() as session:
        assert len(session.scalars(select(LinkPlacement)).all()) == 1


def test_each_placement_has_an_address_and_a_channel_of_its_own(sim, corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    with transaction() as session:
        link = link_row(session, corp_id, row_id)
        assert link is not None
        add_placement(session, link, OTHER, "抖音主页", wanted())
    link = row(corp_id, row_id)
    addresses = [address(link, placement.channel.state) for placement in link.placements]
    assert addresses == [f"{link.url}?customer_channel={state}" for state in (STATE, OTHER)]
    assert max(len(state.encode()) for state in (STATE, OTHER)) <= MOST_CHANNEL
    opened = sim.order("links/open", url=addresses[1], customer={"key": "a"})
    assert opened["state"] == OTHER
    with reading() as session:
        assert channel_names(session, corp_id) == {STATE: "直播间", OTHER: "直播间 · 抖音主页"}
        assert tags_for_state(session, corp_id, OTHER) == ["et1"]


def test_renaming_a_link_renames_its_channels_and_keeps_their_states(sim, corp_id):
    row_id = added(corp_id)
    assert changed(corp_id, row_id, name="短信", tag_ids=[])
    with reading() as session:
        assert channel_names(session, corp_id) == {STATE: "短信"}
        assert tags_for_state(session, corp_id, STATE) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_line_cut_in_the_middle_never_leaves_two_links(sim, corp_id, when):
    sim.order("faults", cut={"path": CREATE, "when": when, "times": 1})
    row_id = added(corp_id)
    assert not publish(row_id)
    assert publish(row_id)
    assert there(sim) == [("直播间", ["lina"])]
    assert row(corp_id, row_id).url


def test_a_link_whose_answer_was_lost_is_taken_away_when_nobody_wants_it(sim, corp_id):
    sim.order("faults", cut={"path": CREATE, "when": "after", "times": 1})
    row_id = added(corp_id)
    assert not publish(row_id)
    assert stopped(corp_id, row_id)
    assert there(sim) == []


def test_deleting_what_is_gone_already_is_no_failure(sim, corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    sim.order("console/link/delete", link_id=row(corp_id, row_id).link_id)
    assert stopped(corp_id, row_id)
    assert row(corp_id, row_id).is_pushed


def test_nothing_changed_means_nothing_said(sim, corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    before = sim.see("state")["activity"]
    assert publish(row_id)
    assert changed(corp_id, row_id)
    assert retry_doors(corp_row(corp_id)) == 0
    assert row(corp_id, row_id).version == 1
    assert sim.see("state")["activity"] == before


# errcode → whether it heals without a person
REFUSALS = {
    -1: True,
    45009: True,
    48002: True,
    41054: False,
    40098: False,
    41095: False,
    40058: False,
}


@pytest.mark.parametrize(("errcode", "heals"), REFUSALS.items())
def test_each_refusal_stays_on_the_row_and_heals_by_itself_where_wecom_does(
    sim, corp_id, errcode, heals
):
    sim.order("faults", api={CREATE: {"errcode": errcode, "times": 1}})
    row_id = added(corp_id)
    assert not publish(row_id)
    link = row(corp_id, row_id)
    assert (link.errcode, link.is_pushed, link.retry_at is not None) == (errcode, False, heals)
    with clock.held_at(clock.now() + timedelta(minutes=31)):
        retry_doors(corp_row(corp_id))
        assert row(corp_id, row_id).is_pushed is heals


def test_a_person_may_try_again_what_the_clock_does_not(sim, corp_id):
    sim.order("faults", api={CREATE: {"errcode": 41054, "times": 1}})
    row_id = added(corp_id)
    assert not publish(row_id)
    assert publish(row_id)
    assert row(corp_id, row_id).errcode is None


def test_a_refused_change_keeps_the_old_link_and_says_so(sim, corp_id):
    row_id = added(corp_id)
    assert publish(row_id)
    sim.order("faults", api={UPDATE: {"errcode": 40098, "times": 1}})
    assert not changed(corp_id, row_id, userids=["zhaolei"])
    assert there(sim) == [("直播间", ["lina"])]
    assert row(corp_id, row_id).errcode == 40098


def test_one_link_that_fails_keeps_no_other_waiting(sim, corp_id):
    first = added(corp_id)
    with transaction() as session:
        second = add_link(session, corp_id, OTHER, wanted(name="短信"), made_by="lina").id
    sim.order("faults", api={CREATE: {"errcode": 41054, "times": 1}})
    assert retry_doors(corp_row(corp_id)) == 2
    assert not row(corp_id, first).is_pushed
    assert row(corp_id, second).is_pushed
