"""Every page is guarded, opens on an empty house, and shows nobody another corp's rows."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.console.auth import MACHINE_DOORS, PUBLIC
from app.db import transaction
from tests.conftest import CORP, MOMENT

OTHER = "wwother00000000002"
# what one needs the row of somebody for
NEEDS_A_ROW = "<"


@pytest.fixture
def app(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The whole web application, the demo's page apart (it needs a simulated WeCom)."""
    from wsgi import create_app

    yield create_app()


def visitor(app: Flask, corp_id: str, role: str = "admin") -> FlaskClient:
    """Somebody of a corp, logged in."""
    from app.console.auth import make_login_link

    with transaction() as session:
        token = make_login_link(session, corp_id, "boss", role, name="老板")
    client = app.test_client()
    assert client.get(f"/login/{token}").status_code == 302
    return client


def is_for_people(rule: Rule) -> bool:
    """Whether a person opens it; programs come in by another door."""
    return rule.endpoint.split(".")[0] not in MACHINE_DOORS


def own_get_pages(app: Flask) -> list[str]:
    """The addresses of all pages that need no row."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and NEEDS_A_ROW not in rule.rule and is_for_people(rule)
    )


def test_every_endpoint_is_guarded_or_listed_public(app: Flask):
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or rule.endpoint.split(".")[0] in MACHINE_DOORS:
            continue
        address = rule.rule
        for argument in rule.arguments:
            kind = "int:" if f"<int:{argument}>" in address else ""
            address = address.replace(f"<{kind}{argument}>", "1").replace(f"<path:{argument}>", "x")
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = stranger.open(address, method=method)
        assert answer.status_code in (400, 401), f"{method} {address}: {answer.status_code}"


def test_every_page_opens_in_an_empty_house_in_both_languages(app: Flask):
    boss = visitor(app, CORP)
    pages = own_get_pages(app)
    assert len(pages) >= 15
    for locale in ("zh_Hans_CN", "en"):
        with boss.session_transaction() as session:
            session["locale"] = locale
        for page in pages:
            answer = boss.get(page)
            assert answer.status_code in (200, 204, 302), (
                f"{page} in {locale}: {answer.status_code}"
            )


def test_a_page_of_a_row_that_is_not_there_is_not_found(app: Flask):
    boss = visitor(app, CORP)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "<int:" in rule.rule and is_for_people(rule):
            address = rule.rule
            for argument in rule.arguments:
                address = address.replace(f"<int:{argument}>", "987654")
            if "<" not in address:
                assert boss.get(address).status_code == 404, address


def test_nobody_sees_another_corps_rows(app: Flask):
    with transaction() as session:
        session.add_all(secret_rows())
    stranger = visitor(app, OTHER)
    owner = visitor(app, CORP)
    seen_by_owner = ""
    for page in own_get_pages(app):
        seen_by_owner += words_of(owner.get(page).data)
        assert "绝密" not in words_of(stranger.get(page).data), page
    for page in ("/customers/wmSecret", "/sidebar/wmSecret", "/rules/1", "/sops/1", "/codes/1"):
        answer = stranger.get(page)
        assert "绝密" not in answer.text, page
    for name in ("绝密客户", "绝密规则", "绝密流程", "绝密渠道", "绝密成员"):
        assert name in seen_by_owner, f"the owner should see {name}: else this test proves nothing"


def words_of(content: bytes) -> str:
    """What can be read of an answer; some are files."""
    return content.decode(errors="replace")


def secret_rows() -> list[object]:
    """One row of everything that has a name."""
    from app.acquisition.models import Channel, ContactWay
    from app.contacts.models import ExternalContact, Follow, Staff
    from app.sop.models import Sop
    from app.tagging.models import TagRule

    channel = Channel(corp_id=CORP, state="lk-secret", name="绝密渠道")
    return [
        Staff(corp_id=CORP, userid="lina", name="绝密成员", can_follow=True),
        ExternalContact(corp_id=CORP, external_userid="wmSecret", name="绝密客户"),
        Follow(
            corp_id=CORP,
            userid="lina",
            external_userid="wmSecret",
            remark="绝密备注",
            followed_at=MOMENT,
        ),
        channel,
        ContactWay(corp_id=CORP, channel=channel, userids=["lina"], version=1),
        TagRule(
            corp_id=CORP,
            name="绝密规则",
            kind="keyword",
            condition={"words": ["绝密词"], "without": [], "match": "contains"},
            tag_ids=[],
        ),
        Sop(corp_id=CORP, name="绝密流程"),
    ]
