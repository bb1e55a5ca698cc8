"""A new customer is welcomed: first of all reactions, and independent of every other."""

from dataclasses import replace
from datetime import timedelta

from app.clock import now
from app.db import reading, transaction
from app.errors import Unprocessable
from app.events.contacts import FollowAdded
from app.outbox.say import Because, say
from app.outreach.materials import media_ids
from app.outreach.models import Welcome
from app.outreach.names import asked_name, known_names
from app.outreach.welcome import Message, asks_for_customer, choose, compose, material_ids
from app.outreach.welcomes import candidates
from app.sentences import Sentence
from bots.commands import SendWelcome

CODE_LIVES_FOR = timedelta(seconds=20)  # and it is good once
NOTHING_TO_SEND = Sentence("欢迎语只有图片，而图片还没有上传到企业微信：请重新保存欢迎语")


def greet(event: FollowAdded) -> None:
    """Send the channel's welcome, else the default one, while the code lives.

    A code that is dead already is written down all the same: the relay marks it expired, so
    that the miss is seen. A welcome that has nothing left to send is parked with its reason.
    """
    if not event.welcome_code:
        return
    with reading() as session:
        welcome = choose(candidates(session, event.corp_id, event.state), event.state)
        if welcome is None:
            return
        names = known_names(session, event)
        media = media_ids(session, event.corp_id, material_ids(welcome.attachments))
    deadline_at = event.happened_at + CODE_LIVES_FOR
    if asks_for_customer(welcome.text) and not names.customer and now() < deadline_at:
        names = replace(names, customer=asked_name(event.corp_id, event.external_userid))
    message = compose(welcome.text, welcome.attachments, names, media)
    if message.is_empty:
        raise Unprocessable(NOTHING_TO_SEND)
    with transaction() as session:
        say(
            session,
            event.corp_id,
            spoken(event.welcome_code, message),
            key=f"welcome:{event.welcome_code}",
            because=because(event, welcome, message),
            lane="welcome",
            userid=event.userid,
            external_userid=event.external_userid,
            deadline_at=deadline_at,
        )


def spoken(welcome_code: str, message: Message) -> SendWelcome:
    """The message as a command; WeCom takes no empty parts."""
    return SendWelcome(
        welcome_code,
        text={"content": message.text} if message.text else None,
        attachments=message.attachments or None,
    )


def because(event: FollowAdded, welcome: Welcome, message: Message) -> Because:
    """Why this welcome, and what is missing from it."""
    reason = (
        Sentence("客户添加了成员，渠道设有自己的欢迎语")
        if welcome.state
        else Sentence("客户添加了成员，渠道没有自己的欢迎语，发送默认欢迎语")
    )
    if message.left_out:
        reason = Sentence(
            "%(reason)s；%(count)s 张图片尚未上传到企业微信，已略过",
            {"reason": reason, "count": len(message.left_out)},
        )
    return Because(
        reaction="greet",
        reason=reason,
        rule=Sentence("欢迎语 %(name)s", {"name": welcome.name})
        if welcome.state
        else Sentence("默认欢迎语"),
        version=welcome.version,
        event_id=event.event_id or None,
    )
