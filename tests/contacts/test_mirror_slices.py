"""A run is rows: killed it goes on from its cursor, and what goes wrong with one member stays there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.clock import held_at, now
from app.contacts.mirror import members
from app.contacts.mirror.models import MirrorMember, MirrorRun
from app.contacts.mirror.progress import Progress, latest
from app.contacts.mirror.run import Mirrored, begin, mirror_corp, seize, slices, start
from app.contacts.models import Follow
from app.db import reading, transaction
from app.due import DUE, claim_bells
from app.queue import lane
from bots.errors import Forbidden
from jobs.mirror import go_on
from tests.bots.loopback import Loopback
from tests.conftest import CORP, MOMENT
from tests.contacts.wecom import SmallWeCom, running

BATCH = "externalcontact/batch/get_by_user"


@dataclass
class Told:
    """A small WeCom and what it was asked."""

    wecom: SmallWeCom
    loopback: Loopback


@pytest.fixture
def asked(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """What was asked; one page a slice."""
    monkeypatch.setattr(members, "PAGES_A_SLICE", 1)
    wecom = SmallWeCom(page_size=10)
    for number in range(35):
        wecom.add("zhang", f"wm{number:02}", MOMENT)
    for number in range(5):
        wecom.add("li", f"wm{number:02}", MOMENT)
    with running(wecom) as loopback:
        yield Told(wecom, loopback)


def pages(told: Told) -> Counter[tuple[str, str]]:
    """(userid, cursor) → how often it was asked for."""
    seen = [one.json for one in told.loopback.seen if one.path == BATCH]
    return Counter((one["userid_list"][0], one.get("cursor") or "") for one in seen)


def progress() -> Progress:
    with reading() as session:
        found = latest(session, CORP)
        assert found is not None
        return found


def begun() -> int:
    with transaction() as session:
        return begin(session, 1)


def row(userid: str) -> MirrorMember:
    with reading() as session:
        return session.query(MirrorMember).filter_by(userid=userid).one()


def test_a_run_that_was_cut_off_goes_on_from_its_cursor(asked: Told) -> None:
    run_id = begun()
    for _ in zip(range(6), slices(run_id), strict=False):  # lists, two members' lists, three pages
        pass
    assert progress().seen == 25
    assert 0 < progress().percent < 100
    assert mirror_corp(1) == Mirrored(staff=2, tags=3, customers=40)
    assert (progress().run.id, progress().percent, progress().seen) == (run_id, 100, 40)
    assert set(pages(asked).values()) == {1}


def test_a_page_that_two_workers_read_counts_once(asked: Told) -> None:
    run_id = begun()
    for _ in zip(range(3), slices(run_id), strict=False):
        pass
    stale = row("zhang")
    members.take_pages(stale)
    members.take_pages(stale)
    assert (row("zhang").seen, row("zhang").changed) == (10, 10)
    with reading() as session:
        assert session.query(Follow).count() == 10


def test_a_cursor_that_wecom_has_forgotten_begins_the_member_anew_once(asked: Told) -> None:
    run_id = begun()
    for _ in zip(range(5), slices(run_id), strict=False):
        pass
    with transaction() as session:
        session.query(MirrorMember).filter_by(userid="zhang").update({"cursor": "stale"})
    asked.wecom.forgotten = {"stale"}
    assert mirror_corp(1).customers == 40
    assert (row("zhang").state, row("zhang").seen) == ("done", 35)
    asked.wecom.forgotten = {"10"}
    mirror_corp(1)
    with reading() as session:
        last = session.query(MirrorMember).filter_by(userid="zhang").order_by(MirrorMember.id)
        assert [one.state for one in last] == ["done", "failed"]
    assert progress().failed == 1


def test_a_member_whom_the_app_may_not_see_is_left_out_and_the_others_are_not(
    asked: Told,
) -> None:
    asked.wecom.refused = {"zhang": 60011}
    assert mirror_corp(1).customers == 5
    assert (row("zhang").state, progress().run.state) == ("failed", "done")


def test_an_app_without_the_right_stops_the_run_and_not_the_member(asked: Told) -> None:
    asked.wecom.refused = {"zhang": 48002}
    with pytest.raises(Forbidden):
        mirror_corp(1)
    assert (row("zhang").state, progress().is_going_on) == ("pending", True)
    asked.wecom.refused = {}
    assert mirror_corp(1).customers == 40


def test_at_night_a_bell_begins_the_run_and_jobs_end_it(asked: Told) -> None:
    start(1)
    start(1)
    assert lane("sync").count == 2, "a bell each, for one run"
    run_id = progress().run.id
    go_on(run_id)
    assert progress().run.state == "done"
    count = len(asked.loopback.seen)
    go_on(run_id)
    assert len(asked.loopback.seen) == count


def test_a_while_of_work_ends_with_a_bell_for_the_next(
    asked: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.mirror.LONGEST", 0.0)
    run_id = begun()
    rounds = 0
    while progress().is_going_on:
        bells = lane("sync").count
        go_on(run_id)
        rounds += 1
        assert progress().run.attempts == 0
        assert lane("sync").count == bells + progress().is_going_on
    assert rounds > 6


def test_wecom_that_is_away_is_asked_again_later_and_what_is_read_stays(asked: Told) -> None:
    run_id = begun()
    asked.wecom.refused = {"zhang": -1}
    go_on(run_id)
    run = progress().run
    assert (run.state, run.due_at > now(), "Unavailable" in (run.error or "")) == (
        "again",
        True,
        True,
    )
    go_on(run_id)
    assert progress().run.state == "again", "not before it is due"
    asked.wecom.refused = {}
    with held_at(MOMENT + timedelta(hours=1)):
        go_on(run_id)
    assert (progress().run.state, progress().run.error, progress().seen) == ("done", None, 40)


def test_a_run_is_one_workers_and_after_its_death_the_sweep_rings_for_it(asked: Told) -> None:
    run_id = begun()
    with transaction() as session:
        assert seize(session, run_id)
    with transaction() as session:
        assert seize(session, run_id) is None
    due = next(due for due in DUE if due.job == "jobs.mirror.go_on")
    with transaction() as session:
        session.query(MirrorRun).update({"rung_at": None})
        assert claim_bells(session, due) == []
        session.query(MirrorRun).update({"lease_until": MOMENT - timedelta(days=999)})
        assert claim_bells(session, due) == [(run_id, "sync")]


def test_runs_of_long_ago_are_forgotten(asked: Told) -> None:
    mirror_corp(1)
    with held_at(MOMENT + timedelta(days=31)):
        mirror_corp(1)
    with reading() as session:
        assert session.query(MirrorRun).count() == 1
        assert session.query(MirrorMember).count() == 2


def test_more_doubtful_customers_than_a_slice_has_time_for_are_done_by_and_by(
    asked: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror_corp(1)
    for pair in asked.wecom.follows:
        asked.wecom.follows[pair]["remark"] = "改过"
    monkeypatch.setattr("app.contacts.mirror.taking.ASKING_LASTS", 0.0)
    monkeypatch.setattr(members, "moment", lambda session: 0)  # as if all was written just now
    mirror_corp(1)
    with reading() as session:
        assert {follow.remark for follow in session.query(Follow)} == {"改过"}
    assert len(asked.loopback.calls("externalcontact/get")) >= 35
