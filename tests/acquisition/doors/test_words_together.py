"""Words of many customers at once find each visitor, and only them."""

from app import clock
from app.acquisition.landing.models import LandingPage, Submission
from app.acquisition.landing.reactions import match_many_words, match_remarks
from app.acquisition.landing.receiving import Left, keep
from app.archive.models import ChatMessage
from app.contacts.models import Follow
from app.db import reading, transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowEdited
from tests.acquisition.doors.test_landing import leave, left


def spoken(corp_id: str, number: int, words: str | None) -> CustomerSpoke:
    who = {"userid": "lina", "external_userid": f"wm{number}"}
    with transaction() as session:
        message = ChatMessage(
            corp_id=corp_id,
            seq=number,
            msgid=f"words {number}",
            msgtype="text",
            body={},
            text=words,
            sender=f"wm{number}",
            sent_at=clock.now(),
            **who,
        )
        session.add(message)
        session.flush()
    return CustomerSpoke(
        corp_id=corp_id,
        happened_at=clock.now(),
        event_id=number,
        message_id=message.id,
        **who,
    )


def owners() -> list[tuple[str | None, str | None]]:
    return [(row.external_userid, row.matched_by) for row in left()]


def test_each_of_many_is_known_by_their_own_words(sim, corp_id):
    leave(corp_id)
    with transaction() as session:
        page = session.query(LandingPage).one()
        answers = {"phone": "13900139000"}
        keep(session, page, Left(answers, {}), source="", store_id=None, visitor="198.51.100.2")
    by_code, _by_phone = left()
    said = [
        spoken(corp_id, 1, "HELLO2 在吗"),  # looks like a code and is none
        spoken(corp_id, 2, f"我是{by_code.code}"),
        spoken(corp_id, 3, None),
        spoken(corp_id, 4, "139 0013 9000"),
        spoken(corp_id, 5, f"我也是{by_code.code}"),
    ]
    for _ in range(2):
        assert match_many_words(said) == {}
        assert owners() == [("wm2", "code"), ("wm4", "phone")]


def test_remarks_of_many_and_of_whom_we_do_not_know(sim, corp_id):
    leave(corp_id)
    edits = []
    for number, remark in ((1, "老客户"), (2, "小林13800138000"), (3, None)):
        who = {"userid": "lina", "external_userid": f"wm{number}"}
        if remark:
            with transaction() as session:
                follow = Follow(corp_id=corp_id, remark=remark, followed_at=clock.now(), **who)
                session.add(follow)
        edits.append(FollowEdited(corp_id=corp_id, happened_at=clock.now(), event_id=number, **who))
    assert match_remarks(edits) == {}
    assert owners() == [("wm2", "remark")]


def test_who_says_nothing_of_note_costs_no_look(sim, corp_id, monkeypatch):
    leave(corp_id)
    said = [spoken(corp_id, number, "你好") for number in (1, 2)]
    monkeypatch.setattr("app.acquisition.landing.reactions.waiting", None)  # never asked
    assert match_many_words(said) == {}
    with reading() as session:
        assert session.query(Submission).filter_by(external_userid=None).count() == 1
