"""Tags go on a follow once, with their reasons."""

from datetime import timedelta
from typing import Any

import pytest

from app.archive.models import ChatMessage
from app.clock import now
from app.contacts.models import Follow, FollowTag
from app.db import reading, transaction
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.base import Event
from app.events.contacts import FollowAdded
from app.inbox.record import happened, recall
from app.outbox.models import OutboxCommand
from app.tagging.channel_rules import set_tags_for_state, tags_for_state
from app.tagging.models import TagRule
from app.tagging.reactions import tag_follow, tag_message
from tests.conftest import CORP, MOMENT

ANNA = "wmAnna0000000000000000000000000a"


def follow(**fields: Any) -> None:
    with transaction() as session:
        session.add(
            Follow(
                corp_id=CORP,
                userid="lina",
                external_userid=ANNA,
                followed_at=MOMENT,
                **{"state": "expo", **fields},
            )
        )


def rule(kind: str, condition: dict[str, Any], *tag_ids: str, **fields: Any) -> None:
    with transaction() as session:
        made = TagRule(corp_id=CORP, name=f"{kind}规则", kind=kind, condition=condition, **fields)
        made.tag_ids = list(tag_ids)
        session.add(made)


def kept(event: Event) -> Any:
    """The event as the runner hands it to a reaction: with the id of its row."""
    with transaction() as session:
        event_id = happened(session, event, key=repr(event))
        assert event_id
        return recall(session, event_id)


def added(**fields: Any) -> FollowAdded:
    event = FollowAdded(
        corp_id=CORP, happened_at=MOMENT, userid="lina", external_userid=ANNA, **fields
    )
    return kept(event)  # type: ignore[no-any-return]


def spoke(text: str) -> CustomerSpoke:
    with transaction() as session:
        message = ChatMessage(
            corp_id=CORP,
            msgid=f"m-{text}",
            seq=1,
            sender=ANNA,
            sent_at=now(),
            msgtype="text",
            body={},
            text=text,
        )
        session.add(message)
        session.flush()
        number = message.id
    return kept(  # type: ignore[no-any-return]
        CustomerSpoke(
            corp_id=CORP,
            happened_at=MOMENT,
            userid="lina",
            external_userid=ANNA,
            message_id=number,
        )
    )


def tags() -> dict[str, tuple[str, str, int | None, int | None]]:
    with reading() as session:
        return {
            tag.tag_id: (str(tag.reason), str(tag.rule), tag.version, tag.rule_id)
            for tag in session.query(FollowTag)
        }


def said() -> list[dict[str, Any]]:
    with reading() as session:
        return [row.body for row in session.query(OutboxCommand).order_by(OutboxCommand.id)]


def test_a_new_follow_gets_the_tags_of_its_channel_and_its_hour(house: None) -> None:
    follow()
    rule("channel", {"states": ["expo"], "names": {"expo": "春季展会"}}, "t-expo", version=4)
    rule("add_time", {"from": "09:00", "to": "18:00", "weekdays": [1]}, "t-day")
    rule("add_time", {"from": "22:00", "to": "06:00", "weekdays": [1]}, "t-night")
    tag_follow(added(state="expo"))
    assert tags() == {
        "t-expo": ("通过渠道「春季展会」添加", "标签规则 channel规则", 4, 1),
        "t-day": ("周一 09:30 添加，在 09:00–18:00 之内", "标签规则 add_time规则", 1, 2),
    }
    assert [body["add_tag"] for body in said()] == [["t-expo"], ["t-day"]]


def test_running_again_says_nothing_more(house: None) -> None:
    follow()
    rule("channel", {"states": ["expo"]}, "t-expo")
    event = added(state="expo")
    for _ in range(3):
        tag_follow(event)
    assert len(said()) == 1


def test_a_tag_taken_off_by_hand_stays_off_when_the_reaction_runs_again(house: None) -> None:
    follow()
    rule("channel", {"states": ["expo"]}, "t-expo")
    event = added(state="expo")
    tag_follow(event)
    with transaction() as session:
        session.query(FollowTag).delete()
    tag_follow(event)
    assert tags() == {}
    assert len(said()) == 1


def test_a_state_that_only_wecom_knew_counts_too(house: None) -> None:
    follow(state="expo")
    rule("channel", {"states": ["expo"]}, "t-expo")
    tag_follow(added(state=""))
    assert set(tags()) == {"t-expo"}


def test_a_follow_that_is_not_mirrored_yet_is_waited_for(house: None) -> None:
    rule("channel", {"states": ["expo"]}, "t-expo")
    with pytest.raises(NotYet):
        tag_follow(added(state="expo"))
    assert said() == []


def test_who_is_back_is_tagged_when_the_mirror_knows_it(house: None) -> None:
    follow(ended_at=MOMENT - timedelta(days=1), ended_by="staff")
    rule("channel", {"states": ["expo"]}, "t-expo")
    event = added(state="expo")
    with pytest.raises(NotYet):
        tag_follow(event)
    with transaction() as session:
        session.query(Follow).update({"ended_at": None})
    tag_follow(event)
    assert set(tags()) == {"t-expo"}


def test_an_ended_follow_gets_no_tag(house: None) -> None:
    follow(ended_at=MOMENT + timedelta(seconds=1), ended_by="customer")
    rule("channel", {"states": ["expo"]}, "t-expo")
    tag_follow(added(state="expo"))
    assert said() == []


def test_a_customers_words_bring_a_tag_with_the_word_as_the_reason(house: None) -> None:
    follow()
    rule("keyword", {"words": ["多少钱"], "match": "contains"}, "t-price")
    event = spoke("请问这个多少钱")
    tag_message(event)
    tag_message(event)
    assert [reason for reason, *_ in tags().values()] == ["客户消息含关键词「多少钱」"]
    with reading() as session:
        command = session.query(OutboxCommand).one()
        assert command.event_id == event.event_id
        assert command.body == {
            "userid": "lina",
            "external_userid": ANNA,
            "add_tag": ["t-price"],
            "remove_tag": None,
        }


def test_a_rule_that_is_off_or_of_another_corp_is_silent(house: None) -> None:
    follow()
    rule("keyword", {"words": ["价"]}, "t1", is_active=False)
    with transaction() as session:
        other = TagRule(corp_id="wwother", name="x", kind="keyword", condition={"words": ["价"]})
        other.tag_ids = ["t2"]
        session.add(other)
    tag_message(spoke("价"))
    assert said() == []


def test_a_live_codes_tags_are_a_channel_rule(house: None) -> None:
    follow()
    with transaction() as session:
        set_tags_for_state(session, CORP, "expo", "春季展会", ["t1", "t2", "t1"])
    with reading() as session:
        assert tags_for_state(session, CORP, "expo") == ["t1", "t2"]
        assert tags_for_state(session, CORP, "other") == []
    tag_follow(added(state="expo"))
    assert tags()["t2"] == ("通过渠道「春季展会」添加", "标签规则 渠道 春季展会", 1, 1)
    with reading() as session:
        command = session.query(OutboxCommand).one()
        # the key is what stops a tag from being said twice: its spelling may never change
        assert command.key == f"tag:1:标签规则 渠道 春季展会:1:{command.event_id}"


def test_every_change_of_a_live_codes_tags_is_a_new_version(house: None) -> None:
    versions = []
    for tag_ids in (["t1"], ["t1"], ["t1", "t2"], ["t1", "t2"]):
        with transaction() as session:
            set_tags_for_state(session, CORP, "expo", "展会", tag_ids)
        with reading() as session:
            versions.append(session.query(TagRule).one().version)
    assert versions == [1, 1, 2, 2]


def test_a_live_code_without_tags_has_no_rule(house: None) -> None:
    for tag_ids in ([], ["t1"], []):
        with transaction() as session:
            set_tags_for_state(session, CORP, "expo", "展会", tag_ids)
    with reading() as session:
        assert session.query(TagRule).count() == 0
