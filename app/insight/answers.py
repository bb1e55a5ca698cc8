"""What the app answers a member who writes to it: the day's work in a few words, and the way there."""

from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.config import settings
from app.leads.models import Lead
from app.sop.queries import unfinished_tasks

ASKS_FOR_LEADS = ("商机", "线索", "lead")
ENDED = ("won", "lost")


def answer_to(session: Session, corp_id: str, userid: str, words: str) -> str:
    """The answer to `words`: about leads when they are asked for, else about what is to be done."""
    if any(word in words.lower() for word in ASKS_FOR_LEADS):
        mine = (Lead.corp_id == corp_id, Lead.owner == userid, Lead.stage.not_in(ENDED))
        count = session.scalar(select(func.count(Lead.id)).where(*mine))
        return f"您有 {count} 条进行中的商机：{_link('/leads/board', owner=userid)}"
    tasks = unfinished_tasks(corp_id, userid).subquery()
    count = session.scalar(select(func.count()).select_from(tasks))
    if not count:
        return "现在没有待办。发送“商机”可以查看您的商机。"
    return f"您有 {count} 项待办：{_link('/sidebar', userid=userid)}"


def _link(path: str, **asked: str) -> str:
    return f"{settings().public_url.rstrip('/')}{path}?{urlencode(asked)}"
