"""Group codes: WeCom holds what the row wants, and the next group opens in time."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.acquisition.agreement.retry import retry_doors
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.publishing import publish
from app.acquisition.group_codes.reactions import steer_group_codes
from app.acquisition.group_codes.wanted import (
    WantedGroupCode,
    add_group_code,
    change_group_code,
    stop_group_code,
)
from app.acquisition.states import make
from app.contacts.groups.mirroring import mirror_groups
from app.contacts.groups.models import GroupChat, GroupMember
from app.contacts.groups.queries import join_counts
from app.contacts.groups.reactions import mirror_group_chat
from app.db import reading, transaction
from app.errors import NotYet
from app.events.groups import GroupChatChanged, GroupChatCreated, GroupChatDismissed
from tests.acquisition.doors.test_links import corp_row
from tests.simulator.rig import Sim

STATE = make(bytes(16))
ADD = "externalcontact/groupchat/add_join_way"
UPDATE = "externalcontact/groupchat/update_join_way"


@pytest.fixture
def chats(sim: Sim, corp_id: str) -> list[str]:
    """Two groups of 李娜 that the house knows."""
    sim.order("groups/settings", lag=0)
    made = [
        sim.order("groups/create", owner="lina", name=name, members=["zhaolei"])["chat_id"]
        for name in ("福利一群", "福利二群")
    ]
    assert mirror_groups(corp_id) == 2
    return made


def wanted(pool: list[str], **more: object) -> WantedGroupCode:
    usual = {"name": "福利", "switch_at": 4, "auto_create": False}
    return WantedGroupCode(pool=pool, **{**usual, **more})  # type: ignore[arg-type]


def opened(corp_id: str, pool: list[str], **more: object) -> int:
    with transaction() as session:
        code = add_group_code(session, corp_id, STATE, wanted(pool, **more), made_by="lina")
    publish(code.id)
    return code.id


def row(code_id: int) -> GroupCode:
    with reading() as session:
        return session.get_one(GroupCode, code_id)


def ways(sim: Sim) -> list[dict[str, Any]]:
    told = sim.see("truth")["groups"]["ways"]
    return [one.get("fields", one) for one in (told.values() if isinstance(told, dict) else told)]


def came(sim: Sim, corp_id: str, key: str) -> str:
    """A customer scans the code and joins; the house hears of it."""
    joined = sim.order("groups/join", state=STATE, customer={"key": key})
    assert joined.get("chat_id"), joined
    heard(corp_id, joined["chat_id"])
    return str(joined["chat_id"])


def heard(corp_id: str, chat_id: str, kind: type = GroupChatChanged, **more: object) -> None:
    event = kind(corp_id=corp_id, happened_at=clock.now(), chat_id=chat_id, **more)
    mirror_group_chat(event)
    steer_group_codes(event)


def test_wecom_holds_the_code_and_we_hold_its_picture(sim, corp_id, chats):
    code_id = opened(corp_id, chats, auto_create=True, room_base_name="福利群")
    code = row(code_id)
    assert code.is_pushed
    assert code.config_id
    assert code.qr_type == "image/png"
    (way,) = ways(sim)
    assert (way["state"], way["remark"], way["chat_id_list"]) == (STATE, "福利", chats)
    assert (way["auto_create_room"], way["room_base_name"]) == (1, "福利群")


def test_a_full_group_gives_way_and_who_came_has_a_source(sim, corp_id, chats):
    opened(corp_id, chats)
    assert [came(sim, corp_id, key) for key in "abc"] == [chats[0], chats[0], chats[1]]
    (way,) = ways(sim)
    assert way["chat_id_list"] == [chats[1]]
    with reading() as session:
        assert join_counts(session, corp_id) == {STATE: 3}


def test_a_group_with_room_again_comes_back(sim, corp_id, chats):
    opened(corp_id, chats)
    for key in "ab":
        came(sim, corp_id, key)
    sim.order("groups/leave", chat_id=chats[0], who="a")
    heard(corp_id, chats[0])
    assert ways(sim)[0]["chat_id_list"] == chats
    with reading() as session:
        left = session.scalars(select(GroupMember).where(GroupMember.left_at.is_not(None))).all()
    assert len(left) == 1


def test_a_dismissed_group_is_taken_out_at_once(sim, corp_id, chats):
    opened(corp_id, chats)
    sim.order("groups/dismiss", chat_id=chats[0])
    heard(corp_id, chats[0], GroupChatDismissed)
    assert ways(sim)[0]["chat_id_list"] == [chats[1]]
    with reading() as session:
        gone = select(GroupChat.chat_id).where(GroupChat.dismissed_at.is_not(None))
        assert session.scalars(gone).all() == [chats[0]]


def test_a_room_that_wecom_opened_by_itself_joins_the_pool(sim, corp_id, chats):
    code_id = opened(corp_id, chats[:1], auto_create=True, room_base_name="福利群")
    sim.order("groups/full", chat_id=chats[0])
    joined = sim.order("groups/join", state=STATE, customer={"key": "a"})
    heard(corp_id, joined["chat_id"], GroupChatCreated)
    assert row(code_id).pool == [chats[0], joined["chat_id"]]
    assert joined["chat_id"] in ways(sim)[0]["chat_id_list"]


def test_growing_without_a_switch_says_nothing(sim, corp_id, chats):
    code_id = opened(corp_id, chats, switch_at=100)
    for key in "abc":
        came(sim, corp_id, key)
    assert row(code_id).version == 1


def test_a_switch_that_wecom_refuses_for_a_while_is_made_later(sim, corp_id, chats):
    code_id = opened(corp_id, chats)
    sim.order("faults", api={UPDATE: {"errcode": -1, "times": 1}})
    for key in "ab":
        came(sim, corp_id, key)
    assert (row(code_id).errcode, ways(sim)[0]["chat_id_list"]) == (-1, chats)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        retry_doors(corp_row(corp_id))
    assert ways(sim)[0]["chat_id_list"] == [chats[1]]


REFUSALS = (41091, 90501, 49008, 40063, 60011)


def test_each_refusal_stays_on_the_row_until_it_is_agreed(sim, corp_id, chats):
    sim.order("faults", api={ADD: [{"errcode": errcode, "times": 1} for errcode in REFUSALS]})
    code_id = opened(corp_id, chats)
    met = [row(code_id).errcode]
    while not publish(code_id):
        met.append(row(code_id).errcode)
    assert tuple(met) == REFUSALS
    assert row(code_id).errcode is None


def test_a_lost_answer_is_counted_and_the_code_made_again(sim, corp_id, chats):
    sim.order("faults", cut={"path": ADD, "when": "after", "times": 1})
    code_id = opened(corp_id, chats)
    assert row(code_id).maybe_made == 1
    assert publish(code_id)
    assert len(ways(sim)) == 2


def test_deleting_takes_it_away_even_when_it_is_gone(sim, corp_id, chats):
    code_id = opened(corp_id, chats)
    sim.say("externalcontact/groupchat/del_join_way", config_id=row(code_id).config_id)
    with transaction() as session:
        stop_group_code(session.get_one(GroupCode, code_id))
    assert publish(code_id)
    assert ways(sim) == []


def test_a_change_of_our_own_words_is_not_told(sim, corp_id, chats):
    code_id = opened(corp_id, chats)
    with transaction() as session:
        change_group_code(
            session, session.get_one(GroupCode, code_id), wanted(chats, source="线下")
        )
    assert row(code_id).version == 1


def test_members_of_a_moment_ago_are_asked_for_again(sim, corp_id, chats):
    sim.order("groups/settings", lag=5)
    opened(corp_id, chats)
    sim.order("groups/join", state=STATE, customer={"key": "a"})
    event = GroupChatChanged(
        corp_id=corp_id, happened_at=clock.now(), chat_id=chats[0], cur_mem_ver="newer"
    )
    with pytest.raises(NotYet):
        mirror_group_chat(event)
    with clock.held_at(clock.now() + timedelta(seconds=61)):
        mirror_group_chat(event)


def test_what_was_asked_for_early_is_old_however_late_it_arrives(corp_id, monkeypatch):
    event = GroupChatChanged(
        corp_id=corp_id, happened_at=clock.now(), chat_id="wr1", cur_mem_ver="newer"
    )
    with ExitStack() as time:

        def slow(_corp_id: str, _chat_id: str) -> str:
            time.enter_context(clock.held_at(clock.now() + timedelta(minutes=2)))
            return "older"

        monkeypatch.setattr("app.contacts.groups.reactions.mirror_group", slow)
        with pytest.raises(NotYet):
            mirror_group_chat(event)


def test_a_group_that_filled_a_moment_ago_gives_way_once_wecom_shows_it(sim, corp_id, chats):
    sim.order("groups/settings", lag=5)
    opened(corp_id, chats, switch_at=3)
    joined = sim.order("groups/join", state=STATE, customer={"key": "a"})
    version = sim.world.groups.chats[joined["chat_id"]].views[-1].version
    event = GroupChatChanged(
        corp_id=corp_id, happened_at=clock.now(), chat_id=chats[0], cur_mem_ver=version
    )
    for reaction in (mirror_group_chat, steer_group_codes):  # neither waits for the other
        with pytest.raises(NotYet):
            reaction(event)
    with reading() as session:
        before = session.scalars(select(GroupCode.chat_ids)).one()
    sim.pass_time(6)
    for reaction in (mirror_group_chat, steer_group_codes):
        reaction(event)
    (way,) = ways(sim)
    assert before == chats
    assert way["chat_id_list"] == [chats[1]]
