"""Folding rows into a story: the newest first, each with its why."""

from datetime import UTC, datetime, timedelta

from app.archive.models import ChatMessage
from app.inbox.models import InboxEvent, InboxReaction
from app.insight.overview import midnight
from app.insight.timeline import Names, Story, fold
from app.outbox.models import OutboxCommand
from tests.conftest import CORP, MOMENT

NAMES = Names({"zhang": "张三"}, {"etA": "高意向"}, {"expo3": "春季展会"})


def event(name: str = "FollowAdded", row_id: int = 1, **fields: object) -> InboxEvent:
    return InboxEvent(
        id=row_id, corp_id=CORP, name=name, fields=fields, userid="zhang", happened_at=MOMENT
    )


def command(state: str = "done", **more: object) -> OutboxCommand:
    values: dict[str, object] = {
        "id": 9,
        "kind": "MarkTag",
        "body": {"add_tag": ["etA", "etGone"]},
        "because": {"reason": "通过渠道 春季展会", "rule": "标签规则 展会", "version": 3},
        "event_id": 1,
        "created_at": MOMENT,
        "finished_at": MOMENT,
        "errcode": 0,
        "errmsg": "ok",
        **more,
    }
    return OutboxCommand(state=state, **values)


def test_in_the_same_moment_what_follows_stands_above_what_it_follows_from() -> None:
    entries = fold(Story(events=[event(state="expo3")], commands=[command()]), NAMES)
    assert [entry.title for entry in entries] == ["打标签：高意向、etGone", "添加了 张三"]
    assert entries[1].text == "来源渠道：春季展会"


def test_a_command_tells_event_rule_action_and_answer() -> None:
    (entry, _event) = fold(Story(events=[event()], commands=[command()]), NAMES)
    assert dict(entry.why) == {
        "触发事件": "添加了 张三",
        "规则": "标签规则 展会 @v3",
        "原因": "通过渠道 春季展会",
        "动作": "MarkTag",
        "企业微信的答复": "已完成 · 0 ok",
    }


def test_a_refusal_is_bad_news_with_wecoms_words() -> None:
    refused = command("failed", errcode=84061, errmsg="not external contact")
    (entry,) = fold(Story(commands=[refused]), NAMES)
    assert entry.tone == "bad"
    assert dict(entry.why)["企业微信的答复"] == "失败 · 84061 not external contact"


def test_a_parked_reaction_shows_the_last_line_of_its_error() -> None:
    added = event()
    added.reactions = [
        InboxReaction(name="app.x.reactions.greet", state="parked", error="Traceback\nBug: why")
    ]
    (entry,) = fold(Story(events=[added]), NAMES)
    assert entry.why == [("发送欢迎语", "需要人工处理 · Bug: why")]


def test_a_customers_words_stand_once_and_carry_what_they_caused() -> None:
    spoke = event("CustomerSpoke", message_id=5)
    spoke.reactions = [InboxReaction(name="app.x.reactions.tag_message", state="done")]
    said = ChatMessage(
        id=5, sender="wm1", external_userid="wm1", sent_at=MOMENT, msgtype="image", text=""
    )
    (entry,) = fold(Story(events=[spoke], messages=[said]), NAMES)
    assert (entry.title, entry.text) == ("客户说", "[image]")
    assert entry.why == [("按消息打标签", "已完成")]


def test_a_fact_that_nobody_knows_is_told_as_such() -> None:
    (entry,) = fold(Story(events=[event("Unknown")]), NAMES)
    assert entry.title == "收到未知类型的事件"


def test_today_begins_at_the_corps_midnight() -> None:
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 00:30 on the 3rd in Shanghai
    assert midnight(late, "Asia/Shanghai") == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    before = late - timedelta(hours=1)
    assert midnight(before, "Asia/Shanghai") == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
