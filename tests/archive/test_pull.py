"""The archive arrives whole, once, and in order, whatever single rows look like."""

from typing import Any

import pytest

from app.archive import pull as pulling
from app.archive.keys import keep_key, look_again
from app.archive.models import ArchiveCursor, ArchiveRaw, ChatMessage, ChatTalk
from app.archive.pull import alone, pull, pull_unless_pulled
from app.archive.reactions import pull_archive
from app.db import reading, transaction
from app.errors import NotYet
from app.events.archive import ArchiveGrew
from app.inbox.models import InboxEvent
from app.queue import lane
from app.timers import Timer
from bots.archive import NotConfigured, SimulatedSource
from bots.errors import Unavailable
from tests.archive.vault import Vault, pem
from tests.conftest import CORP, MOMENT

ANNA = "wmAnna0000000000000000000000000a"
CORP_ROW = 1


def texts() -> list[str]:
    with reading() as session:
        return [row.text for row in session.query(ChatMessage).order_by(ChatMessage.id)]


def states() -> list[str]:
    with reading() as session:
        return [row.state for row in session.query(ArchiveRaw).order_by(ArchiveRaw.seq)]


def events() -> list[tuple[str, dict[str, Any]]]:
    with reading() as session:
        rows = session.query(InboxEvent).order_by(InboxEvent.id)
        return [(row.name, row.fields) for row in rows]


def cursor() -> str:
    with reading() as session:
        return session.query(ArchiveCursor).one().cursor


def test_messages_become_rows_and_facts(vault: Vault) -> None:
    vault.say(ANNA, "lina", "请问多少钱")
    vault.say("lina", ANNA, "一千元")
    pull(CORP_ROW)
    assert texts() == ["请问多少钱", "一千元"]
    pair = {"userid": "lina", "external_userid": ANNA}
    assert events() == [
        ("CustomerSpoke", {**pair, "message_id": 1}),
        ("StaffSpoke", {**pair, "message_id": 2}),
    ]
    assert vault.asked[0]["secret"] == "the archive's secret"


def test_pulling_again_changes_nothing(vault: Vault) -> None:
    vault.say(ANNA, "lina", "你好")
    for _ in range(2):
        pull(CORP_ROW)
    assert (texts(), cursor(), len(events())) == (["你好"], "1", 1)


def test_a_cursor_that_falls_back_doubles_nothing(vault: Vault) -> None:
    vault.say(ANNA, "lina", "你好")
    pull(CORP_ROW)
    with transaction() as session:
        session.query(ArchiveCursor).one().cursor = "0"
    pull(CORP_ROW)
    assert (texts(), len(states()), len(events())) == (["你好"], 1, 1)


def test_a_thousand_messages_without_text_do_not_stop_the_pull(vault: Vault) -> None:
    image = {"md5sum": "0", "filesize": 1, "sdkfileid": "x"}
    row = vault.say(ANNA, "lina", "", msgtype="image", image=image)
    for seq in range(2, 1002):  # sealed once: a thousand RSA seals would only cost time
        vault.rows.append({**row, "seq": seq, "msgid": f"other{seq}"})
    vault.say(ANNA, "lina", "终于说话了")
    pull(CORP_ROW)
    assert cursor() == "1002"
    assert [order["seq"] for order in vault.asked] == [0, 1000]
    assert texts() == ["", "终于说话了"]
    assert states().count("corrupt") == 1000  # their envelopes name another message


def test_what_was_pulled_before_the_line_died_is_kept_and_opened_later(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "AT_ONCE", 2)
    for word in "一二三四五":
        vault.say(ANNA, "lina", word)
    vault.fails_after = 2
    with pytest.raises(Unavailable):
        pull(CORP_ROW)
    assert (cursor(), states()) == ("2", ["pending", "pending"])
    vault.fails_after = None
    pull(CORP_ROW)
    assert (cursor(), texts()) == ("5", list("一二三四五"))


def test_the_key_is_chosen_by_version_and_a_missing_one_heals(vault: Vault) -> None:
    for version in (1, 2, 3, 1):
        vault.say(ANNA, "lina", f"第{version}版", version=version)
    pull(CORP_ROW)
    assert states() == ["done", "no_key", "no_key", "done"]
    assert texts() == ["第1版", "第1版"]
    with transaction() as session:
        keep_key(session, CORP, 2, pem(2))
    assert states() == ["done", "pending", "no_key", "done"]
    assert lane("archive").count == 1
    with reading() as session:
        assert session.query(Timer).one().due_at == MOMENT
    pull(CORP_ROW)
    assert texts() == ["第1版", "第1版", "第2版"]


def test_a_wrong_key_is_seen_and_the_right_one_heals(vault: Vault) -> None:
    vault.say(ANNA, "lina", "第二版", version=2)
    with transaction() as session:
        keep_key(session, CORP, 2, pem(3))
    pull(CORP_ROW)
    assert set(states()) <= {"bad_key", "corrupt"}
    assert texts() == []
    with transaction() as session:
        keep_key(session, CORP, 2, pem(2))
    pull(CORP_ROW)
    assert (texts(), states()) == (["第二版"], ["done"])


def test_one_bad_row_costs_only_itself(vault: Vault) -> None:
    vault.say(ANNA, "lina", "一")
    vault.say(ANNA, "lina", "坏")["encrypt_chat_msg"] = "AAAA"
    vault.say(ANNA, "lina", "坏")["encrypt_random_key"] = "AAAA"
    vault.say(ANNA, "lina", "换")["msgid"] = "not-the-one-inside"
    vault.say(ANNA, "lina", "二")
    pull(CORP_ROW)
    assert states() == ["done", "corrupt", "bad_key", "corrupt", "done"]
    assert texts() == ["一", "二"]
    with reading() as session:
        errors = [row.error for row in session.query(ArchiveRaw).filter_by(state="corrupt")]
    assert all(error and "坏" not in error for error in errors)


def test_damaged_rows_can_be_opened_again(vault: Vault) -> None:
    vault.say(ANNA, "lina", "坏")["encrypt_chat_msg"] = "AAAA"
    pull(CORP_ROW)
    with transaction() as session:
        assert look_again(session, CORP) == 1
    pull(CORP_ROW)
    with reading() as session:
        row = session.query(ArchiveRaw).one()
        assert (row.state, row.attempts) == ("corrupt", 2)


def test_words_that_postgresql_cannot_hold_are_kept_as_far_as_it_can(vault: Vault) -> None:
    vault.say(ANNA, "lina", "零\0与半\ud800字", extra=[1e400, 11101571002822706744, {"\0": "\0"}])
    pull(CORP_ROW)
    assert (states(), texts()) == (["done"], ["零\ufffd与半?字"])
    with reading() as session:
        body = session.query(ChatMessage).one().body
    assert body["extra"] == [None, 11101571002822706744, {"\ufffd": "\ufffd"}]


def test_a_revocation_names_its_message_and_deletes_nothing(vault: Vault) -> None:
    vault.say(ANNA, "lina", "说错了")
    revoke = {"msgtype": "revoke", "action": "recall", "revoke": {"pre_msgid": "m1"}}
    vault.say(ANNA, "lina", "", **revoke)
    pull(CORP_ROW)
    with reading() as session:
        rows = session.query(ChatMessage).order_by(ChatMessage.id).all()
        assert [(row.text, row.revokes) for row in rows] == [("说错了", None), ("", "m1")]
    assert len(events()) == 1


def test_unknown_types_and_a_switch_are_kept(vault: Vault) -> None:
    vault.say(ANNA, "lina", "", msgtype="hologram", hologram={"beam": 7})
    vault.add({"msgid": "s1", "action": "switch", "time": 1772415000000, "user": "lina"})
    pull(CORP_ROW)
    with reading() as session:
        rows = session.query(ChatMessage).order_by(ChatMessage.id).all()
        assert [(row.msgtype, row.sender) for row in rows] == [
            ("hologram", ANNA),
            ("switch", "lina"),
        ]
        assert rows[0].body["hologram"] == {"beam": 7}
    assert [name for name, _ in events()] == ["CustomerSpoke"]


def test_only_one_process_pulls_an_archive(vault: Vault) -> None:
    vault.say(ANNA, "lina", "你好")
    grew = ArchiveGrew(corp_id=CORP, happened_at=MOMENT)
    with alone(CORP_ROW) as is_alone:
        assert is_alone
        assert not pull_unless_pulled(CORP_ROW)
        with pytest.raises(NotYet):
            pull_archive(grew)
    assert texts() == []
    pull_archive(grew)
    assert texts() == ["你好"]


def test_a_dead_pullers_rows_are_opened_by_the_next(vault: Vault) -> None:
    vault.say(ANNA, "lina", "你好")
    source = SimulatedSource(vault.url, CORP, "the archive's secret")
    pulling.pull_all(source, CORP, 1)  # and killed here
    assert (states(), texts()) == (["pending"], [])
    pull(CORP_ROW)
    assert (texts(), len(events())) == (["你好"], 1)


def test_a_corp_without_an_archive_has_nothing_to_pull(house: None) -> None:
    assert pull_unless_pulled(CORP_ROW)


def test_without_a_source_the_error_says_what_is_missing(house: None) -> None:
    with transaction() as session:
        session.add(ArchiveCursor(corp_id=CORP, source="native", secret="s"))
    with pytest.raises(NotConfigured):
        pull(CORP_ROW)


def talks() -> list[tuple[str, str, str, int]]:
    with reading() as session:
        rows = session.query(ChatTalk).order_by(ChatTalk.id)
        return [(row.userid, row.external_userid, row.roomid, row.many) for row in rows]


def test_a_talk_counts_its_messages_once_and_knows_its_newest(vault: Vault) -> None:
    vault.say(ANNA, "lina", "一")
    vault.say("lina", ANNA, "二")
    vault.say(ANNA, "lina", "群里", roomid="wrRoom")
    vault.say("lina", "zhaolei", "成员之间")
    pull(CORP_ROW)
    vault.say(ANNA, "lina", "迟到的旧话", msgtime=1772414000000)
    for _ in range(2):
        with transaction() as session:
            session.query(ArchiveCursor).one().cursor = "0"
        pull(CORP_ROW)
    assert talks() == [("lina", ANNA, "", 3), ("", "", "wrRoom", 1)]
    with reading() as session:
        newest = session.query(ChatTalk).filter_by(userid="lina").one().last_message_id
        assert session.get_one(ChatMessage, newest).text == "二"
