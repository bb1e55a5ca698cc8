"""What ops are told about quota and links: a row on the page, and a message to whom it concerns."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.links.models import AcquisitionLink, AcquisitionNotice
from app.clock import now
from app.config import settings
from app.corps.models import CorpApp
from app.events.base import Event
from app.outbox.say import Because, say
from app.sentences import Sentence
from bots.commands import SendMessage

TITLE = Sentence("获客助手需要处理")
BUTTON = Sentence("去处理")


def notify(
    session: Session,
    event: Event,
    kind: str,
    text: Sentence,
    link: AcquisitionLink | None = None,
) -> None:
    """Keep the notice, once per callback, and tell those who made the links."""
    values = {
        "corp_id": event.corp_id,
        "event_id": event.event_id,
        "kind": kind,
        "link_row_id": link.id if link else None,
        "text": text,
        "happened_at": event.happened_at,
    }
    kept = insert(AcquisitionNotice).values(values).on_conflict_do_nothing()
    if session.scalar(kept.returning(AcquisitionNotice.id)) is not None:
        tell(session, event, text, [link.made_by] if link else makers(session, event.corp_id))


def tell(session: Session, event: Event, text: Sentence, userids: Sequence[str]) -> None:
    """A card in WeCom that opens the page of links; nobody known, nobody told."""
    app = select(CorpApp.agentid).where(CorpApp.corp_id == event.corp_id).order_by(CorpApp.id)
    agentid = session.scalars(app.limit(1)).one_or_none()
    for userid in filter(None, userids):
        if agentid is None:
            return
        say(
            session,
            event.corp_id,
            SendMessage(
                msgtype="textcard",
                agentid=agentid,
                touser=userid,
                textcard={
                    "title": str(TITLE),
                    "description": str(text),
                    "url": f"{settings().public_url}/links",
                    "btntxt": str(BUTTON),
                },
                enable_duplicate_check=1,
            ),
            key=f"acquisition:{event.event_id}:{userid}",
            because=Because(reaction="note_quota", reason=text, event_id=event.event_id or None),
            userid=userid,
        )


def makers(session: Session, corp_id: str) -> list[str]:
    """Whoever made a link that is alive."""
    alive = (AcquisitionLink.corp_id == corp_id, AcquisitionLink.stopped_at.is_(None))
    found = select(AcquisitionLink.made_by).where(*alive).distinct()
    return sorted(session.scalars(found))


def settle(
    session: Session, corp_id: str, kinds: Sequence[str], link_row_id: int | None = None
) -> None:
    """What these notices told is past."""
    past = update(AcquisitionNotice).where(
        AcquisitionNotice.corp_id == corp_id,
        AcquisitionNotice.kind.in_(kinds),
        AcquisitionNotice.settled_at.is_(None),
    )
    if link_row_id is not None:
        past = past.where(AcquisitionNotice.link_row_id == link_row_id)
    session.execute(past.values(settled_at=now()))


def standing(session: Session, corp_id: str) -> Sequence[AcquisitionNotice]:
    """What ops still have to look at, the newest first."""
    return session.scalars(
        select(AcquisitionNotice)
        .where(AcquisitionNotice.corp_id == corp_id, AcquisitionNotice.settled_at.is_(None))
        .order_by(AcquisitionNotice.happened_at.desc(), AcquisitionNotice.id.desc())
        .limit(20)
    ).all()
