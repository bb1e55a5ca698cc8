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


def answers(wecom: Script) -> dict[str, Any]:  # noqa: F811
    """What WeCom says to everything that programs can ask for."""
    numbers = count(1)
    return {
        "externalcontact/add_contact_way": lambda _body: {
            **OK,
            "config_id": f"c{next(numbers)}",
            "qr_code": wecom.base.removesuffix("/cgi-bin") + "/qr/c1",
        },
        "externalcontact/list_contact_way": {**OK, "contact_way": []},
        "externalcontact/update_contact_way": OK,
        "externalcontact/del_contact_way": OK,
        "externalcontact/customer_acquisition/create_link": lambda _body: {
            **OK,
            "link": {"link_id": f"l{next(numbers)}", "url": "https://work.weixin.qq.com/ca/x"},
        },
        "externalcontact/customer_acquisition/list_link": {**OK, "link_id_list": []},
        "externalcontact/customer_acquisition/update_link": OK,
        "externalcontact/customer_acquisition/delete_link": OK,
        "externalcontact/groupchat/add_join_way": lambda _body: {
            **OK,
            "config_id": f"j{next(numbers)}",
        },
        "externalcontact/groupchat/get_join_way": lambda _body: {
            **OK,
            "join_way": {"qr_code": wecom.base.removesuffix("/cgi-bin") + "/qr/c1"},
        },
        "externalcontact/groupchat/update_join_way": OK,
        "externalcontact/groupchat/del_join_way": OK,
        "externalcontact/group_welcome_template/add": lambda _body: {
            **OK,
            "template_id": f"t{next(numbers)}",
        },
        "externalcontact/group_welcome_template/edit": OK,
        "externalcontact/group_welcome_template/del": OK,
        "externalcontact/customer_acquisition_quota": {**OK, "total": 1000, "balance": 990},
        "media/upload": {**OK, "media_id": "M1"},
        "qr/c1": PNG,
    }


@pytest.fixture
def app(wecom: Script) -> Flask:  # noqa: F811
    from app.contacts.groups.models import GroupChat
    from app.contacts.models import CorpTag, Staff, TagGroup
    from app.db import transaction
    from wsgi import create_app

    wecom.answers |= answers(wecom)
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="lina", name="李娜", can_follow=True))
        session.add(Staff(corp_id=CORP, userid="zhaolei", name="赵磊", can_follow=True))
        session.add(GroupChat(corp_id=CORP, chat_id="wr1", name="团购群", size=3))
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
