"""A table of a thousand rows: each row's verdict equals an independent count."""

import random
import re
import time
from collections import Counter

import pytest

from app.acquisition.phones.models import PhoneBlock
from app.acquisition.phones.queries import find_list, funnels
from app.db import reading, transaction
from tests.acquisition.phones.seed import befriend, hire, items, make_list, number
from tests.conftest import CORP

FRIENDS, EARLIER, BLOCKED = range(9000, 9060), range(9100, 9140), range(9200, 9215)
BAD = ("", "12345", "021-62881234", "1.38E+10", "待补", "23800000000", "138000000001234567")


def spelt(chances: random.Random, phone: str) -> str:
    """One of the ways in which people write a number."""
    forms = (
        phone,
        f"+86 {phone}",
        f"86{phone}",
        f"{phone[:3]} {phone[3:7]} {phone[7:]}",
        f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
        phone.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"'{phone}",
        f"{phone}.0",
    )
    return chances.choice(forms)


def thousand(chances: random.Random) -> list[list[str]]:
    """A table as an office hands it in: 1,000 rows under a head."""
    new = [number(place) for place in range(600)]
    pool = [
        *new,
        *(number(place) for place in (*FRIENDS, *EARLIER, *BLOCKED)),
        *chances.choices(new, k=180),
    ]
    typed = [spelt(chances, phone) for phone in pool]
    typed += [chances.choice(BAD) for _ in range(1000 - len(typed))]
    chances.shuffle(typed)
    return [["姓名", "手机号"], *([f"客户{place}", cell] for place, cell in enumerate(typed))]


def counted_apart(rows: list[list[str]]) -> dict[int, str]:
    """Row → verdict, by a way of its own: the last eleven digits, and no library."""
    seen: set[str] = set()
    verdicts = {}
    for place, (_name, cell) in enumerate(rows[1:], start=2):
        plain = "".join(str(int(sign)) if sign.isdigit() else sign for sign in cell)
        digits = re.sub(r"\D", "", plain.removesuffix(".0"))
        if "E" in plain or len(digits) not in (11, 13) or not digits[-11:].startswith("138"):
            verdicts[place] = "bad"
            continue
        phone = digits[-11:]
        kind = {9000: "friend", 9100: "earlier", 9200: "blocked"}.get(int(phone[3:]) // 100 * 100)
        verdicts[place] = "repeated" if phone in seen else kind or "good"
        seen.add(phone)
    return verdicts


@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_has_the_verdict_of_an_independent_count(house, seed):
    hire()
    for place in FRIENDS:
        befriend("zhaomin", f"wm{place}", f"+86 {number(place)}\n021-62881234")
    make_list([[number(place)] for place in EARLIER])
    with transaction() as session:
        session.add_all(
            PhoneBlock(corp_id=CORP, phone=f"+86{number(place)}", made_by="ops")
            for place in BLOCKED
        )
    rows = thousand(random.Random(seed))
    began = time.perf_counter()
    list_id = make_list(rows)
    took = time.perf_counter() - began

    truth = counted_apart(rows)
    kept = items(list_id)
    assert {item.place: item.verdict for item in kept} == truth
    counts = Counter(truth.values())
    assert len(kept) == 1000
    assert min(counts[one] for one in ("good", "repeated", "friend", "earlier", "blocked")) > 10
    assert took < 5, f"{took:.1f} s for 1,000 rows"
    assert_details(rows, kept)
    with reading() as session:
        made = find_list(session, CORP, list_id)
        assert made is not None
        funnel = funnels(session, CORP, [list_id])[list_id]
    assert (funnel.rows, funnel.good, funnel.given) == (1000, counts["good"], counts["good"])
    held = Counter(item.userid for item in kept if item.verdict == "good")
    assert sum(held.values()) == counts["good"]


def assert_details(rows, kept):
    by_place = {item.place: item for item in kept}
    for item in kept:
        if item.verdict == "repeated":
            assert by_place[int(item.told)].phone == item.phone
            assert int(item.told) < item.place
        assert item.told == {"friend": "zhaomin", "earlier": "春季展会"}.get(
            item.verdict, item.told
        )
        assert bool(item.why) == (item.verdict == "bad")
        assert item.typed == rows[item.place - 1][1].strip()
