"""The demo's corp as an operator would have set it up: tags, live codes, rules, SOP, scoring."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code
from app.archive.models import ArchiveCursor, ArchiveKey
from app.clock import now
from app.contacts.library import mirror_library
from app.contacts.mirror.run import mirror_corp
from app.contacts.queries import tag_groups
from app.corps.models import Corp, CorpApp
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.leads.defaults import make_default
from app.sop.models import Sop, SopVersion, Step
from app.tagging.models import TagRule
from bots.commands import AddCorpTag

TAGS = {
    "来源": ("双十一海报", "官网", "门店", "朋友圈"),
    "意向": ("问价", "想试用"),
    "添加时段": ("上午添加", "夜间添加"),
}


@dataclass(frozen=True)
class Code:
    """A live code of the demo."""

    state: str
    name: str
    tag: str
    userids: tuple[str, ...]
    welcome: str


CODES = (
    Code(
        "lk-demo-1111",
        "双十一海报",
        "双十一海报",
        ("wangguwen", "lina"),
        "{客户昵称}您好，我是{员工姓名}！双十一优惠今天开始，想了解什么直接问我～",
    ),
    Code(
        "lk-demo-web",
        "官网首页",
        "官网",
        ("zhaolei", "chenxi"),
        "{客户昵称}您好，感谢从官网找到我们，我是您的专属顾问{员工姓名}。",
    ),
    Code(
        "lk-demo-shop",
        "徐汇门店",
        "门店",
        ("sunyue",),
        "欢迎来到徐汇门店！有任何问题都可以在这里问我。",
    ),
    Code(
        "lk-demo-moment",
        "朋友圈广告",
        "朋友圈",
        ("lina", "zhoumin"),
        "{客户昵称}您好～看到您对我们感兴趣，先发一份介绍给您。",
    ),
)

LINK = {
    "msgtype": "link",
    "title": "三分钟了解联客",
    "url": "https://example.com/lianke",
    "desc": "从扫码到商机，一条线看得见",
    "picurl": "",
}

STEPS = (
    {"kind": "task", "after_minutes": 10, "title": "主动打个招呼", "text": "看看客户从哪里来，说一句有针对性的开场白。"},
    {"kind": "group_message", "after_minutes": 120, "title": "发送产品介绍", "text": "您好，这是我们的产品介绍，有需要随时找我。"},
    {"kind": "task", "day": 1, "at": "10:00", "title": "次日回访", "text": "问问客户昨天的资料看了没有，有什么疑问。"},
    {"kind": "group_message", "day": 2, "at": "10:00", "title": "邀请试用", "text": "这周可以免费试用，要不要我帮您开通？"},
)  # fmt: skip


def settle_in(said: dict[str, Any]) -> str:
    """Set the simulated corp up in an empty house. Returns its corp_id."""
    corp = said["corps"][0]
    corp_id = str(corp["corpid"])
    with transaction() as session:
        corp_row = enter(session, corp)
    mirror_corp(corp_row)
    make_tags(corp_id)
    with transaction() as session:
        make_rules(session, corp_id)
        make_sop(session, corp_id)
        make_default(session, corp_id)
    for code in CODES:
        open_code(corp_id, code)
    return corp_id


def enter(session: Session, corp: dict[str, Any]) -> int:
    """The corp, its app and its archive keys, as the simulated console shows them."""
    corp_id = corp["corpid"]
    row = Corp(corp_id=corp_id, name=corp["name"])
    session.add(row)
    session.add(CorpApp(corp_id=corp_id, **corp["apps"][0]))  # the others are not ours
    archive = corp["archive"]
    session.add(ArchiveCursor(corp_id=corp_id, source="simulated", secret=archive["secret"]))
    for version, pem in archive["private_keys"].items():
        session.add(ArchiveKey(corp_id=corp_id, version=int(version), private_key=pem))
    session.flush()
    return row.id


def make_tags(corp_id: str) -> None:
    """The tag library, made through WeCom's own API and mirrored back."""
    for group, names in TAGS.items():
        tags = [{"name": name} for name in names]
        wecom(corp_id).say(AddCorpTag(group_name=group, tag=tags))
    mirror_library(corp_id)


def tag_ids(session: Session, corp_id: str) -> dict[str, str]:
    """Tag name → tag_id."""
    return {name: tag_id for group in tag_groups(session, corp_id) for tag_id, name in group.tags}


def make_rules(session: Session, corp_id: str) -> None:
    """Two keyword rules and two for the time of adding, one of them over midnight."""
    known = tag_ids(session, corp_id)
    keyword = {"match": "contains", "without": ["没钱"]}
    price = {"words": ["多少钱", "价格", "报价", "优惠"], **keyword}
    trial = {"words": ["试用", "演示"], "match": "contains", "without": []}
    week = list(range(1, 8))
    morning = {"from": "06:00", "to": "12:00", "weekdays": week}
    night = {"from": "22:00", "to": "06:00", "weekdays": week}
    for name, kind, condition, tag in (
        ("问价", "keyword", price, "问价"),
        ("想试用", "keyword", trial, "想试用"),
        ("上午添加", "add_time", morning, "上午添加"),
        ("夜间添加", "add_time", night, "夜间添加"),
    ):
        session.add(
            TagRule(
                corp_id=corp_id, name=name, kind=kind, condition=condition, tag_ids=[known[tag]]
            )
        )


def make_sop(session: Session, corp_id: str) -> None:
    """A SOP for everybody new: two tasks and two messages over three days."""
    sop = Sop(corp_id=corp_id, name="新客三日跟进", version=1, is_active=True)
    version = SopVersion(corp_id=corp_id, sop=sop, number=1, published_at=now())
    session.add_all([sop, version])
    session.add_all(
        Step(corp_id=corp_id, version=version, position=position, **step)
        for position, step in enumerate(STEPS)
    )


def open_code(corp_id: str, code: Code) -> None:
    """One live code: kept first, then made at WeCom."""
    with reading() as session:
        known = tag_ids(session, corp_id)
    wanted = Wanted(
        name=code.name,
        userids=list(code.userids),
        source=code.name,
        remark_template="{name}-{channel}",
        tag_ids=[known[code.tag]],
        text=code.welcome,
        attachments=[LINK],
    )
    with transaction() as session:
        way = add_code(session, corp_id, code.state, wanted, made_by="demo")
    publish(way.id)
