"""The same generated history told to two crowds, so that what became of them can be compared."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.acquisition.models import Channel
from app.acquisition.phones.models import PhoneItem, PhoneList
from app.archive.models import ChatMessage
from app.attribution.models import Arrival
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.db import Row, reading, transaction
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowEdited, FollowLost, FollowRemoved
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import happened
from app.leads.defaults import make_default
from app.leads.models import Score
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Sop, SopVersion, Step
from app.tagging.models import TagRule
from bots.errors import Gone, Unavailable
from bots.questions import GetExternalContact
from bots.speech import Question
from jobs import react
from tests.conftest import CORP, MOMENT

STATES = ("expo", "web", "")
MEMBERS = ("lina", "sunyue")
WORDS = ("多少钱", "你好", "谢谢")
KINDS = (
    FollowAdded,
    FollowAdded,
    FollowAdded,
    CustomerSpoke,
    FollowEdited,
    FollowLost,
    FollowRemoved,
)
COMPARED = (ExternalContact, Follow, Score, Enrollment, OutboxCommand, Arrival, PhoneItem)
OURS = (
    "id",
    "list_id",
    "half_event_id",
    "created_at",
    "rung_at",
    "lease_until",
    "mirrored_at",
    "marked_at",
)


def set_up() -> None:
    """Channels, rules, a SOP and a qualification: every reaction has something to decide."""
    with transaction() as session:
        make_default(session, CORP)
        for state, template in (("expo", "{name}-{channel}"), ("web", "")):
            words = {"remark_template": template, "description": "展会来的"[: 4 * len(template)]}
            session.add(Channel(corp_id=CORP, state=state, name=state, **words))
        rules: dict[str, tuple[dict[str, Any], list[str]]] = {
            "channel": ({"states": ["expo"]}, ["etExpo", "etHand"]),
            "add_time": ({"from": "00:00", "to": "00:00", "weekdays": [1, 2, 3, 4, 5, 6, 7]}, ["etDay"]),
            "keyword": ({"words": ["多少钱"]}, ["etPrice"]),
        }  # fmt: skip
        for kind, (condition, tag_ids) in rules.items():
            session.add(
                TagRule(corp_id=CORP, name=kind, kind=kind, condition=condition, tag_ids=tag_ids)
            )
        sop = Sop(corp_id=CORP, name="新客", states=["expo"], version=1, is_active=True)
        version = SopVersion(corp_id=CORP, sop=sop, number=1, published_at=MOMENT)
        session.add(Step(corp_id=CORP, version=version, position=0, kind="task", day=1, at="10:00"))


def phone_of(external_userid: str) -> str:
    """A number of their own, for each customer of each crowd."""
    return f"138{'AB'.index(external_userid[2])}0{external_userid[-6:]}"


def listed(crowd: str, customers: int) -> None:
    """A list with the crowd's numbers, each at most one customer's."""
    with transaction() as session:
        of = {"weights": {}, "reclaim_days": 0, "reclaim_to": "ops", "reminders": 0, "made_by": ""}
        words = {"remark_template": "{name}-{channel}", "tag_ids": ["etPhone"]}
        made = PhoneList(corp_id=CORP, name="名单", **of, **words)
        session.add(made)
        session.flush()
        blank = dict.fromkeys(("typed", "name", "note", "source", "why", "told"), "")
        for place in range(customers):
            phone = f"+86{phone_of(f'wm{crowd}{place:06d}')}"
            own = {"place": place, "phone": phone, "verdict": "good", "state": "open"}
            session.add(PhoneItem(corp_id=CORP, list_id=made.id, **blank, **own))


def answer(question: Question) -> dict[str, Any]:
    """WeCom's answer, the same about both crowds' customers of one number."""
    if not isinstance(question, GetExternalContact):
        return {"errcode": 0, "userid": getattr(question, "userid", ""), "name": "成员"}
    number = question.external_userid[-6:]
    chance = random.Random(number)
    if chance.random() < 0.1:
        raise Gone(84061, "not external contact")
    if chance.random() < 0.1:
        raise Unavailable(-1, "busy", told=True)
    tags = [{"tag_id": "etHand", "type": 1}] if chance.random() < 0.3 else []
    entry: dict[str, Any] = {"state": chance.choice(STATES), "tags": tags, "add_way": 1}
    noted = [phone_of(question.external_userid)] if chance.random() < 0.7 else []
    entry |= {"remark": "", "remark_mobiles": noted}
    shown = [
        {**entry, "userid": userid, "createtime": int(MOMENT.timestamp()) - 60}
        for userid in chance.sample(MEMBERS, chance.randint(1, 2))
    ]
    contact = {"external_userid": question.external_userid, "name": f"客户{number}", "type": 1}
    return {"errcode": 0, "external_contact": contact, "follow_user": shown}


def told(crowd: str, seed: int, customers: int) -> None:
    """The history of a crowd, in rounds; all that is due is done after each of them."""
    chance = random.Random(seed)
    listed(crowd, customers)
    for turn in range(3):
        moment = MOMENT + timedelta(minutes=turn)
        with clock.held_at(moment):
            with transaction() as session:
                for number in range(customers):
                    event = drawn(chance, f"wm{crowd}{number:06d}", number)
                    if isinstance(event, CustomerSpoke):
                        session.add(message(crowd, event, chance.choice(WORDS)))
                    happened(session, event, key=f"{crowd} {turn} {number}")
            work()
    for hours in (1, 2):  # what was tried again, once more
        with clock.held_at(MOMENT + timedelta(hours=hours)):
            work()


def drawn(chance: random.Random, external_userid: str, number: int) -> FollowEvent:
    kind = chance.choice(KINDS)
    names = {"userid": chance.choice(MEMBERS), "external_userid": external_userid}
    state = chance.choice(STATES)
    more: dict[str, Any] = {**names}
    if kind is FollowAdded:
        more["state"] = state
    if kind is CustomerSpoke:
        more["message_id"] = (
            (clock.now() - MOMENT).seconds * 100 + 1 + number * 2 + (external_userid[2] == "B")
        )
    return kind(corp_id=CORP, happened_at=clock.now(), **more)


def message(crowd: str, event: CustomerSpoke, text: str) -> ChatMessage:
    return ChatMessage(
        id=event.message_id,
        corp_id=CORP,
        msgid=f"{crowd} {event.message_id}",
        seq=event.message_id,
        sender=event.external_userid,
        userid=event.userid,
        external_userid=event.external_userid,
        sent_at=clock.now(),
        msgtype="text",
        body={},
        text=text,
    )


def work() -> None:
    react.welcome("welcome")
    react.react("events")


def outcome(crowd: str) -> dict[str, list[Any]]:
    """All rows about a crowd, without what names rows and the crowd."""
    with reading() as session:
        follows = {
            row.id: f"{row.userid} {row.external_userid[-6:]}"
            for row in session.scalars(select(Follow))
        }
        events = {row.id: row for row in session.scalars(select(InboxEvent))}
        found: dict[str, list[Any]] = {}
        for model in COMPARED:
            rows = session.scalars(select(model).where(model.external_userid.like(f"wm{crowd}%")))
            found[model.__name__] = sorted(map(repr, (plain(row, follows) for row in rows)))
        tags = session.scalars(
            select(FollowTag).join(Follow).where(Follow.external_userid.like(f"wm{crowd}%"))
        )
        found["tags"] = sorted(repr((follows[row.follow_id], plain(row, follows))) for row in tags)
        reactions = [
            (events[row.event_id].external_userid or "", repr(plain(row, follows)))
            for row in session.scalars(select(InboxReaction))
        ]
        found["reactions"] = sorted(text for who, text in reactions if who.startswith(f"wm{crowd}"))
    return found


def plain(row: Row, follows: dict[int, str]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in fields(row, follows) if name not in OURS]


def fields(row: Row, follows: dict[int, str]) -> Iterator[tuple[str, Any]]:
    """The columns by which two crowds can be compared."""
    for column in row.__table__.columns:
        value = getattr(row, column.name)
        if column.name in ("external_userid", "mobiles"):
            value = value[-6:]  # the crowd stands before it
        elif column.name == "key":
            kind, _, rest = value.partition(":")
            value = (kind, follows[int(rest.split(":")[0])], rest.split(":")[1])
        elif column.name == "contributions":
            value = [(one["label"], one["points"], one["at"]) for one in value]
        elif column.name == "because":
            value = {name: each for name, each in value.items() if name != "event_id"}
        elif column.name in ("body", "error"):
            value = str(value).replace("wmA", "wmB")
        elif column.name in ("event_id", "follow_id", "command_id", "version_id", "phone"):
            value = value is not None
        yield column.name, value
