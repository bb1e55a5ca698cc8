"""The pages for the person on call: a preview before anything runs, a note that is kept, health."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.console.auth import make_login_link
from app.db import reading, transaction
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand
from tests.conftest import CORP
from tests.insight.story import tell

MARK, REMARK = 2, 3  # the ids of these calls in the story


def logged_in(app: Any, corp_id: str = CORP, role: str = "admin") -> FlaskClient:
    with transaction() as session:
        token = make_login_link(session, corp_id, "wang", role, name="王五")
    made: FlaskClient = app.test_client()
    assert made.get(f"/login/{token}").status_code == 302
    return made


@pytest.fixture
def client(app: Any) -> FlaskClient:
    return logged_in(app)


@pytest.fixture
def told(house: None) -> None:
    """A story with a parked reaction, a failed call and one that is unclear."""
    with transaction() as session:
        tell(session)
        unclear = {"state": "unknown", "errcode": None, "errmsg": "MarkTag was cut off"}
        session.execute(update(OutboxCommand).where(OutboxCommand.id == MARK).values(unclear))


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def post(client: FlaskClient, form: str, to: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page(client, form))
    assert token
    return client.post(to, data={"csrf_token": token[1], **fields}, follow_redirects=True)


def state_of(command_id: int) -> str:
    with reading() as session:
        return session.get_one(OutboxCommand, command_id).state


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("state=parked", True),
        ("state=parked&name=CustomerSpoke", False),
        ("state=aside", False),
        ("state=trouble&since=1", True),
        ("tab=outbox&state=unknown", True),
        ("tab=outbox&state=failed&name=MarkTag", False),
        ("tab=outbox&state=expired", False),
    ],
)
def test_what_stopped_is_found_by_its_kind(
    client: FlaskClient, told: None, query: str, is_there: bool
):
    assert ("没有符合条件的记录" not in page(client, f"/background?{query}")) == is_there


def test_what_is_set_aside_says_how_it_is_named_again(client: FlaskClient, told: None):
    with transaction() as session:
        session.execute(update(InboxEvent).where(InboxEvent.id == 1).values(state="unknown"))
    assert "flask inbox decode" in page(client, "/background?state=aside")


def test_a_preview_counts_and_changes_nothing(client: FlaskClient, told: None):
    assert "1 个处理停下了" in page(client, "/background")
    shown = page(client, "/background/redrive")
    assert ("同步客户资料" in shown, "再运行这 1 项" in shown) == (True, True)
    shown = page(client, "/background/redrive?tab=outbox")
    assert ("修改备注" in shown, "84061" in shown, "打标签" in shown) == (True, True, False)
    assert (state_of(REMARK), state_of(MARK)) == ("failed", "unknown")


def test_all_of_a_kind_run_again(client: FlaskClient, told: None):
    preview = "/background/redrive"
    assert "已重新安排 1 项" in post(client, preview, preview, name="FollowAdded").text
    with reading() as session:
        assert "parked" not in session.scalars(select(InboxReaction.state)).all()
    outbox = post(client, "/background/redrive?tab=outbox", preview, tab="outbox")
    assert "已重新安排 1 项" in outbox.text
    assert (state_of(REMARK), state_of(MARK)) == ("again", "unknown")


def test_an_empty_preview_says_so(client: FlaskClient):
    assert "没有需要再运行的项" in page(client, "/background/redrive")


def test_a_person_settles_an_unclear_call_with_a_note(client: FlaskClient, told: None):
    form = f"/background/commands/{MARK}/settle"
    assert form in page(client, "/background?tab=outbox")
    assert "MarkTag was cut off" in page(client, form)
    settled = post(client, form, form, how="done", note="客户详情里有 <b>")
    assert "已登记" in settled.text
    assert "wang 登记：客户详情里有 &lt;b&gt;" in settled.text
    with reading() as session:
        row = session.get_one(OutboxCommand, MARK)
    assert (row.state, row.settled_as, row.settled_by) == ("again", "done", "wang")
    again = post(client, form, form, how="failed", note="doch nicht")
    assert "它的状态已经变了" in again.text


@pytest.mark.parametrize("fields", [{"how": "done"}, {"note": "x"}, {"how": "maybe", "note": "x"}])
def test_a_result_without_a_note_is_not_taken(
    client: FlaskClient, told: None, fields: dict[str, str]
):
    form = f"/background/commands/{MARK}/settle"
    assert "请选择结果" in post(client, form, form, **fields).text
    assert state_of(MARK) == "unknown"


def test_another_corp_settles_and_runs_nothing_of_ours(app: Any, told: None):
    other = logged_in(app, "wwother00000000002")
    assert other.get(f"/background/commands/{MARK}/settle").status_code == 404
    post(other, "/background", f"/background/commands/{MARK}/settle", how="done", note="x")
    post(other, "/background", "/background/redrive", tab="outbox")
    assert (state_of(REMARK), state_of(MARK)) == ("failed", "unknown")


def test_the_health_page_tells_what_runs_and_what_waits(client: FlaskClient, told: None):
    text = page(client, "/health")
    for word in ("没有进程", "没有工作进程", "时钟进程", "没有企业开通会话存档", "最近没有调用"):
        assert word in text
    numbers = re.findall(r'stat-value">(\d+)', text)
    assert numbers == ["1", "0", "1", "1"]


def test_the_health_page_is_the_administrators(app: Any):
    assert logged_in(app, role="ops").get("/health").status_code == 403
