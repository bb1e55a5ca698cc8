"""Who speaks to whom, learnt within the few seconds that a welcome can spare."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.models import Staff
from app.contacts.queries import customer_names
from app.corps.wecom import wecom
from app.events.base import FollowEvent
from app.outreach.welcome import Names
from bots.errors import WeComError
from bots.questions import GetExternalContact

log = logging.getLogger(__name__)

NAME_WAIT = 3.0  # seconds of real time; the code lives 20, and sending may take 10


def known_names(
    session: Session, corp_id: str, events: Sequence[FollowEvent]
) -> dict[FollowEvent, Names]:
    """The names that the mirror has; a customer's if an earlier follow has brought it."""
    userids = {event.userid for event in events}
    rows = select(Staff.userid, Staff.name).where(
        Staff.corp_id == corp_id, Staff.userid.in_(userids)
    )
    staff = dict(session.execute(rows).all())
    customers = customer_names(session, corp_id, {event.external_userid for event in events})
    return {
        event: Names(customers.get(event.external_userid, ""), staff.get(event.userid, ""))
        for event in events
    }


@cache
def askers() -> ThreadPoolExecutor:
    """Who asks: as many as a welcome desk has customers at once. One that is kept waiting for
    WeCom is kept from nobody else's name for longer than a call may take."""
    return ThreadPoolExecutor(64, thread_name_prefix="name")


def asked_name(corp_id: str, external_userid: str, wait_for: float = NAME_WAIT) -> str:
    """The customer's name as WeCom says it; nothing when it does not say so in time."""
    client = wecom(corp_id)
    try:
        answer = askers().submit(client.ask, GetExternalContact(external_userid)).result(wait_for)
    except (TooSlow, WeComError) as error:
        log.warning("welcome goes without a name", extra={"why": type(error).__name__})
        return ""
    return str(answer["external_contact"].get("name", ""))
