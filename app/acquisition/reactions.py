"""A customer who came through a channel gets the channel's remark and description, once."""

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.acquisition.remarks import remark
from app.contacts.begun import begun_follows
from app.contacts.models import Follow
from app.contacts.queries import customer_names
from app.corps.models import Corp
from app.db import transaction
from app.events.contacts import FollowAdded
from app.outbox.say import Because, Row, decide_on_all, decided
from app.sentences import Sentence
from app.together import Troubles, alone
from bots.commands import Remark


def attribute_follow(event: FollowAdded) -> None:
    """Set the channel's remark and description, each unless the member has written one already."""
    alone(attribute_follows, event)


def attribute_follows(events: Sequence[FollowAdded]) -> Troubles:
    """The same for many customers of a corp."""
    corp_id = events[0].corp_id
    with transaction() as session:
        channels = channels_of(session, corp_id, {event.state for event in events})
        described = [event for event in events if event.state in channels]
        if not described:
            return {}
        follows, troubles = begun_follows(session, described)
        names = customer_names(session, corp_id, [event.external_userid for event in described])
        zone = ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())
        wanted = [
            remark_row(
                channels[event.state],
                event,
                follows[event.event_id],
                names.get(event.external_userid, ""),
                zone,
            )
            for event in described
            if event.event_id in follows
        ]
        decide_on_all(session, [row for row in wanted if row is not None])
        return troubles


def channels_of(session: Session, corp_id: str, states: Collection[str]) -> dict[str, Channel]:
    """The channels with words for a follow, by the states of scans; no state is no channel's."""
    named = select(Channel).where(
        Channel.corp_id == corp_id, Channel.state.in_(states), Channel.state != ""
    )
    return {
        row.state: row for row in session.scalars(named) if row.remark_template or row.description
    }


def remark_row(
    channel: Channel, event: FollowAdded, follow: Follow, name: str, zone: ZoneInfo
) -> Row | None:
    """The decision to set what nobody has written yet; None where nothing is wanted."""
    wanted = remark(
        channel.remark_template,
        name=name,
        channel=channel.name,
        added_at=event.happened_at,
        zone=zone,
    )
    has_remark = is_free(follow, name) and wanted not in ("", follow.remark)
    has_description = follow.ended_at is None and not follow.description and channel.description
    if not (has_remark or has_description):
        return None
    return decided(
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
