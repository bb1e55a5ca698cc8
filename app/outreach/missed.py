"""A welcome that never came is not silent: the member is asked to greet the customer by hand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import settings
from app.contacts.queries import customer_names
from app.corps.models import CorpApp
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from app.sentences import Errcode, Reader, Sentence, in_words
from bots.advice import advice
from bots.commands import SendMessage

TOO_LATE = Sentence("20 秒内没能发出，欢迎码已失效")
TITLE = Sentence("请手动问候新客户")
BUTTON = Sentence("去问候")
FOR_STAFF = Reader(translate=str, explain=lambda code: advice(code).meaning_zh)


def welcome_missed(session: Session, command: OutboxCommand) -> None:
    """WeCom refused a welcome, or its code died first: tell the member, once, and why.

    41051 is no miss: then the welcome was delivered, or the two are talking already.
    """
    app = select(CorpApp.agentid).where(CorpApp.corp_id == command.corp_id).order_by(CorpApp.id)
    agentid = session.scalars(app.limit(1)).one_or_none()
    if agentid is None or command.userid is None:
        return
    is_late = command.state == "expired" or command.errcode is None
    reason = Sentence(
        "欢迎语没有发出：%(why)s。请手动问候",
        {"why": TOO_LATE if is_late else Errcode(command.errcode or 0)},
    )
    say(
        session,
        command.corp_id,
        card(command, agentid, words(session, command, reason)),
        key=f"missed:{command.key}",
        because=Because(reaction="greet", reason=reason, event_id=command.event_id),
        userid=command.userid,
        external_userid=command.external_userid,
    )


def words(session: Session, command: OutboxCommand, reason: Sentence) -> str:
    """What the member reads: who it is, if we know it by now, and why."""
    asked = command.external_userid or ""
    name = customer_names(session, command.corp_id, [asked]).get(asked)
    who = [in_words(Sentence("客户：%(name)s", {"name": name}), FOR_STAFF)] if name else []
    return "\n".join([*who, in_words(reason, FOR_STAFF)])


def card(command: OutboxCommand, agentid: int, description: str) -> SendMessage:
    """A card (文本卡片) that opens the customer's sidebar."""
    return SendMessage(
        msgtype="textcard",
        agentid=agentid,
        touser=command.userid,
        textcard={
            "title": str(TITLE),
            "description": description,
            "url": f"{settings().public_url}/sidebar/{command.external_userid}",
            "btntxt": str(BUTTON),
        },
        enable_duplicate_check=1,  # the card of another customer has another link
    )
