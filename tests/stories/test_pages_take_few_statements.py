"""Whatever a page shows, it asks PostgreSQL twelve things at most."""

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.leads.conftest import counted
from tests.town import Town
from wsgi import create_app

MOST = 12


@pytest.fixture
def client(town: Town) -> FlaskClient:
    """An administrator, after a customer has come, been welcomed and written."""
    town.scan("lk-demo-1111")
    town.settle()
    town.say("想了解价格")
    town.settle()
    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=town.corp_id, userid="lina", name="李娜", role="admin")
    return client


def address(rule: Rule, who: str) -> str:
    """The rule's page about this customer, the member whom they met, or the first of its kind."""
    path = rule.rule
    for part, converter in rule._converters.items():
        of_kind = {"external_userid": who, "userid": "lina"}
        written = type(converter).__name__.removesuffix("Converter").lower()
        for shape in (f"<{part}>", f"<{written}:{part}>", f"<int:{part}>"):
            path = path.replace(shape, of_kind.get(part, "1"))
    return path


def asked(client: FlaskClient, path: str) -> int:
    """How many questions a page that is there puts; 0 for another."""
    with counted() as statements:
        is_there = client.get(path).status_code == 200
    return is_there * sum(one.startswith(("SELECT", "WITH")) for one in statements)


def test_no_page_asks_more_than_twelve_things(client: FlaskClient, town: Town) -> None:
    who = town.truth()["follows"][0]["external_userid"]
    rules = [one for one in client.application.url_map.iter_rules() if "GET" in (one.methods or ())]
    questions = {path: asked(client, path) for path in (address(rule, who) for rule in rules)}
    assert sum(count > 0 for count in questions.values()) > 50, "the pages are there"
    assert {path: count for path, count in questions.items() if count > MOST} == {}
