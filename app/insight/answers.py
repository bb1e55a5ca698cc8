"""What the app answers a member who writes to it: the day's work in a few words, and the way there."""

from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.config import settings
from app.leads.models import Lead
from app.sentences import Sentence
from app.sop.queries import unfinished_tasks

ASKS_FOR_LEADS = ("商机", "线索", "lead")
ENDED = ("won", "lost")


def answer_to(session: Session, corp_id: str, userid: str, words: str) -> str:
    """The answer to `words`: about leads when they are asked for, else about what is to be done."""
    if any(word in words.lower() for word in ASKS_FOR_LEADS):
        mine = (Lead.corp_id == corp_id, Lead.owner == userid, Lead.stage.not_in(ENDED))
        count = session.scalar(select(func.count(Lead.id)).where(*mine))
        link = _link("/leads/board", owner=userid)
        return str(
            Sentence("您有 %(count)s 条进行中的商机：%(link)s", {"count": count or 0, "link": link})
        )
    tasks = unfinished_tasks(corp_id, userid).subquery()
    count = session.scalar(select(func.count()).select_from(tasks))
    if not count:
        return str(Sentence("现在没有待办。想查看商机，请直接发送这两个字。"))
    link = _link("/sidebar", userid=userid)
    return str(Sentence("您有 %(count)s 项待办：%(link)s", {"count": count, "link": link}))


def _link(path: str, **asked: str) -> str:
    return f"{settings().public_url.rstrip('/')}{path}?{urlencode(asked)}"
