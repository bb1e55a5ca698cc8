"""A sheet of a thousand rows, really worked through: the pass rate is WeCom's truth to the unit."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.acquisition.phones.importing import add_draft, keep
from app.acquisition.phones.models import PhoneBlock
from app.acquisition.phones.queries import find_list, funnels, shares, verdict_counts
from app.acquisition.schedule.plan import Plan
from app.db import reading, transaction
from tests.acquisition.fortnight.shop import Shop, opened, state_of
from tests.acquisition.phones.seed import PLAN, number
from tests.acquisition.phones.test_a_thousand_numbers import (
    BLOCKED,
    EARLIER,
    FRIENDS,
    counted_apart,
    thousand,
)
from tests.acquisition.phones.worked import MEMBERS, Tie, Workshop

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
OLD_FRIENDS = 25
WISHES = replace(PLAN, weights=dict.fromkeys(MEMBERS, 1), reclaim_days=3, tag_ids=[])


def kept(shop: Shop, rows: list[list[str]]) -> int:
    """A list of these rows."""
    with clock.held_at(shop.moment), transaction() as session:
        draft = add_draft(session, shop.corp_id, rows, file_name="", made_by="ops")
        return keep(session, draft, WISHES, made_by="ops").id


def prepare(works: Workshop) -> None:
    """Friends whose numbers are noted, friends whose are not, an earlier list, blocked numbers."""
    for place in FRIENDS:
        works.befriend("chenxi", f"friend {place}", number(place))
        works.note("chenxi", f"friend {place}", number(place))
    for userid in MEMBERS:
        works.old[userid] = [f"old {userid} {place}" for place in range(OLD_FRIENDS)]
        for key in works.old[userid]:
            works.befriend(userid, key, "13900000000")
    kept(works.shop, [[number(place)] for place in EARLIER])
    with transaction() as session:
        session.add_all(
            PhoneBlock(corp_id=works.shop.corp_id, phone=f"+86{number(place)}", made_by="ops")
            for place in BLOCKED
        )
    works.rest()


def counted(works: Workshop, good: list[str], since: float) -> tuple[set[str], Counter[str]]:
    """The accepted numbers, and member → how many, by WeCom's truth: a friend since the list came,
    each person once, by the number that stands first on the sheet."""
    place = {one: at for at, one in enumerate(good)}
    found = [tie for tie in works.ties if tie.number in place and tie.since >= int(since)]
    firsts: dict[str, Tie] = {}
    for tie in sorted(found, key=lambda tie: (tie.since, place[tie.number])):
        firsts.setdefault(tie.external_userid, tie)
    own = Counter(
        tie.userid if works.ties[tie] == tie.userid else "others" for tie in firsts.values()
    )
    return {tie.number for tie in firsts.values()}, own


@pytest.mark.timeout(300)  # twenty seconds on a quiet machine
def test_the_pass_rate_of_a_thousand_rows_is_right_to_the_unit(services):
    dice = random.Random(1)
    with opened("Asia/Shanghai", MORNING) as shop:
        shop.open(0, Plan(MEMBERS))
        shop.act()
        works = Workshop(shop, dice, state_of(0))
        works.pass_time(timedelta(minutes=1))
        prepare(works)
        rows = thousand(dice)
        verdicts = counted_apart(rows)
        since, list_id = shop.moment.timestamp(), kept(shop, rows)
        works.round(list_id)
        works.pass_time(timedelta(days=3, hours=1))  # what is left goes to others
        works.round(list_id)

        with reading() as session:
            made = find_list(session, shop.corp_id, list_id)
            assert made is not None
            told = verdict_counts(session, made)
            funnel = funnels(session, shop.corp_id, [list_id])[list_id]
            by_member = {share.userid or "others": share.added for share in shares(session, made)}
    assert told == Counter(verdicts.values()) and len(verdicts) == 1000
    good = [digits(rows[row - 1][1]) for row, verdict in verdicts.items() if verdict == "good"]
    accepted, own = counted(works, good, since)
    asked = works.tapped | accepted
    assert (funnel.good, funnel.asked, funnel.added) == (len(good), len(asked), len(accepted))
    assert funnel.rate == 100 * len(accepted) / len(asked)
    assert by_member == own
    assert min(len(accepted), len(asked - accepted), own["others"]) > 10


def digits(cell: str) -> str:
    """The last eleven digits of what somebody typed."""
    read = "".join(str(int(sign)) for sign in cell.removesuffix(".0") if sign.isdigit())
    return read[-11:]
