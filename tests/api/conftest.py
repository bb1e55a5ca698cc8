"""The whole web with a scripted WeCom behind it, and programs that come in by tokens."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.acquisition.conftest import wecom  # noqa: F401  a fixture
from tests.acquisition.scripted import OK, PNG, Script
from tests.conftest import CORP

Call = Callable[..., TestResponse]
BODY: dict[str, Any] = {"name": "展会", "userids": ["lina"]}


@pytest.fixture
def app(wecom: Script) -> Flask:  # noqa: F811
    from app.contacts.models import CorpTag, Staff, TagGroup
    from app.db import transaction
    from wsgi import create_app

    numbers = count(1)
    wecom.answers |= {
        "externalcontact/add_contact_way": lambda _body: {
            **OK,
            "config_id": f"c{next(numbers)}",
            "qr_code": wecom.base.removesuffix("/cgi-bin") + "/qr/c1",
        },
        "externalcontact/list_contact_way": {**OK, "contact_way": []},
        "externalcontact/update_contact_way": OK,
        "externalcontact/del_contact_way": OK,
        "qr/c1": PNG,
    }
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="lina", name="李娜", can_follow=True))
        session.add(TagGroup(corp_id=CORP, group_id="g", name="来源"))
        session.flush()
        session.add(CorpTag(corp_id=CORP, group_id="g", tag_id="et1", name="展会"))
    return create_app()


def program(app: Flask, *, may_write: bool = True, corp_id: str = CORP) -> Call:
    """Somebody's program: call(method, path, key=…, json=…)."""
    from app.api.tokens import make_token
    from app.db import transaction

    secret = f"{corp_id}{may_write}"
    with transaction() as session:
        token = make_token(session, corp_id, "官网", secret, may_write=may_write, made_by="boss")
    client = app.test_client()

    def call(method: str, path: str, key: str = "", **given: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        if key:
            headers["Idempotency-Key"] = key
        return client.open(path, method=method, headers=headers, **given)

    return call


@pytest.fixture
def call(app: Flask) -> Call:
    return program(app)
