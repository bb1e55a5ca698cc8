"""A follow that WeCom has dropped unheard ends after two runs in a row, and never too many at once."""

from datetime import datetime, timedelta

import pytest

from app.clock import held_at
from app.contacts.mirror.absences import is_too_many
from app.contacts.mirror.models import MirrorMember, MirrorRun
from app.contacts.mirror.progress import allow, latest
from app.contacts.mirror.run import mirror_corp, slices
from app.contacts.models import Follow
from app.db import reading, transaction
from app.inbox.models import InboxEvent
from tests.conftest import CORP, MOMENT
from tests.contacts.wecom import SmallWeCom


def night(number: int) -> datetime:
    return MOMENT + timedelta(days=number)


def run(number: int) -> MirrorRun:
    """That night's run."""
    with held_at(night(number)):
        mirror_corp(1)
    return newest()


def newest() -> MirrorRun:
    with reading() as session:
        found = latest(session, CORP)
        assert found is not None
        return found.run


def alive() -> set[str]:
    with reading() as session:
        rows = session.query(Follow).filter(Follow.ended_at.is_(None))
        return {row.external_userid for row in rows}


def town(wecom: SmallWeCom, count: int) -> set[str]:
    """So many customers of one member, all of them known here."""
    names = {f"wm{number:03}" for number in range(count)}
    for name in names:
        wecom.add("zhang", name, MOMENT)
    run(1)
    assert alive() == names
    return names


def drop(wecom: SmallWeCom, *names: str) -> None:
    for name in names:
        del wecom.follows["zhang", name]


def test_one_absence_ends_nothing_and_the_second_ends_it_as_of_the_first(wecom: SmallWeCom) -> None:
    names = town(wecom, 5)
    drop(wecom, "wm002")
    run(2)
    assert alive() == names
    assert run(3).ended == 1
    assert alive() == names - {"wm002"}
    with reading() as session:
        gone = session.query(Follow).filter_by(external_userid="wm002").one()
        assert (gone.ended_at, gone.ended_by) == (night(2), "staff")
        event = session.query(InboxEvent).one()
        assert (event.name, event.happened_at) == ("FollowRemoved", night(2))
    assert run(4).ended == 0


def test_who_came_back_in_between_begins_to_be_missed_anew(wecom: SmallWeCom) -> None:
    names = town(wecom, 5)
    entry = wecom.follows["zhang", "wm002"]
    for number in (2, 4):
        drop(wecom, "wm002")
        run(number)
        wecom.follows["zhang", "wm002"] = entry
        run(number + 1)
    assert alive() == names


def test_who_is_shown_when_asked_about_alone_stays(wecom: SmallWeCom) -> None:
    names = town(wecom, 5)
    wecom.unlisted = {"wm002"}
    for number in (2, 3, 4):
        assert run(number).ended == 0
    assert alive() == names


def test_who_stands_on_a_page_is_not_absent_though_not_listed(wecom: SmallWeCom) -> None:
    town(wecom, 5)
    wecom.unlisted, wecom.is_batch_whole = {"wm002"}, True
    for number in (2, 3):
        run(number)
    with reading() as session:
        assert session.query(Follow).filter(Follow.absences > 0).count() == 0


def test_a_run_whose_pages_were_not_all_read_counts_for_nothing(wecom: SmallWeCom) -> None:
    names = town(wecom, 5)
    drop(wecom, "wm002")
    for number in (2, 3):
        wecom.refused = {"zhang": 40058}
        run(number)
        with reading() as session:
            member = session.query(MirrorMember).filter_by(run_id=newest().id, userid="zhang").one()
            assert (member.state, newest().state) == ("failed", "done")
    wecom.refused = {}
    run(4)
    assert alive() == names
    run(5)
    assert alive() == names - {"wm002"}


@pytest.mark.parametrize(
    ("missing", "living", "halts"),
    [
        (0, 0, False),
        (1, 1, False),
        (2, 50, True),
        (2, 99, True),
        (2, 100, False),
        (50, 100_000, False),
        (51, 100_000, True),
    ],
)
def test_more_than_fifty_or_two_percent_are_too_many(missing: int, living: int, halts: bool):
    assert is_too_many(missing, living) == halts


def test_too_many_halt_the_run_until_a_person_says_so(wecom: SmallWeCom) -> None:
    names = town(wecom, 40)
    gone = {"wm001", "wm002", "wm003"}
    drop(wecom, *gone)
    run(2)
    halted = run(3)
    assert (halted.state, halted.missing, halted.ended) == ("halted", 3, 0)
    assert alive() == names
    wecom.add("zhang", "wm003", night(3))  # one of them is there again
    with held_at(night(3)):
        with transaction() as session:
            assert allow(session, CORP, halted.id)
        assert list(slices(halted.id))
    assert alive() == names - {"wm001", "wm002"}
    with transaction() as session:
        assert not allow(session, CORP, halted.id), "it is done"


def test_a_list_that_is_empty_for_two_nights_ends_nobody(wecom: SmallWeCom) -> None:
    names = town(wecom, 60)
    wecom.unlisted = names
    run(2)
    assert run(3).state == "halted"
    wecom.unlisted = set()
    assert run(4).state == "done"
    assert alive() == names


def test_a_follow_of_today_and_a_half_one_are_not_missed(wecom: SmallWeCom) -> None:
    town(wecom, 5)
    with transaction() as session:
        new = {"corp_id": CORP, "userid": "zhang"}
        today, long_ago = night(2), MOMENT
        session.add(Follow(external_userid="wmNew", followed_at=today, **new))
        half = Follow(external_userid="wmHalf", followed_at=long_ago, is_confirmed=False, **new)
        session.add(half)
    run(2)
    with reading() as session:
        assert session.query(Follow).filter(Follow.absent_at.is_not(None)).count() == 0
