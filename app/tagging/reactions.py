"""Tags are put on when a follow begins and when a customer speaks."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session, selectinload

from app.contacts.begun import begun_follows, follows_of_words
from app.contacts.marking import Marking, mark_all
from app.contacts.models import Follow
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.outbox.say import Because
from app.sentences import Sentence
from app.tagging.facts import active_rules, facts_of_adding, not_archived, texts_of, zone_of
from app.tagging.rules import Change, Facts, Rule, decide
from app.together import Troubles, alone


def tag_follow(event: FollowAdded) -> None:
    """Put on the tags that the channel and the time of adding ask for."""
    alone(tag_follows, event)


def tag_follows(events: Sequence[FollowAdded]) -> Troubles:
    """The same for many customers of a corp."""
    corp_id = events[0].corp_id
    with transaction() as session:
        follows, troubles = begun_follows(session, events, selectinload(Follow.tags))
        rules = active_rules(session, corp_id, "channel", "add_time")
        zone = zone_of(session, corp_id)
        facts = {
            event.event_id: facts_of_adding(zone, event, follows[event.event_id])
            for event in events
            if event.event_id in follows
        }
        put_on(session, "tag_follow", follows, facts, rules)
        return troubles


def tag_message(event: CustomerSpoke) -> None:
    """Put on the tags that the customer's words ask for."""
    alone(tag_messages, event)


def tag_messages(events: Sequence[CustomerSpoke]) -> Troubles:
    """The same for many customers of a corp."""
    corp_id = events[0].corp_id
    with transaction() as session:
        rules = active_rules(session, corp_id, "keyword")
        if not rules:
            return {}
        texts = texts_of(session, corp_id, [event.message_id for event in events])
        follows, troubles = follows_of_words(session, events, selectinload(Follow.tags))
        zone = zone_of(session, corp_id)
        facts = {
            event.event_id: Facts(zone=zone, text=texts[event.message_id])
            for event in events
            if event.event_id in follows and event.message_id in texts
        }
        put_on(session, "tag_message", follows, facts, rules)
        return troubles | not_archived(events, texts)


def tags_on(follow: Follow) -> frozenset[str]:
    """The tags of a follow, those on their way too."""
    return frozenset(tag.tag_id for tag in follow.tags)


def put_on(
    session: Session,
    reaction: str,
    follows: Mapping[int, Follow],
    facts: Mapping[int, Facts],
    rules: Sequence[Rule],
) -> None:
    """Record what the facts of each event (by its id) ask for, and say it. Nobody can tag a follow
    that has ended."""
    changes = {
        event_id: decide(known, tags_on(follows[event_id]), rules)
        for event_id, known in facts.items()
        if follows[event_id].ended_at is None
    }
    mark_all(
        session,
        [
            marking(reaction, event_id, follows[event_id], change)
            for event_id, change in changes.items()
            if change.add
        ],
    )


def marking(reaction: str, event_id: int, follow: Follow, change: Change) -> Marking:
    """A change with its reasons."""
    reasons = {
        tag_id: Because(
            reaction=reaction,
            reason=hit.reason,
            rule=Sentence("标签规则 %(name)s", {"name": hit.rule.label}),
            version=hit.rule.version,
            event_id=event_id,
        )
        for tag_id, hit in change.add.items()
    }
    return Marking(follow, reasons, {tag_id: hit.rule.id for tag_id, hit in change.add.items()})
