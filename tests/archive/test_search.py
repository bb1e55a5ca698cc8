"""Search finds exactly what reading every message would find."""

import random
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.archive.grams import folded, grams
from app.archive.models import ChatMessage
from app.archive.search import Sought, search
from app.db import reading, transaction
from tests.conftest import CORP, MOMENT

LETTERS = "多少钱价格aAａ%_\\ 1１ﬁß"


def message(number: int, text: str, *, corp_id: str = CORP, **fields: str) -> ChatMessage:
    return ChatMessage(
        corp_id=corp_id,
        msgid=f"m{number}",
        seq=number,
        sender="lina",
        sent_at=MOMENT + timedelta(seconds=number // 3),  # some share a moment
        msgtype="text",
        body={},
        text=text,
        folded=folded(text),
        grams=grams(folded(text)),
        **fields,
    )


def every(session: Session, sought: Sought) -> list[str]:
    """All pages, one after the other."""
    found, before = [], ""
    while True:
        page = search(session, CORP, sought, before=before)
        found += [row.msgid for row in page.messages]
        if page.older is None:
            return found
        before = page.older


def test_search_finds_exactly_what_a_naive_scan_finds(house: None) -> None:
    dice = random.Random(20260302)
    texts = ["".join(dice.choices(LETTERS, k=dice.randrange(8))) for _ in range(400)]
    with transaction() as session:
        session.add_all([message(number, text) for number, text in enumerate(texts)])
        session.add(message(1, "多少钱", corp_id="wwother"))
    queries = ["".join(dice.choices(LETTERS, k=dice.randrange(1, 4))) for _ in range(150)]
    hits = 0
    with reading() as session:
        for query in [*queries, "", "%", "_", "\\", "多少钱"]:
            naive = [f"m{n}" for n, text in enumerate(texts) if folded(query) in folded(text)]
            found = every(session, Sought(words=query))
            assert sorted(found) == sorted(naive), query
            hits += len(found)
    assert hits > 1000


def test_pages_are_newest_first_and_without_gaps(house: None) -> None:
    with transaction() as session:
        session.add_all([message(number, "价格") for number in range(65)])
    with reading() as session:
        assert every(session, Sought(words="价格")) == [f"m{n}" for n in reversed(range(65))]


def test_filters_narrow_the_search(house: None) -> None:
    with transaction() as session:
        session.add_all(
            [
                message(1, "价格", userid="lina", external_userid="wm1"),
                message(2, "价格", userid="zhaolei", external_userid="wm1"),
                message(3, "价格", roomid="wr1"),
            ]
        )
    with reading() as session:
        assert every(session, Sought(words="价", userid="lina")) == ["m1"]
        assert every(session, Sought(external_userids=("wm1",))) == ["m2", "m1"]
        assert every(session, Sought(external_userids=())) == []


@pytest.mark.parametrize("mark", ["", "x", "1-", "-1", "1-x", "9" * 30 + "-1", "１-１", "²-1"])
def test_a_place_that_is_none_begins_at_the_newest(house: None, mark: str) -> None:
    with transaction() as session:
        session.add(message(1, "价格"))
    with reading() as session:
        assert len(search(session, CORP, Sought(), before=mark).messages) == 1
