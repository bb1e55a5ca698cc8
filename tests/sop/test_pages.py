"""The designer and the lists, as a browser meets them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db import reading, transaction
from app.sop.advance import advance
from app.sop.models import Sop, SopVersion, Step
from app.sop.reactions import enroll_follow
from tests.sop.conftest import logged_in
from tests.sop.people import added, enrollment, found, make_follow, make_sop

FORM = {
    "name": "展会新客",
    "ends_on_reply": "1",
    "step-kind-0": "task",
    "step-when-0": "after",
    "step-day-0": "0",
    "step-at-0": "",
    "step-minutes-0": "120",
    "step-title-0": "问好",
    "step-text-0": "",
    "step-kind-1": "group_message",
    "step-when-1": "day",
    "step-day-1": "1",
    "step-at-1": "10:00",
    "step-minutes-1": "",
    "step-title-1": "发手册",
    "step-text-1": "{客户昵称}您好",
    "do": "publish",
}


def steps(sop: Sop) -> list[tuple[str, int, str | None, int | None, str]]:
    rows = select(Step).join(SopVersion).where(SopVersion.sop_id == sop.id)
    with reading() as session:
        return [
            (step.kind, step.day, step.at, step.after_minutes, step.title)
            for step in session.scalars(
                rows.where(SopVersion.number == sop.version).order_by(Step.position)
            )
        ]


def test_an_empty_house_says_the_next_step(client: FlaskClient):
    page = client.get("/sops").text
    assert "还没有 SOP" in page
    assert 'href="/sops/new"' in page


def test_publishing_makes_a_sop_that_runs(client: FlaskClient):
    answer = client.post("/sops/new", data={**FORM, "states": ["expo"]})
    (sop,) = found(Sop)
    assert answer.location == f"/sops/{sop.id}"
    assert (sop.name, sop.states, sop.version, sop.is_active) == ("展会新客", ["expo"], 1, True)
    assert steps(sop) == [
        ("task", 0, None, 120, "问好"),
        ("group_message", 1, "10:00", None, "发手册"),
    ]


def test_editing_makes_the_next_version_and_leaves_the_old_one(client: FlaskClient):
    client.post("/sops/new", data=FORM)
    (sop,) = found(Sop)
    client.post(f"/sops/{sop.id}/edit", data={**FORM, "step-title-0": "打电话"})
    (sop,) = found(Sop)
    assert [version.number for version in found(SopVersion)] == [1, 2]
    assert [step[-1] for step in steps(sop)] == ["打电话", "发手册"]
    assert len(found(Step)) == 4


def test_publishing_the_same_steps_again_makes_no_version(client: FlaskClient):
    client.post("/sops/new", data=FORM)
    (sop,) = found(Sop)
    client.post(f"/sops/{sop.id}/edit", data={**FORM, "name": "新名字"})
    (sop,) = found(Sop)
    assert (sop.name, sop.version) == ("新名字", 1)


def test_a_mistake_is_told_beside_its_field_and_what_was_typed_is_kept(client: FlaskClient):
    answer = client.post("/sops/new", data={**FORM, "step-title-1": "", "step-day-1": "400"})
    assert answer.status_code == 422
    assert "请填写标题。" in answer.text
    assert 'id="step-day-1-error"' in answer.text
    assert 'value="400"' in answer.text
    assert found(Sop) == []


@pytest.mark.parametrize("deed", ["up:1", "down:0", "add", "remove:0", "look"])
def test_a_button_of_the_designer_publishes_nothing_and_keeps_the_rest(
    client: FlaskClient, deed: str
):
    answer = client.post("/sops/new", data={**FORM, "do": deed})
    assert answer.status_code == 200
    assert "展会新客" in answer.text
    assert "发手册" in answer.text
    assert found(Sop) == []


def test_moving_a_step_up_changes_the_order_on_the_page(client: FlaskClient):
    page = client.post("/sops/new", data={**FORM, "do": "up:1"}).text
    form = page[: page.index('id="look"')]
    assert form.index("发手册") < form.index("问好")
    assert 'id="step-up-0"' not in form
    assert page.count("autofocus") == 0  # at the top there is no button to move further up


def test_the_phone_shows_the_words_that_the_customer_would_get(client: FlaskClient):
    page = client.post("/sops/new", data={**FORM, "do": "look"}).text
    assert "张三您好" in page[page.index('id="look"') :]


def test_what_is_typed_is_shown_and_never_run(client: FlaskClient):
    evil = "<script>alert(1)</script>"
    page = client.post("/sops/new", data={**FORM, "name": evil, "step-text-1": evil}).text
    assert evil not in page


def test_a_sop_shows_who_is_on_it(client: FlaskClient):
    make_follow()
    sop_id = make_sop({"after_minutes": 0}, {"day": 1, "at": "10:00", "title": "回访"})
    enroll_follow(added())
    advance(enrollment().id)
    page = client.get(f"/sops/{sop_id}").text
    for words in ("李雷", "王芳", "回访", "进行中", "2026-03-03 10:00"):
        assert words in page


def test_a_time_that_is_gone_is_shown_as_skipped(client: FlaskClient):
    sop_id = make_sop({"day": 0, "at": "08:00"})
    assert "跳过：添加时已过这个时间" in client.get(f"/sops/{sop_id}").text


def test_switching_says_what_it_does_and_twice_is_once(client: FlaskClient):
    sop_id = make_sop({"after_minutes": 0})
    for _ in range(2):
        assert client.post(f"/sops/{sop_id}/switch", data={"to": "off"}).status_code == 302
    assert [sop.is_active for sop in found(Sop)] == [False]
    client.post(f"/sops/{sop_id}/switch", data={"to": "on"})
    assert [sop.is_active for sop in found(Sop)] == [True]


def test_another_corps_sop_is_not_there(client: FlaskClient):
    sop_id = make_sop({"after_minutes": 0})
    other = logged_in("wwother0000000000")
    assert other.get(f"/sops/{sop_id}").status_code == 404
    assert other.post(f"/sops/{sop_id}/switch", data={"to": "off"}).status_code == 404
    assert "还没有 SOP" in other.get("/sops").text


def test_a_long_list_is_read_by_the_page_in_few_statements(
    client: FlaskClient, statements: list[str]
):
    for number in range(21):
        make_sop({"after_minutes": 0}, name=f"SOP{number:02}")
    statements.clear()
    page = client.get("/sops").text
    assert "SOP20" in page
    assert "SOP00" not in page
    assert len(statements) <= 12
    assert "SOP00" in client.get("/sops?page=2").text


def test_a_sops_page_takes_few_statements(client: FlaskClient, statements: list[str]):
    make_follow()
    sop_id = make_sop({"after_minutes": 0}, states=["expo", "shop"])
    enroll_follow(added())
    statements.clear()
    assert client.get(f"/sops/{sop_id}").status_code == 200
    assert len(statements) <= 12


def test_a_draft_that_was_never_published_opens_empty(client: FlaskClient):
    sop_id = make_sop({"after_minutes": 0}, version=0)
    with transaction() as session:
        session.get_one(Sop, sop_id).is_active = False
    assert client.get(f"/sops/{sop_id}").status_code == 200
    assert client.get(f"/sops/{sop_id}/edit").status_code == 200
