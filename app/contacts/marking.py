"""Putting tags on a follow with their reasons, and taking in what WeCom answered."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.clock import now
from app.contacts.follows import find_follow, lock_follow
from app.contacts.models import Follow, FollowTag
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import MarkTag


def mark(
    session: Session,
    follow: Follow,
    reasons: Mapping[str, Because],
    rule_ids: Mapping[str, int] | None = None,
) -> None:
    """Put on the follow those tags (tag_id → why) that it does not have yet.

    One MarkTag for each rule. What a rule has said for an event it never says again, so a tag
    that somebody took off by hand stays off when the reaction runs again.
    """
    lock_follow(session, follow.id)
    has = set(session.scalars(select(FollowTag.tag_id).where(FollowTag.follow_id == follow.id)))
    for tag_ids in _by_rule(reasons, has):
        _say_mark(session, follow, {tag_id: reasons[tag_id] for tag_id in tag_ids}, rule_ids or {})


def _by_rule(reasons: Mapping[str, Because], has: set[str]) -> Iterable[list[str]]:
    groups: dict[tuple[str, int | None], list[str]] = {}
    for tag_id, because in reasons.items():
        if tag_id not in has:
            groups.setdefault((str(because.rule), because.version), []).append(tag_id)
    return groups.values()


def _say_mark(
    session: Session, follow: Follow, reasons: Mapping[str, Because], rule_ids: Mapping[str, int]
) -> None:
    because = next(iter(reasons.values()))
    command_id = say(
        session,
        follow.corp_id,
        MarkTag(follow.userid, follow.external_userid, add_tag=list(reasons)),
        key=f"tag:{follow.id}:{because.rule}:{because.version}:{because.event_id or 0}",
        because=because,
        userid=follow.userid,
        external_userid=follow.external_userid,
    )
    if command_id is None:
        return
    for tag_id, why in reasons.items():
        session.add(
            FollowTag(
                corp_id=follow.corp_id,
                follow_id=follow.id,
                tag_id=tag_id,
                rule_id=rule_ids.get(tag_id),
                rule=why.rule,
                version=why.version,
                reason=why.reason,
                command_id=command_id,
            )
        )


def tags_answered(session: Session, command: OutboxCommand) -> None:
    """WeCom has answered a MarkTag for good: its tags are on, or they never came."""
    body = command.body
    follow = find_follow(session, command.corp_id, body["userid"], body["external_userid"])
    if follow is None:
        return
    lock_follow(session, follow.id)
    if command.state == "done":
        _put_on(session, follow, command)
        _take_off(session, follow, body.get("remove_tag") or [])
    else:
        session.execute(
            delete(FollowTag).where(
                FollowTag.command_id == command.id, FollowTag.marked_at.is_(None)
            )
        )


def _put_on(session: Session, follow: Follow, command: OutboxCommand) -> None:
    """The rows are there, unless the command failed first and a person let it run again."""
    because = command.because
    for tag_id in command.body.get("add_tag") or []:
        new = insert(FollowTag).values(
            corp_id=follow.corp_id,
            follow_id=follow.id,
            tag_id=tag_id,
            rule=because["rule"],
            version=because["version"],
            reason=because["reason"],
            command_id=command.id,
            marked_at=now(),
        )
        session.execute(
            new.on_conflict_do_update(
                index_elements=["follow_id", "tag_id"],
                set_={"marked_at": now()},
                where=FollowTag.marked_at.is_(None),
            )
        )


def _take_off(session: Session, follow: Follow, tag_ids: list[str]) -> None:
    if tag_ids:
        flag_modified(follow, "mirrored_at")  # rows that go leave no trace: a new version tells
    session.execute(
        delete(FollowTag).where(FollowTag.follow_id == follow.id, FollowTag.tag_id.in_(tag_ids))
    )


def remark_answered(session: Session, command: OutboxCommand) -> None:
    """WeCom has answered a Remark for good; no callback tells of it, so the mirror takes it here."""
    body = command.body
    follow = find_follow(session, command.corp_id, body["userid"], body["external_userid"])
    if follow is None or command.state != "done":
        return
    if body.get("remark") is not None:
        follow.remark = body["remark"]
    if body.get("description") is not None:
        follow.description = body["description"]
    if body.get("remark_mobiles") is not None:
        follow.mobiles = "\n".join(body["remark_mobiles"])
