"""A tag job of thousands beside people who scan: WeCom's limit holds, and no welcome waits for it.

`run` is told in small by a test and in full by `python -m tests.stories.tags_beside_welcomes`
(`make tags`): its last line is its summary, and it ends with 1 when the promise breaks.
"""

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import clock, household, migrate
from app.db import reading, transaction
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import MarkTag
from tests.town import Town, living_town

MARK_TAG = "externalcontact/mark_tag"
A_SECOND = 50  # calls of mark_tag that WeCom allows
SCAN_EVERY = 3.0  # seconds
LONGEST_WELCOME = 5.0  # seconds of virtual time that one in a hundred may take
WHY = Because(reaction="tags_beside_welcomes", reason="试一试")


@dataclass(frozen=True)
class Outcome:
    """What came of it; times are virtual seconds."""

    tags: int
    marked: int
    unfinished: dict[str, int]
    throttled: int
    welcomes: int
    unsent: int
    slowest_of_99: float
    took: float

    @property
    def is_good(self) -> bool:
        """Whether the promise holds."""
        is_marked = self.marked == self.tags and not self.unfinished
        in_time = self.slowest_of_99 <= LONGEST_WELCOME
        return is_marked and in_time and self.welcomes > 0 and not self.unsent

    def __str__(self) -> str:
        return (
            f"tags {self.marked}/{self.tags}, not done {self.unfinished or 'none'}, "
            f"45009 from WeCom {self.throttled}, in {self.took:.0f} s; "
            f"welcomes {self.welcomes}, unsent {self.unsent}, p99 {self.slowest_of_99:.2f} s: "
            f"{'good' if self.is_good else 'BROKEN'}"
        )


def run(town: Town, tags: int) -> Outcome:
    """Tag the first `tags` customers while somebody scans every few seconds."""
    assert town.wecom.post("/limits", {MARK_TAG: {"per_second": A_SECOND}})["ok"]
    began = clock.now()
    plan_scans(town, tags)
    decide(town, tags)
    while waiting(town):
        town.let_pass(timedelta(seconds=SCAN_EVERY))
    took = (clock.now() - began).total_seconds()
    town.let_pass(timedelta(minutes=1))
    return judge(town, tags, took)


def plan_scans(town: Town, tags: int) -> None:
    """Scans for about as long as the tags take, and a little longer."""
    begins, lasts = clock.now().timestamp(), tags / A_SECOND * 2
    town.wecom.post(
        "/plan",
        {
            "actions": [
                {
                    "at": begins + number * SCAN_EVERY,
                    "do": "scan",
                    "state": "lk-demo-shop",
                    "customer": {"key": f"scanner-{number}"},
                }
                for number in range(1, int(lasts / SCAN_EVERY) + 2)
            ]
        },
    )


def decide(town: Town, tags: int) -> None:
    """One tag for each of as many ties, all at once."""
    pairs = [
        (follow["userid"], follow["external_userid"])
        for follow in town.truth()["follows"]
        if follow["staff_has"]
    ][:tags]
    assert len(pairs) == tags, "not enough customers"
    told = town.wecom.post("/console/tag", {"change": "create", "group_name": "G", "name": "一"})
    tag_id = told["id"]
    with transaction() as session:
        for number, (userid, external_userid) in enumerate(pairs):
            say(
                session,
                town.corp_id,
                MarkTag(userid=userid, external_userid=external_userid, add_tag=[tag_id]),
                key=f"bulk:{number}",
                because=WHY,
                lane="bulk",
                userid=userid,
                external_userid=external_userid,
            )


def waiting(town: Town) -> int:
    """How many tags still wait."""
    with reading() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    OutboxCommand.corp_id == town.corp_id,
                    OutboxCommand.key.startswith("bulk:"),
                    OutboxCommand.state.in_(("pending", "sending", "again")),
                )
            )
            or 0
        )


def judge(town: Town, tags: int, took: float) -> Outcome:
    """By the simulated WeCom's own account of what happened."""
    truth = town.truth()
    welcomes = truth["welcomes"]
    waits = sorted(one["sent_at"] - one["issued_at"] for one in welcomes if one["sent_at"])
    with reading() as session:
        states = session.execute(
            select(OutboxCommand.state, func.count())
            .where(OutboxCommand.key.startswith("bulk:"), OutboxCommand.state != "done")
            .group_by(OutboxCommand.state)
        )
        unfinished = {row.state: row[1] for row in states}
    calls = truth["api_calls"][MARK_TAG]
    return Outcome(
        tags=tags,
        marked=tags - sum(unfinished.values()),
        unfinished=unfinished,
        throttled=calls.get("45009", 0),
        welcomes=len(waits),
        unsent=len(welcomes) - len(waits),
        slowest_of_99=statistics.quantiles(waits, n=100)[-1] if len(waits) > 1 else 0.0,
        took=took,
    )


def main() -> int:
    """The full story, in a house and a town of its own."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tags", type=int, default=5000)
    tags = asked.parse_args().tags
    with (
        tempfile.TemporaryDirectory() as folder,
        household.services(Path(folder), only_ours=True),
        pytest.MonkeyPatch.context() as env,
    ):
        migrate.upgrade()
        env.setenv("WECOM_LIMITS", f"{MARK_TAG}={A_SECOND}/1")
        with living_town(Path(folder), env, "--customers", str(tags)) as town:
            outcome = run(town, tags)
    print(outcome)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
