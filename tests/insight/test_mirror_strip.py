"""后台任务 says how far the comparison with WeCom is, and asks before it ends too much."""

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.contacts.mirror.models import MirrorMember, MirrorRun
from app.db import reading, transaction
from app.queue import lane
from tests.conftest import CORP
from tests.insight.test_pages import page, token


def told_of(run: dict[str, object], **member: object) -> int:
    """A run with one member."""
    with transaction() as session:
        made = MirrorRun(corp_id=CORP, due_at=now(), **run)
        session.add(made)
        session.flush()
        session.add(MirrorMember(corp_id=CORP, run_id=made.id, userid="zhang", **member))
        return made.id


def runs() -> list[tuple[int, str]]:
    with reading() as session:
        return [(run.id, run.state) for run in session.query(MirrorRun).order_by(MirrorRun.id)]


def test_before_the_first_run_a_button_begins_one(client: FlaskClient) -> None:
    assert "还没有与企业微信核对过客户" in page(client, "/background")
    body = {"csrf_token": token(client, "/background")}
    assert client.post("/background/mirror", data=body).status_code == 302
    assert [state for _id, state in runs()] == ["pending"]
    assert lane("sync").count == 1


def test_a_run_in_the_middle_shows_its_share(client: FlaskClient) -> None:
    told_of({"stage": "members", "state": "running"}, expected=200, seen=90)
    told = page(client, "/background")
    assert "正在与企业微信核对：45%，90 / 200 位客户" in told
    assert '<meter class="bar" min="0" max="100" value="45"' in told
    assert "/background/mirror" not in told.replace("/background/mirror/", "")


def test_a_run_that_is_over_says_what_came_of_it(client: FlaskClient) -> None:
    run = {"stage": "ends", "state": "done", "finished_at": now(), "ended": 2}
    told_of(run, state="failed", expected=200, seen=150, changed=7)
    told = page(client, "/background")
    assert "150 位客户，修正 7 处，结束 2 段跟进关系" in told
    assert "有 1 位成员没有核对成" in told


@pytest.mark.parametrize(("state", "words"), [("halted", "全部结束"), ("parked", "已停下：48002")])
def test_a_run_that_stopped_is_trouble_on_the_overview_too(
    client: FlaskClient, state: str, words: str
) -> None:
    run = {"stage": "ends", "state": state, "missing": 60, "error": "48002", "finished_at": now()}
    told_of(run, state="done", expected=0)
    assert words in page(client, "/background")
    assert "有 1 件事需要人工处理" in page(client, "/overview")
    told_of({"stage": "ends", "state": "done", "finished_at": now()}, state="done", expected=0)
    assert "需要人工处理，点这里" not in page(client, "/overview"), "the newest run counts"


def test_only_a_persons_word_ends_too_many(client: FlaskClient) -> None:
    run_id = told_of(
        {"stage": "ends", "state": "halted", "missing": 60, "finished_at": now()}, state="done"
    )
    body = {"csrf_token": token(client, "/background")}
    path = f"/background/mirror/{run_id}/ends"
    assert client.post(path, data=body).status_code == 302
    assert (runs(), lane("sync").count) == ([(run_id, "pending")], 1)
    client.post(path, data=body)
    assert lane("sync").count == 1
