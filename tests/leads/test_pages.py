"""Sales see why somebody is a lead, and what they change stays changed."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.contacts.models import Follow
from app.db import reading, transaction
from app.leads.models import FollowUp, Lead
from app.leads.reactions import consider_lead, release_lead
from app.leads.sync import mirror_lead
from tests.conftest import MOMENT
from tests.leads.conftest import counted, the_lead
from tests.leads.making import add, lose, make_lead, speak

PATHS = ["/leads", "/leads/board", "/leads/export.csv", "/leads/rules"]


def notes() -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = session.execute(
            select(FollowUp.kind, FollowUp.text, FollowUp.userid).order_by(FollowUp.id)
        )
        return [(kind, text, userid) for kind, text, userid in rows]


@pytest.mark.parametrize("path", [*PATHS, "/leads/1"])
def test_nobody_sees_leads_without_a_login(app, furnished, path: str) -> None:
    make_lead()
    assert app.test_client().get(path).status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_house_says_the_next_step(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert "设置评分规则" in client.get("/leads").text
    assert "还没有商机" in client.get("/leads/board").text


def test_the_list_shows_the_best_first_with_their_reasons(client, furnished) -> None:
    make_lead("wm2", "李雷", "多少钱，可以预约吗")
    make_lead("wm1", "张小雨")
    page = client.get("/leads").text
    assert page.index("李雷") < page.index("张小雨")
    assert "问价 +30" in page
    newest = client.get("/leads?order=newest").text
    assert newest.index("张小雨") < newest.index("李雷")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=小雨", {"张小雨"}),
        ("q=老客户", {"李雷"}),
        ("q=%25", set()),
        ("stage=new", {"张小雨", "李雷"}),
        ("stage=won", set()),
        ("owner=lisi&source=展会", {"张小雨", "李雷"}),
        ("source=~", set()),
        ("owner=wangwu", set()),
    ],
)
def test_filters_stand_in_the_address(client, furnished, query: str, names: set[str]) -> None:
    make_lead("wm1", "张小雨")
    make_lead("wm2", "李雷")
    with transaction() as session:
        session.execute(
            update(Follow).where(Follow.external_userid == "wm2").values(remark="老客户-展会")
        )
    page = client.get(f"/leads?{query}").text
    assert {name for name in ("张小雨", "李雷") if name in page} == names
    assert ("清除筛选" in page) == (not names)


def test_a_lead_shows_reasons_that_sum_to_its_score(client, furnished) -> None:
    make_lead()
    page = client.get("/leads/1").text
    for words in ("消息含关键词「多少钱」", "+30", "+20", "+10", "data-total>60<", "门槛 60 分"):
        assert words in page
    assert "消息里提到：预约" in page  # what is missing
    assert "/customers/wmXiaoyu" in page


def test_a_lost_customer_is_marked_everywhere(client, furnished) -> None:
    make_lead()
    release_lead(lose())
    mirror_lead(1)
    assert "已流失" in client.get("/leads").text
    assert "已流失" in client.get("/leads/board").text
    assert "客户已没有好友关系" in client.get("/leads/1").text


def test_the_board_moves_a_lead_and_keeps_a_note(client, furnished) -> None:
    make_lead()
    sent = {"stage": "contacted", "was": "new", "from": "board", "board_owner": "lisi"}
    answer = client.post("/leads/1/stage", data=sent)
    assert answer.location == "/leads/board?owner=lisi#lead-1"
    client.post("/leads/1/stage", data=sent)  # a second tap on the same button
    assert (the_lead().stage, the_lead().changed) == ("contacted", 2)
    assert notes() == [("stage", "new>contacted", "lisi")]
    assert "新商机 → 已联系" in client.get("/leads/1").text


def test_a_move_from_an_old_page_is_refused_with_words(client, furnished) -> None:
    make_lead()
    client.post("/leads/1/stage", data={"stage": "contacted", "was": "new"})
    client.post("/leads/1/stage", data={"stage": "lost", "was": "new"})
    assert the_lead().stage == "contacted"
    assert "刚被移到「已联系」" in client.get("/leads/1").text


def test_an_owner_that_a_person_chose_outlives_the_sync(client, furnished) -> None:
    make_lead()
    client.post("/leads/1/owner", data={"owner": "wangwu"})
    consider_lead(speak("预约", after=timedelta(hours=3)))
    mirror_lead(1)
    assert (the_lead().owner, the_lead().score) == ("wangwu", 85)
    assert "李思 → 王五" in client.get("/leads/1").text


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/leads/1/owner", {"owner": "nobody"}),
        ("/leads/1/stage", {"stage": "dreaming", "was": "new"}),
        ("/leads/1/notes", {"kind": "dance", "text": "…"}),
    ],
)
def test_what_no_button_sends_is_refused(client, furnished, path: str, sent) -> None:
    make_lead()
    assert client.post(path, data=sent).status_code == 422
    assert (the_lead().changed, notes()) == (1, [])


def test_a_note_is_kept_and_shown(client, furnished) -> None:
    make_lead()
    sent = {"kind": "call", "text": "聊了 10 分钟 <b>要三套</b>"}
    assert client.post("/leads/1/notes", data=sent).status_code == 302
    assert client.post("/leads/1/notes", data=sent).status_code == 302  # a second tap
    assert len(notes()) == 1
    page = client.get("/leads/1").text
    assert "聊了 10 分钟 &lt;b&gt;要三套" in page
    assert "电话 · 李思" in page


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001])
def test_a_note_that_cannot_be_kept_says_so_beside_the_field(client, furnished, text) -> None:
    make_lead()
    answer = client.post("/leads/1/notes", data={"kind": "visit", "text": text})
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert text.strip() in answer.text
    assert notes() == []


def test_another_corps_lead_is_not_there(client, furnished) -> None:
    make_lead()
    with transaction() as session:
        session.execute(update(Lead).values(corp_id="wwother"))
    assert client.get("/leads/1").status_code == 404
    assert client.post("/leads/1/stage", data={"stage": "won", "was": "new"}).status_code == 404
    assert "张小雨" not in client.get("/leads").text + client.get("/leads/board").text
    assert "张小雨" not in client.get("/leads/export.csv").text


def test_a_full_column_shows_the_best_and_how_many_there_are(client, furnished) -> None:
    with transaction() as session:
        session.add_all(
            Lead(
                corp_id="wwtest000000000001",
                external_userid=f"wm{number}",
                owner="lisi",
                name=f"客户{number:02}",
                score=number,
                contributions=[],
                qualified_at=MOMENT,
                changed_at=MOMENT,
            )
            for number in range(25)
        )
    page = client.get("/leads/board").text
    assert "看全部 25 个" in page
    assert ("客户24" in page, "客户04" in page) == (True, False)
    assert "客户04" in client.get("/leads?page=2").text


@pytest.mark.parametrize("path", ["/leads", "/leads/board", "/leads/1", "/leads/rules"])
def test_a_page_asks_the_database_a_few_things_only(client, furnished, path: str) -> None:
    for number in range(8):
        make_lead(f"wm{number}", f"客户{number}")
    consider_lead(add("wmcold", name="路人"))
    with counted() as said:
        assert client.get(path).status_code == 200
    assert len(said) <= 12


@pytest.mark.parametrize("path", ["/leads", "/leads/board", "/leads/1", "/leads/rules"])
def test_every_page_speaks_english_without_falling_over(client, furnished, path: str) -> None:
    make_lead()
    client.post("/language", data={"locale": "en", "next": "/leads"})
    assert client.get(path).status_code == 200
