"""A corp whose people type English only: whatever Chinese its pages show is ours."""

from datetime import datetime, timedelta
from typing import Any

from app.acquisition.models import Channel
from app.acquisition.reactions import attribute_follow
from app.archive.models import ChatMessage
from app.clock import held_at
from app.contacts.models import CorpTag, ExternalContact, Follow, Staff, TagGroup
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.base import Event
from app.events.contacts import FollowAdded, FollowLost
from app.inbox.models import InboxReaction
from app.inbox.record import happened, recall
from app.leads.models import Qualification, Score
from app.leads.qualification import Rule
from app.leads.reactions import consider_lead, release_lead
from app.leads.rule_json import as_json
from app.leads.sync import mirror_lead
from app.outbox.models import OutboxCommand
from app.outreach.greeting import NOTHING_TO_SEND
from app.outreach.reactions import greet
from app.outreach.welcomes import set_welcome
from app.sop.advance import advance
from app.sop.answers import group_message_answered
from app.sop.models import Enrollment, Sop, SopVersion, Step
from app.sop.reactions import enroll_follow, stop_on_reply, stop_sops
from app.tagging.channel_rules import set_tags_for_state
from app.tagging.models import TagRule
from app.tagging.reactions import tag_follow, tag_message
from tests.conftest import CORP, MOMENT

ANNA, BOB, CARA = "wmAnna", "wmBob", "wmCara"
WEEK = list(range(1, 8))
RULES = (
    Rule(kind="keyword", label="Price", points=30, words=("price",)),
    Rule(kind="replied", label="Reply", points=20, within_hours=72),
    Rule(kind="messages", label="Talk", points=15, at_least=2),
    Rule(kind="channel", label="Code", points=10),
    Rule(kind="tag", label="Hot", points=5, tag_ids=("t-hot",)),
    Rule(kind="lost", label="Gone", points=-40),
)
STEPS = (("task", "Say hello", 10), ("group_message", "Offer", 20), ("task", "Call", 30))


def tell() -> None:
    """Anna is welcomed, tagged and becomes a lead; so does Bob, who leaves; Cara leaves at once."""
    furnish()
    for customer in (ANNA, BOB, CARA):
        come(customer)
    for minutes in (10, 20):
        sop_steps(minutes)
    refuse_group_message(ANNA)
    for number, words in enumerate(("What is the price and cost?", "Hello?"), 1):
        speak(ANNA, number, words)
        speak(BOB, number + 2, words)
    leave(BOB)
    leave(CARA)
    mirror()


def furnish() -> None:
    """What staff of this corp have set up."""
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="lina", name="Lina", can_follow=True))
        session.add(Channel(corp_id=CORP, state="expo", name="Expo", remark_template="{name}!"))
        session.add(TagGroup(corp_id=CORP, group_id="g", name="Interest"))
        for tag_id, name in (("t-hot", "Hot"), ("t-day", "Day"), ("t-expo", "Expo")):
            session.add(CorpTag(corp_id=CORP, tag_id=tag_id, group_id="g", name=name))
        words = {"words": ["price", "cost"], "without": [], "match": "contains"}
        session.add(tag_rule("Asks", "keyword", words, "t-hot"))
        window = {"from": "06:00", "to": "12:00", "weekdays": WEEK}
        session.add(tag_rule("Morning", "add_time", window, "t-day"))
        set_tags_for_state(session, CORP, "expo", "Expo", ["t-expo"])
        lost_picture = [{"msgtype": "image", "material_id": 999}]
        set_welcome(session, CORP, None, name="Welcome", text="Hello!", attachments=lost_picture)
        kept = [as_json(rule) for rule in RULES]
        session.add(Qualification(corp_id=CORP, version=1, threshold=30, rules=kept))
        session.add(sop())


def tag_rule(name: str, kind: str, condition: dict[str, Any], tag_id: str) -> TagRule:
    made = TagRule(corp_id=CORP, name=name, kind=kind, condition=condition)
    made.tag_ids = [tag_id]
    return made


def sop() -> Sop:
    made = Sop(corp_id=CORP, name="Three steps", version=1, is_active=True)
    version = SopVersion(corp_id=CORP, number=1, published_at=MOMENT)
    version.steps = [
        Step(corp_id=CORP, position=place, kind=kind, title=title, text=title, after_minutes=after)
        for place, (kind, title, after) in enumerate(STEPS)
    ]
    made.versions = [version]
    return made


def kept(event: Event, key: str) -> Any:
    """The event as reactions get it."""
    with transaction() as session:
        event_id = happened(session, event, key)
        assert event_id
        return recall(session, event_id)


def come(customer: str) -> None:
    """A customer scans the code; all that reacts does."""
    name = customer.removeprefix("wm")
    with transaction() as session:
        session.add(ExternalContact(corp_id=CORP, external_userid=customer, name=name))
        session.add(Follow(**pair(customer), state="expo", followed_at=MOMENT))
    added = FollowAdded(
        **pair(customer), happened_at=MOMENT, state="expo", welcome_code=f"code-{name}"
    )
    event = kept(added, f"added:{customer}")
    for reaction in (greet, attribute_follow, tag_follow, enroll_follow, consider_lead):
        reaction(event)
    with transaction() as session:
        session.add(
            InboxReaction(
                corp_id=CORP,
                event_id=event.event_id,
                position=9,
                name="app.outreach.reactions.greet",
                state="parked",
                due_at=MOMENT,
                error=f"Unprocessable: {NOTHING_TO_SEND}",
            )
        )


def pair(customer: str) -> dict[str, Any]:
    return {"corp_id": CORP, "userid": "lina", "external_userid": customer}


def sop_steps(minutes: int) -> None:
    """Take the steps that are due after so many minutes."""
    with transaction() as session:
        waiting = [one.id for one in session.query(Enrollment).order_by(Enrollment.id)]
    with held_at(later(minutes)):
        for enrollment_id in waiting:
            advance(enrollment_id)


def later(minutes: int) -> datetime:
    return MOMENT + timedelta(minutes=minutes)


def refuse_group_message(customer: str) -> None:
    """WeCom takes no group message for this customer."""
    with transaction() as session:
        asked = {"kind": "AddMsgTemplate", "external_userid": customer}
        command = session.query(OutboxCommand).filter_by(**asked).one()
        command.state, command.errcode, command.errmsg = "failed", 41048, "no customer to send"
        command.finished_at = later(21)
        group_message_answered(session, command)


def speak(customer: str, number: int, words: str) -> None:
    """A customer writes; all that reacts does."""
    at = later(25 + number)
    with transaction() as session:
        message = ChatMessage(
            **pair(customer),
            msgid=f"m{number}",
            seq=number,
            sender=customer,
            sent_at=at,
            msgtype="text",
            body={},
            text=words,
        )
        session.add(message)
        session.flush()
        message_id = message.id
    event = kept(
        CustomerSpoke(**pair(customer), happened_at=at, message_id=message_id), f"spoke:{number}"
    )
    with held_at(at):
        for reaction in (tag_message, stop_on_reply, consider_lead):
            reaction(event)


def leave(customer: str) -> None:
    """A customer deletes the member; all that reacts does."""
    at = later(60)
    with transaction() as session:
        follow = session.query(Follow).filter_by(**pair(customer)).one()
        follow.ended_at, follow.ended_by = at, "customer"
    event = kept(FollowLost(**pair(customer), happened_at=at), f"lost:{customer}")
    with held_at(at):
        for reaction in (stop_sops, release_lead):
            reaction(event)


def mirror() -> None:
    """Bring the scores into the CRM tables."""
    with transaction() as session:
        scores = [score.id for score in session.query(Score)]
    for score_id in scores:
        mirror_lead(score_id)
