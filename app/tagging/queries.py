"""What the pages of rules ask."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.contacts.models import Follow, FollowTag
from app.tagging.models import TagRule

STATES_SHOWN = 200


def rules_of_corp(corp_id: str) -> Select[TagRule]:
    """All rules, the newest first."""
    return select(TagRule).where(TagRule.corp_id == corp_id).order_by(TagRule.id.desc())


def find_rule(session: Session, corp_id: str, rule_id: int) -> TagRule | None:
    """A rule of this corp, locked until the transaction ends."""
    return session.scalars(
        select(TagRule).where(TagRule.corp_id == corp_id, TagRule.id == rule_id).with_for_update()
    ).one_or_none()


def carriers(session: Session, corp_id: str, rule_ids: Iterable[int]) -> dict[int, int]:
    """rule id → how many living follows carry a tag that it put on."""
    rows = session.execute(
        select(FollowTag.rule_id, func.count(func.distinct(FollowTag.follow_id)).label("many"))
        .join(Follow, Follow.id == FollowTag.follow_id)
        .where(
            FollowTag.corp_id == corp_id,
            FollowTag.rule_id.in_(list(rule_ids)),
            Follow.ended_at.is_(None),
        )
        .group_by(FollowTag.rule_id)
    )
    return {row.rule_id: row.many for row in rows if row.rule_id is not None}


def names_taken(session: Session, corp_id: str, but: int | None) -> set[str]:
    """The names of all other rules: a reason names its rule, so no two may be called the same."""
    rows = session.execute(select(TagRule.id, TagRule.name).where(TagRule.corp_id == corp_id))
    return {row.name for row in rows if row.id != but}


def known_states(session: Session, corp_id: str) -> list[str]:
    """The states that customers came through, and those that rules name, the busiest first."""
    rows = session.scalars(
        select(Follow.state)
        .where(Follow.corp_id == corp_id, Follow.state != "")
        .group_by(Follow.state)
        .order_by(func.count().desc(), Follow.state)
        .limit(STATES_SHOWN)
    )
    named = session.scalars(
        select(TagRule.condition).where(TagRule.corp_id == corp_id, TagRule.kind == "channel")
    )
    return list(dict.fromkeys([*rows, *(state for each in named for state in each["states"])]))
