"""The card beside a chat and today's tasks: what stands there, and what one tap does."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import clock
from app.archive.models import ChatMessage
from app.contacts.models import CorpTag, Follow, FollowTag
from app.db import transaction
from app.leads.models import Score
from app.sop.advance import advance
from app.sop.reactions import enroll_follow
from tests.conftest import CORP, MOMENT
from tests.sop.conftest import logged_in
from tests.sop.people import (
    CUSTOMER,
    STAFF,
    added,
    after,
    enrollment,
    found,
    make_follow,
    make_sop,
    tasks,
)

CARD = f"/sidebar/{CUSTOMER}"


@pytest.fixture
def begun(house: None) -> int:
    """A customer with an open task; the task's id."""
    make_follow(remark="李雷-展会")
    make_sop(
        {"after_minutes": 0, "title": "问好", "text": "问{客户昵称}"}, {"day": 1, "at": "09:00"}
    )
    enroll_follow(added())
    advance(enrollment().id)
    return tasks()[0].id


def keep(*rows: Any) -> None:
    with transaction() as session:
        session.add_all(rows)


def test_the_card_says_who_it_is_and_what_is_to_do(client: FlaskClient, begun: int):
    page = client.get(CARD).text
    for words in ("李雷", "李雷-展会", "expo", "王芳", "问好", "问李雷", "完成", "推迟", "拒绝"):
        assert words in page


def test_the_card_shows_tags_messages_and_the_score_with_its_reasons(
    client: FlaskClient, begun: int
):
    (follow,) = found(Follow)
    keep(CorpTag(corp_id=CORP, tag_id="et1", group_id="g", name="高意向"))
    keep(FollowTag(corp_id=CORP, follow_id=follow.id, tag_id="et1", marked_at=MOMENT))
    said = {"sender": CUSTOMER, "userid": STAFF, "external_userid": CUSTOMER, "body": {}}
    keep(
        *(
            ChatMessage(
                corp_id=CORP,
                msgid=f"m{number}",
                seq=number,
                sent_at=MOMENT + timedelta(minutes=number),
                msgtype="text",
                text=f"第{number}句",
                **said,
            )
            for number in range(7)
        )
    )
    reasons = [{"label": "问价", "points": 30, "reason": "消息含关键词 多少钱", "at": "2026"}]
    score = {"total": 30, "threshold": 60, "contributions": reasons}
    keep(Score(corp_id=CORP, external_userid=CUSTOMER, userid=STAFF, **score))
    page = client.get(CARD).text
    for words in ("高意向", "第6句", "第2句", "消息含关键词 多少钱", "+30", "未达标"):
        assert words in page
    assert "第1句" not in page
    assert page.index("第2句") < page.index("第6句")


def test_an_empty_card_says_so_and_leads_on(client: FlaskClient):
    make_follow()
    page = client.get(CARD).text
    for words in ("没有待办", "还没有标签", "还没有评分", "还没有存档的消息"):
        assert words in page
    assert "/sidebar?userid=wangfang" in page


def test_an_unknown_customer_is_not_there(client: FlaskClient):
    assert client.get("/sidebar/wmnobody").status_code == 404


def test_another_corp_sees_nothing(client: FlaskClient, begun: int):
    other = logged_in("wwother0000000000")
    assert other.get(CARD).status_code == 404
    assert "问好" not in other.get("/sidebar").text


def test_one_tap_does_a_task_and_comes_back_to_where_it_was(client: FlaskClient, begun: int):
    answer = client.post(f"/sidebar/tasks/{begun}", data={"do": "done", "back": "today"})
    assert answer.location == "/sidebar?userid=wangfang"
    assert tasks()[0].state == "done"
    page = client.get(answer.location).text
    assert "今天没有待办任务" in page
    assert "今天已完成 1 项" in page


def test_two_taps_are_one(client: FlaskClient, begun: int):
    for _ in range(2):
        answer = client.post(f"/sidebar/tasks/{begun}", data={"do": "done", "back": "card"})
        assert answer.status_code == 302
    assert tasks()[0].finished_at == MOMENT


def test_a_tap_on_a_finished_task_is_refused_in_words(client: FlaskClient, begun: int):
    client.post(f"/sidebar/tasks/{begun}", data={"do": "done"})
    answer = client.post(f"/sidebar/tasks/{begun}", data={"do": "reject"})
    assert answer.status_code == 422
    assert "这项任务已经结束" in answer.text


def test_a_postponed_task_leaves_today_and_is_back_tomorrow(client: FlaskClient, begun: int):
    client.post(f"/sidebar/tasks/{begun}", data={"do": "postpone"})
    assert "问好" not in client.get("/sidebar").text
    assert "已推迟" in client.get(CARD).text
    with clock.held_at(after(days=1)):
        assert "问好" in client.get("/sidebar").text


def test_todays_tasks_of_another_member_can_be_looked_at(client: FlaskClient, begun: int):
    assert "问好" not in client.get("/sidebar?userid=liming").text


def test_a_group_message_is_confirmed_in_wecom(client: FlaskClient):
    make_follow()
    make_sop({"after_minutes": 0, "kind": "group_message", "title": "发手册", "text": "您好"})
    enroll_follow(added())
    advance(enrollment().id)
    page = client.get(CARD).text
    assert "发手册" in page
    assert "确认后自动完成" in page
    assert f"/sidebar/tasks/{tasks()[0].id}" not in page


def test_a_lost_customer_is_shown_as_lost(client: FlaskClient):
    make_follow(ended_at=MOMENT, ended_by="customer")
    assert "客户已删除成员" in client.get(CARD).text


def test_both_pages_take_few_statements(client: FlaskClient, begun: int, statements: list[str]):
    for path in (CARD, "/sidebar"):
        statements.clear()
        assert client.get(path).status_code == 200
        assert 0 < len(statements) <= 12
