"""The qualification that a new corp starts with, for people to make their own."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.leads.models import Qualification
from app.leads.qualification import Rule
from app.leads.rule_json import as_json

DEFAULT_THRESHOLD = 60
DEFAULT_RULES: tuple[Rule, ...] = (
    Rule(
        kind="keyword",
        label="问价",
        points=30,
        words=("多少钱", "价格", "报价", "费用", "怎么收费", "优惠"),
    ),
    Rule(kind="keyword", label="约见", points=25, words=("预约", "试用", "演示", "到店", "地址")),
    Rule(kind="replied", label="三日内回复", points=20, within_hours=72),
    Rule(kind="messages", label="聊得多", points=15, at_least=3),
    Rule(kind="channel", label="扫活码来", points=10),
    Rule(kind="lost", label="客户流失", points=-40),
)


def make_default(session: Session, corp_id: str) -> None:
    """Give the corp its first qualification; a corp that has one keeps it."""
    first = {
        "corp_id": corp_id,
        "version": 1,
        "threshold": DEFAULT_THRESHOLD,
        "rules": [as_json(rule) for rule in DEFAULT_RULES],
        "created_at": now(),
    }
    session.execute(insert(Qualification).values(first).on_conflict_do_nothing())
