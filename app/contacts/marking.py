"""Putting tags on a follow with their reasons, and taking in what WeCom answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Text, any_, cast, delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.clock import now
from app.contacts.follows import lock_follows
from app.contacts.models import Follow, FollowTag
from app.many import insert_told, upsert_all
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, decide_on_all, decided
from app.sentences import as_kept
from bots.commands import MarkTag


@dataclass(frozen=True)
class Marking:
    """Tags that a follow is to have (tag_id → why), and the rules that ask for them."""

    follow: Follow
    reasons: Mapping[str, Because]
    rule_ids: Mapping[str, int] = field(default_factory=dict)

    def without(self, has: Collection[str]) -> Iterable[list[str]]:
        """The tags that it lacks, those of a rule together."""
        groups: dict[tuple[str, int | None], list[str]] = {}
        for tag_id, because in self.reasons.items():
            if tag_id not in has:
                groups.setdefault((str(because.rule), because.version), []).append(tag_id)
        return groups.values()


def mark(
    session: Session,
    follow: Follow,
    reasons: Mapping[str, Because],
    rule_ids: Mapping[str, int] | None = None,
) -> None:
    """Put on the follow those tags (tag_id → why) that it does not have yet."""
    mark_all(session, [Marking(follow, reasons, rule_ids or {})])


def mark_all(session: Session, markings: Sequence[Marking]) -> None:
    """Put tags on follows that do not have them yet.

    One MarkTag for each rule. What a rule has said for an event it never says again, so a tag
    that somebody took off by hand stays off when the reaction runs again.
    """
    if not markings:
        return
    has = locked_tags(session, [marking.follow.id for marking in markings])
    lacking = [
        (marking, tag_ids)
        for marking in markings
        for tag_ids in marking.without(has[marking.follow.id])
    ]
    rows = [_decided(marking, tag_ids) for marking, tag_ids in lacking]
    said = decide_on_all(session, rows)
    tags = [
        _tag(marking, tag_id, said[row["key"]])
        for (marking, tag_ids), row in zip(lacking, rows, strict=True)
        if row["key"] in said
        for tag_id in tag_ids
    ]
    insert_told(session, FollowTag, tags)


def locked_tags(session: Session, follow_ids: Collection[int]) -> dict[int, set[str]]:
    """The tags of these follows, which nobody else changes until the transaction ends."""
    lock_follows(session, follow_ids)
    found: dict[int, set[str]] = {follow_id: set() for follow_id in follow_ids}
    wanted = FollowTag.follow_id == any_(cast(list(follow_ids), ARRAY(BigInteger)))
    for follow_id, tag_id in session.execute(
        select(FollowTag.follow_id, FollowTag.tag_id).where(wanted)
    ):
        found[follow_id].add(tag_id)
    return found


def _decided(marking: Marking, tag_ids: list[str]) -> dict[str, Any]:
    follow, because = marking.follow, marking.reasons[tag_ids[0]]
    return decided(
        follow.corp_id,
        MarkTag(follow.userid, follow.external_userid, add_tag=tag_ids),
        key=f"tag:{follow.id}:{because.rule}:{because.version}:{because.event_id or 0}",
        because=because,
        userid=follow.userid,
        external_userid=follow.external_userid,
    )


def _tag(marking: Marking, tag_id: str, command_id: int) -> dict[str, Any]:
    why = marking.reasons[tag_id]
    return {
        "corp_id": marking.follow.corp_id,
        "follow_id": marking.follow.id,
        "tag_id": tag_id,
        "rule_id": marking.rule_ids.get(tag_id),
        "rule": as_kept(why.rule),
        "version": why.version,
        "reason": as_kept(why.reason),
        "command_id": command_id,
    }


def tags_answered(session: Session, commands: Sequence[OutboxCommand]) -> None:
    """WeCom has answered MarkTags for good: their tags are on, or they never came."""
    found = follows_named(session, commands)
    answered = [(found[one.id], one) for one in commands if one.id in found]
    lock_follows(session, [follow.id for follow, _ in answered])
    done = [(follow, one) for follow, one in answered if one.state == "done"]
    _put_on(session, done)
    for follow, one in done:
        _take_off(session, follow, one.body.get("remove_tag") or [])
    if failed := [one.id for _, one in answered if one.state != "done"]:
        session.execute(
            delete(FollowTag).where(FollowTag.command_id.in_(failed), FollowTag.marked_at.is_(None))
        )


def follows_named(session: Session, commands: Sequence[OutboxCommand]) -> dict[int, Follow]:
    """The follow that each command is about, by the command's id."""
    customers = cast([one.body["external_userid"] for one in commands], ARRAY(Text))
    corp_ids = {one.corp_id for one in commands}
    rows = session.scalars(
        select(Follow).where(
            Follow.corp_id.in_(corp_ids), Follow.external_userid == any_(customers)
        )
    )
    by_pair = {(row.corp_id, row.userid, row.external_userid): row for row in rows}
    pairs = {
        one.id: (one.corp_id, one.body["userid"], one.body["external_userid"]) for one in commands
    }
    return {command_id: by_pair[pair] for command_id, pair in pairs.items() if pair in by_pair}


def _put_on(session: Session, answered: Sequence[tuple[Follow, OutboxCommand]]) -> None:
    """The rows are there, unless the command failed first and a person let it run again."""
    rows = {
        (follow.id, tag_id): {
            "corp_id": follow.corp_id,
            "follow_id": follow.id,
            "tag_id": tag_id,
            "rule": one.because["rule"],
            "version": one.because["version"],
            "reason": one.because["reason"],
            "command_id": one.id,
            "marked_at": now(),
        }
        for follow, one in reversed(answered)  # of two that name a tag, the first gives the reason
        for tag_id in one.body.get("add_tag") or []
    }
    upsert_all(
        session,
        FollowTag,
        list(rows.values()),
        key=("follow_id", "tag_id"),
        taken=("marked_at",),
        where=FollowTag.marked_at.is_(None),
    )


def _take_off(session: Session, follow: Follow, tag_ids: list[str]) -> None:
    if not tag_ids:
        return
    flag_modified(follow, "mirrored_at")  # rows that go leave no trace: a new version tells
    session.execute(
        delete(FollowTag).where(FollowTag.follow_id == follow.id, FollowTag.tag_id.in_(tag_ids))
    )


def remarks_answered(session: Session, commands: Sequence[OutboxCommand]) -> None:
    """WeCom has answered Remarks for good; no callback tells of it, so the mirror takes it here."""
    found = follows_named(session, commands)
    for command in commands:
        if command.state == "done" and command.id in found:
            follow, body = found[command.id], command.body
            if body.get("remark") is not None:
                follow.remark = body["remark"]
            if body.get("description") is not None:
                follow.description = body["description"]
            if body.get("remark_mobiles") is not None:
                follow.mobiles = "\n".join(body["remark_mobiles"])
