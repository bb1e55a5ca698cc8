"""Histories between a customer and members, told shuffled and repeated: `python -m tests.jobs.histories`.

A machine of hypothesis lets people add, edit and leave, and delivers the news of it when it likes,
in any order, once or more often. In the end our rows must say what a reader of the news in their
order would say.
"""

import itertools
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import click
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text

from app import clock
from app.contacts.models import Follow
from app.corps.wecom import wecom as client
from app.db import engine, reading, transaction
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from app.inbox.models import InboxReaction
from app.inbox.record import happened
from bots.questions import GetExternalContact
from bots.speech import Question
from jobs import react
from tests.conftest import CORP, MOMENT

MEMBERS = ("lina", "sunyue")
SECOND = timedelta(seconds=1)
_customers = itertools.count(1)
_keys = itertools.count(1)


@dataclass(frozen=True)
class Tie:
    """A member and the customer, as somebody who read all news in order knows it."""

    state: str
    followed_at: datetime
    remark: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None


shown: dict[str, dict[str, dict[str, Any]]] = {}  # external_userid → userid → what WeCom shows


def answer(question: Question) -> dict[str, Any]:
    """WeCom's answer about a customer, as things stand."""
    if not isinstance(question, GetExternalContact):
        return {"errcode": 0, "userid": getattr(question, "userid", ""), "name": "成员"}
    who = question.external_userid
    contact = {"external_userid": who, "name": "客户", "type": 1}
    return {"errcode": 0, "external_contact": contact, "follow_user": [*shown[who].values()]}


class Histories(RuleBasedStateMachine):
    """One customer's history."""

    @initialize()
    def begin(self) -> None:
        self.who = f"wmHistory{next(_customers):08d}"
        self.now = MOMENT
        self.ties: dict[str, Tie] = {}
        self.news: list[FollowEvent] = []
        shown[self.who] = {}

    def happens(self, kind: type[FollowEvent], userid: str, **more: Any) -> None:
        names: dict[str, Any] = {"userid": userid, "external_userid": self.who, **more}
        self.news.append(kind(corp_id=CORP, happened_at=self.now, **names))
        self.now += SECOND

    def is_tied(self, userid: str) -> bool:
        return userid in self.ties and self.ties[userid].ended_at is None

    @rule(userid=st.sampled_from(MEMBERS), state=st.sampled_from(("expo", "web")))
    def add(self, userid: str, state: str) -> None:
        if self.is_tied(userid):
            return
        remark = f"备注{self.now:%M%S}"
        entry = {"userid": userid, "state": state, "remark": remark, "tags": [], "add_way": 1}
        shown[self.who][userid] = {**entry, "createtime": int(self.now.timestamp())}
        self.ties[userid] = Tie(state, self.now, remark)
        self.happens(FollowAdded, userid, state=state)

    @rule(userid=st.sampled_from(MEMBERS))
    def edit(self, userid: str) -> None:
        if self.is_tied(userid):
            remark = shown[self.who][userid]["remark"] = f"改{self.now:%M%S}"
            self.ties[userid] = replace(self.ties[userid], remark=remark)
            self.happens(FollowEdited, userid)

    @rule(userid=st.sampled_from(MEMBERS), by=st.sampled_from(("staff", "customer")))
    def leave(self, userid: str, by: str) -> None:
        """WeCom goes on showing a customer who has deleted the member."""
        if not self.is_tied(userid):
            return
        if by == "staff":
            del shown[self.who][userid]
        self.ties[userid] = replace(self.ties[userid], ended_at=self.now, ended_by=by)
        self.happens(FollowRemoved if by == "staff" else FollowLost, userid)

    @precondition(lambda self: self.news)
    @rule(chance=st.randoms(use_true_random=False))
    def deliver(self, chance: Any) -> None:
        """Some of the news so far, in any order; what was told may be told again."""
        told = chance.sample(self.news, chance.randint(1, len(self.news)))
        self.tell([*told, *chance.sample(told, len(told) // 2)])

    def tell(self, told: list[FollowEvent]) -> None:
        with transaction() as session:
            for event in told:  # a key of its own: the inbox does not know the repetition
                happened(session, event, key=f"history {next(_keys)}")
        settle(self.now)

    def teardown(self) -> None:
        if not hasattr(self, "who"):
            return
        self.tell(self.news[::-1])
        assert known(self.who) == {userid: seen(tie) for userid, tie in self.ties.items()}


def seen(tie: Tie) -> Tie:
    """What must be known of a tie: of one that has ended, not the remark of its last hour."""
    return tie if tie.ended_at is None else replace(tie, remark="", followed_at=MOMENT)


def known(external_userid: str) -> dict[str, Tie]:
    """What our rows say."""
    with reading() as session:
        rows = select(Follow).where(Follow.external_userid == external_userid)
        return {
            row.userid: seen(
                Tie(row.state, row.followed_at, row.remark, row.ended_at, row.ended_by)
            )
            for row in session.scalars(rows)
        }


def settle(moment: datetime) -> None:
    """Do all that is due, and let time pass for what waits for it."""
    for _ in range(20):
        with clock.held_at(moment):
            react.welcome("welcome")
            react.react("events")
        with reading() as session:
            waiting = select(func.max(InboxReaction.due_at)).where(InboxReaction.state == "again")
            due = session.scalar(waiting)
        if due is None:
            return
        moment = max(moment, due)


def tell_histories(count: int, *, shrinks: bool = True) -> None:
    """So many of them; the first that ends wrongly is raised, made short if it `shrinks`."""
    client(CORP).ask = answer  # type: ignore[method-assign]
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=count,
            stateful_step_count=10,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, *([Phase.shrink] if shrinks else [])],
            suppress_health_check=list(HealthCheck),
        ),
    )


def forget_the_disk() -> None:
    """Nothing here dies, so nobody waits for the disk."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for quick in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"alter system set {quick} = off"))
        connection.execute(text("select pg_reload_conf()"))


def main() -> int:
    """The target."""
    parser = ArgumentParser()
    parser.add_argument("--histories", type=int, default=10_000)
    given = parser.parse_args()
    from tests.bench.corp import enter_corp
    from tests.bench.own import own_services

    with own_services():
        forget_the_disk()
        enter_corp()
        try:
            tell_histories(given.histories)
        except AssertionError as error:
            click.echo(str(error))
            click.echo("orders: a history ends wrongly, BROKEN")
            return 1
    told = next(_customers) - 1
    click.echo(f"orders: {told} histories, {next(_keys) - 1} deliveries, 0 end wrongly, kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
