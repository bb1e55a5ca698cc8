"""One customer with a whole story, as rows, for pages and for looking at them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.archive.models import ChatMessage
from app.contacts.models import CorpTag, ExternalContact, Follow, FollowTag, Staff, TagGroup
from app.inbox.models import InboxEvent, InboxReaction
from app.leads.models import Lead, Score
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Sop, SopVersion, Step, Task
from tests.conftest import CORP, MOMENT

CUSTOMER = "wm1"
TRACE = "Traceback (most recent call last):\n  …\nRefused: 40003: invalid userid"
CONTRIBUTIONS = [
    {"label": "问价", "points": 30, "reason": "消息含关键词 多少钱", "at": MOMENT.isoformat()},
    {
        "label": "来自展会",
        "points": 20,
        "reason": "通过渠道 春季展会 添加",
        "at": MOMENT.isoformat(),
    },
]


def tell(session: Session) -> None:
    """Everything that can happen to a customer, once."""
    people(session)
    added = happen(session, "FollowAdded", 0, {"state": "expo3"})
    react(session, added, "app.outreach.reactions.greet", "done")
    react(session, added, "app.contacts.reactions.mirror_follow", "parked", TRACE)
    say(session, "SendWelcome", added, 0, {"welcome_code": "c"}, "新客户扫码添加")
    spoke = happen(session, "CustomerSpoke", 5, {"message_id": 1})
    react(session, spoke, "app.tagging.reactions.tag_message", "done")
    session.add(message("wm1", "你好，多少钱一台？", 5))
    session.add(message("zhang", "您好，活动价 299 元", 6))
    mark = say(
        session,
        "MarkTag",
        spoke,
        5,
        {"add_tag": ["etA"]},
        "消息含关键词 多少钱",
        rule="标签规则 问价",
    )
    say(session, "Remark", added, 1, {"remark": "小雨-春季展会"}, "按渠道模板", state="failed")
    follow(session, mark)
    sop(session, added)
    lead(session)


def people(session: Session) -> None:
    session.add(Staff(corp_id=CORP, userid="zhang", name="张三", can_follow=True))
    session.add(Channel(corp_id=CORP, state="expo3", name="春季展会"))
    session.add(TagGroup(corp_id=CORP, group_id="etG", name="意向"))
    session.add(CorpTag(corp_id=CORP, tag_id="etA", group_id="etG", name="高意向"))
    session.add(CorpTag(corp_id=CORP, tag_id="etB", group_id="etG", name="老客户"))
    session.add(ExternalContact(corp_id=CORP, external_userid=CUSTOMER, name="小雨<b>"))


def happen(session: Session, name: str, minutes: int, fields: dict[str, object]) -> InboxEvent:
    event = InboxEvent(
        corp_id=CORP,
        fingerprint=f"{name}{minutes}",
        name=name,
        fields=fields,
        message={},
        userid="zhang",
        external_userid=CUSTOMER,
        happened_at=MOMENT + timedelta(minutes=minutes),
        state="planned",
    )
    session.add(event)
    session.flush()
    return event


def react(
    session: Session, event: InboxEvent, name: str, state: str, error: str | None = None
) -> None:
    session.add(
        InboxReaction(
            corp_id=CORP,
            event_id=event.id,
            position=0,
            name=name,
            state=state,
            due_at=event.happened_at,
            error=error,
            attempts=3 if error else 1,
        )
    )


def say(
    session: Session,
    kind: str,
    event: InboxEvent,
    minutes: int,
    body: dict[str, object],
    reason: str,
    *,
    rule: str | None = None,
    state: str = "done",
) -> OutboxCommand:
    at = MOMENT + timedelta(minutes=minutes)
    command = OutboxCommand(
        corp_id=CORP,
        key=f"{kind}:{minutes}",
        kind=kind,
        body={"userid": "zhang", "external_userid": CUSTOMER, **body},
        lane="welcome" if kind == "SendWelcome" else "events",
        userid="zhang",
        external_userid=CUSTOMER,
        event_id=event.id,
        because={"reaction": "r", "reason": reason, "rule": rule, "version": rule and 2},
        state=state,
        due_at=at,
        finished_at=at,
        errcode=0 if state == "done" else 84061,
        errmsg="ok" if state == "done" else "not external contact",
    )
    session.add(command)
    session.flush()
    return command


def message(sender: str, text: str, minutes: int) -> ChatMessage:
    return ChatMessage(
        corp_id=CORP,
        msgid=f"m{minutes}",
        seq=minutes,
        sender=sender,
        userid="zhang",
        external_userid=CUSTOMER,
        sent_at=MOMENT + timedelta(minutes=minutes),
        msgtype="text",
        body={},
        text=text,
    )


def follow(session: Session, mark: OutboxCommand) -> None:
    made = Follow(
        corp_id=CORP,
        userid="zhang",
        external_userid=CUSTOMER,
        remark="小雨-展会",
        state="expo3",
        followed_at=MOMENT,
    )
    made.tags = [
        FollowTag(
            corp_id=CORP,
            tag_id="etA",
            rule="标签规则 问价",
            version=2,
            reason="消息含关键词 多少钱",
            command_id=mark.id,
            marked_at=mark.finished_at,
        ),
        FollowTag(corp_id=CORP, tag_id="etB", marked_at=MOMENT),
    ]
    session.add(made)


def sop(session: Session, event: InboxEvent) -> None:
    version = SopVersion(corp_id=CORP, number=1, published_at=MOMENT)
    version.sop = Sop(corp_id=CORP, name="新客户三天跟进", version=1, is_active=True)
    step = Step(corp_id=CORP, position=0, kind="task", title="发报价单", text="把报价单发给客户")
    version.steps = [step]
    session.add(version)
    session.flush()
    enrollment = Enrollment(
        corp_id=CORP,
        sop_id=version.sop_id,
        version_id=version.id,
        userid="zhang",
        external_userid=CUSTOMER,
        event_id=event.id,
        enrolled_at=MOMENT,
        due_at=MOMENT + timedelta(days=1),
        rung_at=None,
    )
    session.add(enrollment)
    session.flush()
    session.add(
        Task(
            corp_id=CORP,
            enrollment_id=enrollment.id,
            step_id=step.id,
            userid="zhang",
            external_userid=CUSTOMER,
            kind="task",
            title="发报价单",
            text="把报价单发给客户",
            due_at=MOMENT + timedelta(minutes=10),
        )
    )


def lead(session: Session) -> None:
    at = MOMENT + timedelta(minutes=5)
    scored = {"corp_id": CORP, "external_userid": CUSTOMER, "contributions": CONTRIBUTIONS}
    session.add(Score(**scored, userid="zhang", total=50, threshold=40, qualified_at=at))
    session.add(
        Lead(**scored, owner="zhang", name="小雨", score=50, qualified_at=at, changed_at=at)
    )
