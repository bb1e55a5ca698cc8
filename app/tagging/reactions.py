"""Tags are put on when a follow begins and when a customer speaks."""

from sqlalchemy.orm import Session

from app.contacts.begun import begun_follow, follow_of_words
from app.contacts.marking import mark
from app.contacts.models import Follow
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded
from app.outbox.say import Because
from app.sentences import Sentence
from app.tagging.facts import active_rules, facts_of_adding, facts_of_message
from app.tagging.rules import Change, decide


def tag_follow(event: FollowAdded) -> None:
    """Put on the tags that the channel and the time of adding ask for."""
    with transaction() as session:
        follow = begun_follow(session, event)
        facts = facts_of_adding(session, event, follow)
        rules = active_rules(session, event.corp_id, "channel", "add_time")
        put_on(session, "tag_follow", event, follow, decide(facts, tags_on(follow), rules))


def tag_message(event: CustomerSpoke) -> None:
    """Put on the tags that the customer's words ask for."""
    with transaction() as session:
        rules = active_rules(session, event.corp_id, "keyword")
        if not rules:
            return
        facts = facts_of_message(session, event.corp_id, event.message_id)
        follow = follow_of_words(session, event)
        put_on(session, "tag_message", event, follow, decide(facts, tags_on(follow), rules))


def tags_on(follow: Follow) -> frozenset[str]:
    """The tags of a follow, those on their way too."""
    return frozenset(tag.tag_id for tag in follow.tags)


def put_on(
    session: Session, reaction: str, event: FollowEvent, follow: Follow, change: Change
) -> None:
    """Record the change and say it. Nobody can tag a follow that has ended."""
    if not change.add or follow.ended_at is not None:
        return
    reasons = {
        tag_id: Because(
            reaction=reaction,
            reason=hit.reason,
            rule=Sentence("标签规则 %(name)s", {"name": hit.rule.label}),
            version=hit.rule.version,
            event_id=event.event_id,
        )
        for tag_id, hit in change.add.items()
    }
    mark(session, follow, reasons, {tag_id: hit.rule.id for tag_id, hit in change.add.items()})
