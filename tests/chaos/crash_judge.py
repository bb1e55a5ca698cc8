"""What a crash has left behind, for one customer: WeCom's truth, our rows and the audit."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.contacts.models import CorpTag, Follow
from app.corps.wecom import wecom
from app.db import reading
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand
from app.sop.models import Task
from bots.questions import GetCorpTagList
from tests.chaos import directory_scenes, mirror
from tests.chaos.checker import judge
from tests.chaos.crash_town import CrashTown
from tests.chaos.scenes import Person

PARTS = "follows,welcomes,group_messages,app_messages,callbacks,archive"


def troubles(town: CrashTown, person: Person) -> list[str]:
    """Everything that is wrong with this customer; nothing is what we promise."""
    truth = of_customer(town.wecom.get(f"/truth?part={PARTS}"), person.pair[1])
    verdict = judge(person.history, truth, clock.now().timestamp())
    found = [*verdict.lost, *verdict.doubled, *verdict.uncalled, *verdict.wrong]
    found += [f"missing: {title}" for title, _pair in verdict.missing]
    found += [f"welcome missed: {code[:8]}" for code in verdict.missed]
    with reading() as session:
        found += mirror.lost_follows(session, truth["follows"])
        found += mirror.lost_words(session, truth)
        found += mirror.broken_promises(session, town.corp_id)
        found += [*left_over(session), *twice(session, person), *unmet(session, person, truth)]
        found += misread_tags(session, town.corp_id)
    return found


def misread_tags(session: Session, corp_id: str) -> Iterator[str]:
    """Tags of the library that we know otherwise than WeCom."""
    alive = select(CorpTag).where(CorpTag.deleted_at.is_(None))
    ours = {row.tag_id: (row.name, row.order) for row in session.scalars(alive)}
    groups = wecom(corp_id).ask(GetCorpTagList())["tag_group"]
    theirs = {
        tag["id"]: (tag["name"], tag["order"])
        for group in groups
        for tag in group["tag"]
        if not tag.get("deleted")
    }
    for tag_id in sorted(ours.keys() | theirs.keys()):
        if ours.get(tag_id) != theirs.get(tag_id):
            yield f"tag {tag_id} is {theirs.get(tag_id)}, ours {ours.get(tag_id)}"


def of_customer(truth: dict[str, Any], external_userid: str) -> dict[str, Any]:
    """The parts of the truth that are about one customer; letters and words are everybody's."""
    mine = dict(truth)
    for part in ("follows", "welcomes"):
        mine[part] = [one for one in truth[part] if one["external_userid"] == external_userid]
    return mine


def left_over(session: Session) -> Iterator[str]:
    """What a person would have to look at."""
    for row in session.scalars(select(InboxReaction).where(InboxReaction.state == "parked")):
        yield f"parked: {row.name} {row.error}"
    stuck = OutboxCommand.state.in_(("failed", "unknown", "expired"))
    for command in session.scalars(select(OutboxCommand).where(stuck)):
        if not command.key.startswith("sop:"):  # unspoken words of a SOP that has ended
            yield f"{command.state}: {command.kind} {command.errmsg}"


def twice(session: Session, person: Person) -> Iterator[str]:
    """One event of a kind, however often it was told."""
    rows = (
        select(InboxEvent.name, func.count())
        .where(InboxEvent.external_userid == person.pair[1], InboxEvent.name == "FollowAdded")
        .group_by(InboxEvent.name)
    )
    for name, many in session.execute(rows):
        if many > 1:
            yield f"{name} is kept {many} times"


def unmet(session: Session, person: Person, truth: dict[str, Any]) -> Iterator[str]:
    """What the scene itself expects."""
    userid, external_userid = person.pair
    expects = person.expects
    follow = session.scalars(
        select(Follow).where(Follow.userid == userid, Follow.external_userid == external_userid)
    ).one()
    if expects.get("remark", follow.remark) != follow.remark:
        yield f"our remark is {follow.remark}"
    if "cancelled" in expects and not all(
        message["cancelled"]
        for message in truth["group_messages"]
        for task in message["tasks"]
        if external_userid in [send["external_userid"] for send in task["sends"]]
    ):
        yield "the group message still waits for the member's tap"
    if "task" in expects:
        task = select(Task.state).where(
            Task.external_userid == external_userid, Task.kind == "group_message"
        )
        if session.scalar(task) != expects["task"]:
            yield f"the task is {session.scalar(task)}"
    yield from directory_scenes.unmet(session, expects)
