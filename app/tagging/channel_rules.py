"""A live code's tags are a channel rule: one mechanism, one reason shown."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.tagging.models import TagRule
from app.tagging.rules import called_after


def tags_for_state(session: Session, corp_id: str, state: str) -> list[str]:
    """The tags that the live code of this state puts on."""
    rule = code_rule(session, corp_id, state)
    return list(rule.tag_ids) if rule else []


def set_tags_for_state(
    session: Session, corp_id: str, state: str, channel_name: str, tag_ids: Sequence[str]
) -> None:
    """Make the live code put on exactly these tags; none at all takes its rule away."""
    rule = code_rule(session, corp_id, state)
    name, chosen = str(called_after(channel_name)), list(dict.fromkeys(tag_ids))
    condition = {"states": [state], "names": {state: channel_name}, "code": state}
    if rule is None:
        if chosen:
            made = TagRule(corp_id=corp_id, kind="channel", name=name, condition=condition)
            made.tag_ids = chosen
            session.add(made)
    elif not chosen:
        session.delete(rule)
    elif (rule.name, rule.tag_ids) != (name, chosen):
        rule.name, rule.condition, rule.tag_ids = name, condition, chosen
        rule.version += 1
        rule.edited_at = now()


def code_rule(session: Session, corp_id: str, state: str) -> TagRule | None:
    """The rule that belongs to the live code of this state."""
    return session.scalars(
        select(TagRule).where(
            TagRule.corp_id == corp_id,
            TagRule.kind == "channel",
            TagRule.condition["code"].astext == state,
        )
    ).one_or_none()
