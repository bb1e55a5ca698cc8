"""A customer who came through a channel gets the channel's remark and description, once."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.acquisition.remarks import remark
from app.contacts.begun import begun_follow
from app.contacts.models import Follow
from app.contacts.queries import customer_names
from app.corps.models import Corp
from app.db import transaction
from app.events.contacts import FollowAdded
from app.outbox.say import Because, say
from app.sentences import Sentence
from bots.commands import Remark


def attribute_follow(event: FollowAdded) -> None:
    """Set the channel's remark and description, each unless the member has written one already."""
    if not event.state:
        return
    with transaction() as session:
        channel = session.scalars(
            select(Channel).where(Channel.corp_id == event.corp_id, Channel.state == event.state)
        ).one_or_none()
        if channel is None or not (channel.remark_template or channel.description):
            return
        follow = begun_follow(session, event)
        name = customer_names(session, event.corp_id, [event.external_userid]).get(
            event.external_userid, ""
        )
        wanted = wanted_remark(session, channel, event, name)
        has_remark = is_free(follow, name) and wanted not in ("", follow.remark)
        has_description = follow.ended_at is None and not follow.description and channel.description
        if has_remark or has_description:
            say(
                session,
                event.corp_id,
                Remark(
                    event.userid,
                    event.external_userid,
                    remark=wanted if has_remark else None,
                    description=channel.description if has_description else None,
                ),
                key=f"remark:{follow.id}:{channel.id}",
                because=because(channel, event),
                userid=event.userid,
                external_userid=event.external_userid,
            )


def is_free(follow: Follow, name: str) -> bool:
    """Whether nobody has written a remark: WeCom puts the customer's own name there by itself."""
    return follow.ended_at is None and follow.remark in ("", name)


def wanted_remark(session: Session, channel: Channel, event: FollowAdded, name: str) -> str:
    """What the template makes of this customer, on the corp's day of adding."""
    zone = session.scalars(select(Corp.zone).where(Corp.corp_id == event.corp_id)).one()
    return remark(
        channel.remark_template,
        name=name,
        channel=channel.name,
        added_at=event.happened_at,
        zone=ZoneInfo(zone),
    )


def because(channel: Channel, event: FollowAdded) -> Because:
    """Why the remark changes, in words for the timeline."""
    return Because(
        reaction="attribute_follow",
        reason=Sentence(
            "客户通过渠道「%(name)s」添加，按渠道的备注模板设置备注", {"name": channel.name}
        ),
        rule=Sentence("渠道 %(name)s", {"name": channel.name}),
        event_id=event.event_id or None,
    )
