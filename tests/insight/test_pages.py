"""The pages that gather show what is there, say what to do where nothing is, and stay cheap."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app.db import engine, reading
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import lane
from tests.insight.story import CUSTOMER

PAGES = (
    "/overview",
    "/customers",
    f"/customers/{CUSTOMER}",
    "/background",
    "/background?tab=outbox",
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that runs meanwhile, without the pings of the pool."""
    seen: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(engine(), "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(engine(), "before_cursor_execute", look)


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page(client, path))
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    "path", ["/overview", "/customers", "/background", "/background?tab=outbox"]
)
def test_an_empty_house_says_what_will_be_here(client: FlaskClient, path: str) -> None:
    assert "empty-state" in page(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_few_statements(client: FlaskClient, told: None, path: str) -> None:
    with statements() as seen:
        page(client, path)
    most = 16 if path.startswith("/customers/") else 13  # a customer came by one of several doors
    assert len(seen) <= most, "\n".join(seen)


def test_todays_numbers_count_what_happened(client: FlaskClient, told: None) -> None:
    text = page(client, "/overview")
    values = re.findall(r'stat-label">([^<]+)</span>\s*<span class="stat-value">(\d+)', text)
    assert dict(values) == {
        "今日新增客户": "1",
        "今日欢迎语": "1",
        "今日消息": "2",
        "待办任务": "1",
        "今日新商机": "1",
    }
    assert "有 2 件事需要人工处理" in text


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("", True),
        ("?q=小雨-展", True),
        ("?q=小", True),
        ("?q=没有这个人", False),
        ("?q=%25", False),
        ("?staff=zhang&state=expo3&tag=etA&status=alive", True),
        ("?staff=li", False),
        ("?tag=etC", False),
        ("?status=ended", False),
    ],
)
def test_customers_are_found_by_what_stands_in_the_address(
    client: FlaskClient, told: None, query: str, is_there: bool
) -> None:
    text = page(client, f"/customers{query}")
    assert (f'href="/customers/{CUSTOMER}"' in text) == is_there
    assert ("没有符合条件的客户" in text) != is_there


def test_a_name_cannot_bring_markup_with_it(client: FlaskClient, told: None) -> None:
    for path in PAGES:
        assert "小雨<b>" not in page(client, path)


def test_a_tag_opens_into_event_rule_action_and_answer(client: FlaskClient, told: None) -> None:
    text = page(client, f"/customers/{CUSTOMER}")
    reason = text[text.index("高意向</span></summary>") :].split("</details>")[0]
    for word in ("客户发来消息", "标签规则 问价 @v2", "消息含关键词 多少钱", "MarkTag", "0 ok"):
        assert word in reason
    by_hand = text[text.index("老客户</span></summary>") :].split("</details>")[0]
    assert "在企业微信里手工打上" in by_hand


def test_the_customers_page_tells_the_whole_story(client: FlaskClient, told: None) -> None:
    text = page(client, f"/customers/{CUSTOMER}")
    for word in (
        "春季展会",
        "你好，多少钱一台？",
        "SOP 任务：发报价单",
        "成为商机：50 分",
        "84061",
        "+30",
    ):
        assert word in text


def test_an_unknown_customer_is_not_found(client: FlaskClient) -> None:
    assert client.get("/customers/wmNobody").status_code == 404


def test_the_work_page_shows_the_errors_last_line_only(client: FlaskClient, told: None) -> None:
    text = page(client, "/background?state=trouble")
    assert "Refused: 40003: invalid userid" in text
    assert "Traceback" not in text


def test_a_filter_on_trouble_leaves_out_what_went_well(client: FlaskClient, told: None) -> None:
    text = page(client, "/background?tab=outbox&state=trouble")
    assert "not external contact" in text
    assert "消息含关键词" not in text


def test_a_parked_reaction_runs_again_with_new_attempts(client: FlaskClient, told: None) -> None:
    with reading() as session:
        parked = session.query(InboxReaction).filter_by(state="parked").one()
    words = {"csrf_token": token(client, "/background")}
    response = client.post(f"/background/reactions/{parked.id}/again", data=words)
    assert response.headers["Location"] == "/background?tab=inbox"
    with reading() as session:
        row = session.get_one(InboxReaction, parked.id)
        assert (row.state, row.attempts) == ("again", 0)
    assert lane("events").count == 1
    client.post(f"/background/reactions/{parked.id}/again", data=words)
    assert lane("events").count == 1


def test_a_failed_command_is_said_again_under_its_own_key(client: FlaskClient, told: None) -> None:
    with reading() as session:
        failed = session.query(OutboxCommand).filter_by(state="failed").one()
        done = session.query(OutboxCommand).filter_by(kind="MarkTag").one()
    words = {"csrf_token": token(client, "/background")}
    for command in (failed, done):
        client.post(f"/background/commands/{command.id}/again", data=words)
    with reading() as session:
        assert session.get_one(OutboxCommand, failed.id).state == "again"
        assert session.get_one(OutboxCommand, failed.id).key == failed.key
        assert session.get_one(OutboxCommand, done.id).state == "done"


def test_another_corp_sees_none_of_it(client: FlaskClient, told: None) -> None:
    with client.session_transaction() as session:
        session["corp_id"] = "wwother"
    with reading() as rows:
        parked = rows.query(InboxReaction).filter_by(state="parked").one()
        failed = rows.query(OutboxCommand).filter_by(state="failed").one()
    assert client.get(f"/customers/{CUSTOMER}").status_code == 404
    assert "empty-state" in page(client, "/customers")
    words = {"csrf_token": token(client, "/background")}
    client.post(f"/background/reactions/{parked.id}/again", data=words)
    client.post(f"/background/commands/{failed.id}/again", data=words)
    with reading() as rows:
        assert rows.get_one(InboxReaction, parked.id).state == "parked"
        assert rows.get_one(OutboxCommand, failed.id).state == "failed"
