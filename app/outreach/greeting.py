"""Writing welcomes, many at once: what is known is read together, one name may be asked, then words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.clock import now
from app.config import settings
from app.errors import Unprocessable
from app.events.contacts import FollowAdded
from app.outbox.say import Because, decided
from app.outreach.materials import media_ids
from app.outreach.models import Welcome
from app.outreach.names import asked_name, known_names
from app.outreach.welcome import (
    Choice,
    Message,
    Names,
    asks_for_customer,
    choose,
    compose,
    material_ids,
)
from app.outreach.welcomes import candidates
from app.sentences import Sentence
from bots.commands import SendWelcome

CODE_LIVES_FOR = timedelta(seconds=20)  # and it is good once
NOTHING_TO_SEND = Sentence("欢迎语只有附件，而附件还没有上传到企业微信：请重新保存欢迎语")


@dataclass(frozen=True)
class Greeting:
    """A customer who came, the welcome chosen for them, and what may stand in it."""

    event: FollowAdded
    choice: Choice[Welcome]
    names: Names
    media: Mapping[int, str]

    @property
    def deadline_at(self) -> Any:
        """When the code dies."""
        return self.event.happened_at + CODE_LIVES_FOR

    @property
    def lacks_name(self) -> bool:
        """Whether WeCom is to be asked for the customer's name before this can be written."""
        is_wanted = asks_for_customer(self.choice.text) and not self.names.customer
        return is_wanted and now() < self.deadline_at


def greetings(session: Session, events: Iterable[FollowAdded]) -> list[Greeting]:
    """Those of the events to which a welcome belongs, with all that our rows know."""
    coded = [event for event in events if event.welcome_code]
    found: list[Greeting] = []
    for corp_id in {event.corp_id for event in coded}:
        found += _of_corp(session, corp_id, [event for event in coded if event.corp_id == corp_id])
    return found


def _of_corp(session: Session, corp_id: str, events: Sequence[FollowAdded]) -> list[Greeting]:
    welcomes = candidates(
        session, corp_id, {event.state for event in events}, {event.userid for event in events}
    )
    zone = ZoneInfo(settings().corp_zone)
    pairs = [
        (event, choice)
        for event in events
        if (
            choice := choose(
                welcomes, event.state, event.userid, event.happened_at.astimezone(zone)
            )
        )
    ]
    names = known_names(session, corp_id, [event for event, _ in pairs])
    shown = {one for _, choice in pairs for one in material_ids(choice.attachments)}
    media = media_ids(session, corp_id, shown) if shown else {}
    return [Greeting(event, choice, names[event], media) for event, choice in pairs]


def with_name(greeting: Greeting) -> Greeting:
    """The greeting with the customer's name, where it is wanted and WeCom tells it in time."""
    if not greeting.lacks_name:
        return greeting
    name = asked_name(greeting.event.corp_id, greeting.event.external_userid)
    return replace(greeting, names=replace(greeting.names, customer=name))


def written(greeting: Greeting) -> dict[str, Any]:
    """The outbox row. Raises Unprocessable for a welcome that has nothing left to send."""
    event, choice = greeting.event, greeting.choice
    message = compose(choice.text, choice.attachments, greeting.names, greeting.media)
    if message.is_empty:
        raise Unprocessable(NOTHING_TO_SEND)
    return decided(
        event.corp_id,
        spoken(event.welcome_code, message),
        key=f"welcome:{event.welcome_code}",
        because=because(event, choice, message),
        lane="welcome",
        userid=event.userid,
        external_userid=event.external_userid,
        deadline_at=greeting.deadline_at,
    )


def spoken(welcome_code: str, message: Message) -> SendWelcome:
    """The message as a command; WeCom takes no empty parts."""
    return SendWelcome(
        welcome_code,
        text={"content": message.text} if message.text else None,
        attachments=message.attachments or None,
    )


def because(event: FollowAdded, choice: Choice[Welcome], message: Message) -> Because:
    """Why this welcome, and what is missing from it."""
    reason = whose(choice.welcome)
    if choice.window:
        reason = Sentence(
            "%(reason)s；此时是时段「%(window)s」",
            {"reason": reason, "window": choice.window},
        )
    if message.left_out:
        reason = Sentence(
            "%(reason)s；%(count)s 个附件尚未上传到企业微信，已略过",
            {"reason": reason, "count": len(message.left_out)},
        )
    is_default = choice.welcome.state is None and choice.welcome.userid is None
    return Because(
        reaction="greet",
        reason=reason,
        rule=Sentence("默认欢迎语")
        if is_default
        else Sentence("欢迎语 %(name)s", {"name": choice.welcome.name}),
        version=choice.welcome.version,
        event_id=event.event_id or None,
    )


def whose(welcome: Welcome) -> Sentence:
    """For whom it was written."""
    if welcome.state is not None:
        return Sentence("客户添加了成员，渠道设有自己的欢迎语")
    if welcome.userid is not None:
        return Sentence("客户添加了成员，渠道此时没有自己的欢迎语，成员设有自己的欢迎语")
    return Sentence("客户添加了成员，渠道没有自己的欢迎语，发送默认欢迎语")
