"""Live codes at WeCom: brought there once, changed, taken away; a failure stays visible."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code, change_code, stop_code
from app.acquisition.models import ContactWay
from app.acquisition.queries import channel_names, code, tags_of_states
from app.acquisition.states import make
from app.db import alone, reading, transaction
from app.outreach.welcomes import states_with_welcome
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP

STATE = make(bytes(16))
WANTED = Wanted(name="展会", userids=["lina"], tag_ids=["et1"], text="您好")
ADD, UPDATE = "externalcontact/add_contact_way", "externalcontact/update_contact_way"
DELETE, LIST = "externalcontact/del_contact_way", "externalcontact/list_contact_way"
GET = "externalcontact/get_contact_way"


def added(wanted=WANTED, state=STATE):
    with transaction() as session:
        return add_code(session, CORP, state, wanted, made_by="ops").id


def row(way_id):
    with reading() as session:
        return found(session, way_id)


def found(session, way_id):
    way = code(session, CORP, way_id)
    assert way is not None
    return way


@pytest.fixture
def open_door(wecom):
    """A WeCom that makes codes and has their pictures."""
    picture = wecom.base.removesuffix("/cgi-bin") + "/qr/c1"
    wecom.answers |= {
        ADD: {**OK, "config_id": "c1", "qr_code": picture},
        UPDATE: OK,
        DELETE: OK,
        LIST: {**OK, "contact_way": []},
        "qr/c1": PNG,
    }
    return wecom


def test_wecom_is_asked_once_and_its_config_id_and_picture_are_kept(open_door):
    way_id = added()
    assert publish(way_id)
    assert publish(way_id)
    (asked,) = open_door.bodies(ADD)
    assert (asked["state"], asked["user"], asked["type"]) == (STATE, ["lina"], 2)
    way = row(way_id)
    assert (way.config_id, way.is_pushed, way.qr_type) == ("c1", True, "image/png")


def test_a_form_sent_twice_is_one_code(house):
    assert added() == added()


def test_two_forms_sent_in_the_same_instant_are_one_code(house):
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: added(), range(8)))) == 1


def test_a_refusal_stays_on_the_row_in_wecoms_words(open_door):
    open_door.answers[ADD] = {"errcode": 60011, "errmsg": "no privilege to access/modify contact"}
    way_id = added()
    assert not publish(way_id)
    way = row(way_id)
    assert (way.errcode, way.is_pushed) == (60011, False)
    assert "no privilege" in way.error


def test_trying_again_adopts_the_code_whose_answer_was_lost(open_door):
    made = open_door.answers[ADD]
    open_door.answers[ADD] = None  # WeCom made it, and the line broke
    way_id = added()
    assert not publish(way_id)
    open_door.answers |= {
        LIST: lambda asked: (
            {**OK, "contact_way": [{"config_id": "c1"}]}
            if asked.get("cursor")
            else {**OK, "contact_way": [{"config_id": "other"}], "next_cursor": "more"}
        ),
        GET: lambda asked: {
            **OK,
            "contact_way": {"state": STATE if asked["config_id"] == "c1" else "", **made},
        },
    }
    assert publish(way_id)
    assert row(way_id).config_id == "c1"
    assert len(open_door.bodies(ADD)) == 1
    assert len(open_door.bodies(UPDATE)) == 1  # it may have been edited since


def test_trying_again_makes_the_code_where_wecom_has_none(open_door):
    made, open_door.answers[ADD] = open_door.answers[ADD], {"errcode": -1, "errmsg": "busy"}
    way_id = added()
    publish(way_id)
    open_door.answers[ADD] = made
    assert publish(way_id)
    way = row(way_id)
    assert (way.config_id, way.error) == ("c1", None)


def test_an_edit_reaches_wecom_and_the_state_stays(open_door):
    way_id = added()
    publish(way_id)
    with transaction() as session:
        change_code(
            session,
            found(session, way_id),
            Wanted(name="展会二", userids=["lina", "chenxi"], tag_ids=[]),
        )
    assert not row(way_id).is_pushed
    assert publish(way_id)
    (asked,) = open_door.bodies(UPDATE)
    assert (asked["config_id"], asked["user"]) == ("c1", ["lina", "chenxi"])
    with reading() as session:
        assert channel_names(session, CORP) == {STATE: "展会二"}
        assert tags_of_states(session, CORP, [STATE]) == {STATE: []}
        assert states_with_welcome(session, CORP) == set()


def test_what_wecom_need_not_know_is_no_reason_to_call(open_door):
    way_id = added()
    publish(way_id)
    with transaction() as session:
        wanted = Wanted(name="展会", userids=["lina"], tag_ids=["et2"], text="新的")
        change_code(session, found(session, way_id), wanted)
    assert publish(way_id)
    assert open_door.bodies(UPDATE) == []


def test_an_edit_during_the_call_is_not_taken_for_published(open_door):
    way_id = added()
    made = open_door.answers[ADD]

    def edited_meanwhile(_asked):
        with transaction() as session:
            session.execute(update(ContactWay).values(version=ContactWay.version + 1))
        return made

    open_door.answers[ADD] = edited_meanwhile
    publish(way_id)
    assert not row(way_id).is_pushed


@pytest.mark.parametrize("answer", [OK, {"errcode": 41044, "errmsg": "invalid config_id"}])
def test_deleting_is_done_when_wecom_has_it_no_more(open_door, answer):
    way_id = added()
    publish(way_id)
    open_door.answers[DELETE] = answer
    for _ in range(2):
        with transaction() as session:
            stop_code(found(session, way_id))
        assert publish(way_id)
    assert open_door.bodies(DELETE) == [{"config_id": "c1"}]


def test_a_code_that_never_was_is_deleted_without_a_word_about_it(open_door):
    way_id = added()
    with transaction() as session:
        stop_code(found(session, way_id))
    assert publish(way_id)
    assert open_door.bodies(ADD) == open_door.bodies(DELETE) == []


def test_only_one_of_two_speaks_about_a_code(open_door):
    way_id = added()
    with alone(f"contact_way:{way_id}") as is_ours:
        assert is_ours
        assert not publish(way_id)
    assert open_door.bodies(ADD) == []


def test_a_picture_elsewhere_is_not_fetched_and_the_code_works_all_the_same(open_door):
    elsewhere = "http://169.254.169.254/latest"
    open_door.answers[ADD] = {**OK, "config_id": "c1", "qr_code": elsewhere}
    way_id = added()
    assert publish(way_id)
    assert row(way_id).qr_type is None


def test_a_picture_that_failed_is_fetched_by_trying_again(open_door):
    open_door.answers["qr/c1"] = b"<html>busy</html>"
    way_id = added()
    assert publish(way_id)
    assert row(way_id).qr_type is None
    open_door.answers["qr/c1"] = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    assert publish(way_id)
    assert row(way_id).qr_type == "image/svg+xml"
