"""A visitor's way: the page, the form, the code; what was left, and who it was."""

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.landing.models import LandingPage, LandingVisit, Submission
from app.acquisition.landing.reactions import match_remark, match_words
from app.acquisition.landing.receiving import MOST, Left, keep
from app.acquisition.links.publishing import publish as publish_link
from app.acquisition.states import make
from app.archive.models import ChatMessage
from app.contacts.models import Follow
from app.db import reading, transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowEdited
from tests.acquisition.doors.test_links import added
from tests.acquisition.scripted import PNG

GOOD = {"name": "小林", "phone": "138 0013 8000", "note": "价格", "agree": "1"}


@pytest.fixture
def code_id(sim, corp_id) -> int:
    """A live code that stands at WeCom."""
    with transaction() as session:
        wanted = Wanted(name="展会", userids=["lina"], tag_ids=[])
        way = add_code(session, corp_id, make(b"a live code's...."), wanted, made_by="lina")
    assert publish(way.id)
    return way.id


@pytest.fixture
def visitor(ops: FlaskClient) -> FlaskClient:
    """Somebody who is not logged in and knows nothing of tokens."""
    return ops.application.test_client()


def made(ops: FlaskClient, **more: object) -> LandingPage:
    slug = re.search(r'name="slug" value="([^"]+)"', ops.get("/landing/new").text)
    assert slug is not None
    usual = {
        "slug": slug[1],
        "name": "春季",
        "title": "春季体验课",
        "asks": ["name", "phone", "note"],
    }
    usual |= {"sources": "抖音\n朋友圈", "is_open": "1"}
    answer = ops.post("/landing/new", data={**usual, **more})
    assert answer.status_code == 302, answer.text
    with reading() as session:
        return session.scalars(select(LandingPage).where(LandingPage.slug == slug[1])).one()


def left() -> list[Submission]:
    with reading() as session:
        return list(session.scalars(select(Submission).order_by(Submission.id)))


def test_a_visitor_leaves_a_number_and_is_shown_the_code(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}", image=(io.BytesIO(PNG), "long.png"))
    shown = visitor.get(f"/p/{page.slug}?from=抖音")
    assert shown.status_code == 200
    assert "春季体验课" in shown.text
    assert visitor.get(f"/p/{page.slug}/image").data == PNG
    answer = visitor.post(f"/p/{page.slug}?from=抖音", data=GOOD, follow_redirects=True)
    (row,) = left()
    assert row.code in answer.text
    assert "小林" not in answer.text
    assert (row.phone, row.source) == ("13800138000", "抖音")
    assert visitor.get(f"/p/{page.slug}/qr").data.startswith(b"\x89PNG")
    inside = ops.get(f"/landing/{page.id}").text
    assert "13800138000" in inside
    assert "未匹配" in inside
    with reading() as session:
        visits = session.execute(select(LandingVisit.source, LandingVisit.visits)).all()
        kept = session.execute(text("select phone, name, visitor_mark from landing_submission"))
        assert "13800138000" not in str(kept.all())
    assert visits == [("抖音", 1)]


def test_a_page_without_a_form_shows_the_link_at_once(ops, visitor, sim, corp_id):
    row_id = added(corp_id)
    assert publish_link(row_id)
    page = made(ops, target=f"link:{row_id}", asks=[])
    shown = visitor.get(f"/p/{page.slug}").text
    assert "customer_channel=lk" in shown
    assert "<form" not in shown


WRONG = {"phone": "12345", "name": "", "note": "长" * 201}


def test_what_is_wrong_is_said_and_what_was_typed_stays(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}")
    unread = {name: words for name, words in GOOD.items() if name != "agree"}
    for sent in (*({**GOOD, field: typed} for field, typed in WRONG.items()), unread):
        answer = visitor.post(f"/p/{page.slug}", data=sent)
        assert answer.status_code == 422
        assert answer.text.count('class="wrong"') == 1, sent
    assert 'value="小林"' in answer.text
    assert left() == []


def test_a_program_that_fills_every_field_leaves_nothing(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}")
    assert visitor.post(f"/p/{page.slug}", data={**GOOD, "website": "x"}).status_code == 302
    assert left() == []


def test_a_visitor_may_leave_few_and_only_small_things(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}")
    answers = [visitor.post(f"/p/{page.slug}", data=GOOD).status_code for _ in range(MOST + 1)]
    assert answers == [303] * MOST + [429]
    elsewhere = {"X-Forwarded-For": "10.0.0.1, 203.0.113.7"}
    assert visitor.post(f"/p/{page.slug}", data=GOOD, headers=elsewhere).status_code == 303
    large = visitor.post(f"/p/{page.slug}", data={**GOOD, "note": "x" * 20_000})
    assert large.status_code == 413


def test_sources_that_nobody_named_count_as_none(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}")
    for source in ("hack", "x" * 5000, "抖音"):
        visitor.get(f"/p/{page.slug}?from={source}")
    with reading() as session:
        visits = dict(session.execute(select(LandingVisit.source, LandingVisit.visits)).all())
    assert visits == {"": 2, "抖音": 1}


def test_a_closed_page_is_not_there_and_its_parts_are_not_either(ops, visitor, code_id):
    page = made(ops, target=f"code:{code_id}")
    edited = {"name": "春季", "title": "春季体验课", "target": f"code:{code_id}"}
    assert ops.post(f"/landing/{page.id}/edit", data=edited).status_code == 302
    for path in ("", "/qr", "/image", "/done/ABCDEF"):
        assert visitor.get(f"/p/{page.slug}{path}").status_code == 404
    assert visitor.post(f"/p/{page.slug}", data=GOOD).status_code == 404


def test_a_form_sent_twice_is_one_page_and_bad_ones_are_none(ops, code_id):
    first = {"slug": "same-same-same", "name": "a", "title": "b", "target": f"code:{code_id}"}
    for _ in range(2):
        assert ops.post("/landing/new", data=first).status_code == 302
    for wrong in ({"target": "code:999"}, {"title": ""}, {"sources": "长" * 31}, {"slug": "x"}):
        assert ops.post("/landing/new", data={**first, **wrong}).status_code == 422
    picture = {**first, "image": (io.BytesIO(b"no picture"), "a.png")}
    assert ops.post("/landing/new", data=picture).status_code == 422
    with reading() as session:
        assert len(session.scalars(select(LandingPage)).all()) == 1


def leave(corp_id: str) -> None:
    """Somebody has left a number on a page."""
    with transaction() as session:
        page = LandingPage(corp_id=corp_id, slug="s", name="春季", title="课", asks=["phone"])
        page.sources, page.target = [], "stores"
        session.add(page)
        session.flush()
        answers = {"phone": "13800138000"}
        keep(session, page, Left(answers, {}), source="", store_id=None, visitor="198.51.100.1")


def spoke(corp_id: str, words: str, who: str = "wm1") -> None:
    """The customer writes to 李娜."""
    with transaction() as session:
        message = ChatMessage(
            corp_id=corp_id,
            seq=len(words),
            msgid=words,
            msgtype="text",
            body={"content": words},
            text=words,
            sender=who,
            userid="lina",
            external_userid=who,
            sent_at=clock.now(),
        )
        session.add(message)
        session.flush()
    match_words(
        CustomerSpoke(
            corp_id=corp_id,
            happened_at=clock.now(),
            userid="lina",
            external_userid=who,
            message_id=message.id,
        )
    )


@pytest.mark.parametrize("by", ["code", "phone", "remark"])
def test_the_visitor_is_known_again(sim, corp_id, by):
    leave(corp_id)
    (row,) = left()
    if by == "remark":
        both = {"userid": "lina", "external_userid": "wm1"}
        with transaction() as session:
            session.add(
                Follow(corp_id=corp_id, remark="小林13800138000", followed_at=clock.now(), **both)
            )
        match_remark(
            FollowEdited(
                corp_id=corp_id, happened_at=clock.now(), userid="lina", external_userid="wm1"
            )
        )
    else:
        spoke(corp_id, f"我是{row.code}" if by == "code" else "我的电话138 0013 8000")
    (row,) = left()
    assert (row.external_userid, row.matched_by) == ("wm1", by)
    spoke(corp_id, f"{row.code}!", who="wm2")
    assert left()[0].external_userid == "wm1"


def test_stores_are_chosen_and_remembered(ops, visitor, corp_id, code_id):
    for name, city in (("静安店", "上海"), ("西湖店", "杭州")):
        store = {"name": name, "city": city, "target": f"code:{code_id}", "is_open": "1"}
        assert ops.post("/stores", data=store).status_code == 302
    assert ops.post("/stores", data={"name": "", "target": "x:1"}).status_code == 422
    page = made(ops, target="stores", asks=["name"])
    assert "西湖店" not in visitor.get(f"/p/{page.slug}?city=上海").text
    chosen = re.search(r'href="(/p/[^"]+store=\d+)"', visitor.get(f"/p/{page.slug}?city=杭州").text)
    assert chosen is not None
    assert "西湖店" in visitor.get(chosen[1]).text
    done = visitor.post(chosen[1], data={"name": "小林", "agree": "1"}, follow_redirects=True)
    assert "西湖店" in done.text
    assert left()[0].store_id == 2
    ops.post("/stores/2/edit", data={"name": "西湖店", "target": f"code:{code_id}"})
    assert "西湖店" not in visitor.get(f"/p/{page.slug}").text
