"""Telling a member that numbers wait: one card for all of them, once in a slot."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.acquisition.phones.models import PhoneItem, PhoneTask
from app.acquisition.phones.slots import slot_of
from app.clock import now
from app.config import settings
from app.corps.models import CorpApp
from app.outbox.say import Because, say
from app.sentences import Sentence
from bots.commands import SendMessage


def tell(session: Session, task: PhoneTask) -> None:
    """Send the member a card (文本卡片) about all that waits with them, of every list."""
    app = select(CorpApp.agentid).where(CorpApp.corp_id == task.corp_id).order_by(CorpApp.id)
    agentid = session.scalars(app.limit(1)).one_or_none()
    if agentid is None:
        return
    counts = waiting_with(session, task.corp_id, task.userid)
    slot = slot_of(now())
    say(
        session,
        task.corp_id,
        card(task.userid, agentid, counts),
        key=f"phones:{task.userid}:{slot:%Y%m%d%H%M}",
        because=Because(
            reaction="wake",
            reason=Sentence("名单里有 %(count)s 个手机号待添加", {"count": sum(counts.values())}),
        ),
        userid=task.userid,
    )


def waiting_with(session: Session, corp_id: str, userid: str) -> dict[str, int]:
    """How many numbers of each state wait with a member."""
    rows = session.execute(
        select(PhoneItem.state, func.count())
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.userid == userid,
            PhoneItem.state.in_(("given", "asked")),
        )
        .group_by(PhoneItem.state)
    )
    return {"given": 0, "asked": 0, **dict(rows.all())}


def card(userid: str, agentid: int, counts: dict[str, int]) -> SendMessage:
    """A card that opens the member's list in the sidebar; it names no number."""
    title = Sentence("有 %(count)s 个手机号待添加", {"count": sum(counts.values())})
    text = Sentence(
        "还没申请 %(given)s 个，等对方通过 %(asked)s 个。打开后可以复制号码和话术。",
        {"given": counts["given"], "asked": counts["asked"]},
    )
    return SendMessage(
        msgtype="textcard",
        agentid=agentid,
        touser=userid,
        textcard={
            "title": str(title),
            "description": str(text),
            "url": f"{settings().public_url}/sidebar/phones",
            "btntxt": str(Sentence("去添加")),
        },
        enable_duplicate_check=1,  # the same words within half an hour are no news
    )
