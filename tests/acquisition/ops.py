"""Operations at their desk: every page of live codes, a scripted WeCom, one member and one tag."""

import io
import re
from typing import Any

import segno
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import joinedload

from app.acquisition.models import ContactWay
from app.acquisition.states import make
from app.contacts.models import CorpTag, Department, Staff, TagGroup
from app.db import reading, transaction
from tests.acquisition.scripted import OK, PNG, Script
from tests.conftest import CORP

STATE = make(bytes(16))
GOOD = {"state": STATE, "name": "展会", "userids": "lina", "tag_ids": "et1", "skip_verify": "1"}
ADD = "externalcontact/add_contact_way"
LIST = "externalcontact/list_contact_way"
GET = "externalcontact/get_contact_way"
UPDATE = "externalcontact/update_contact_way"
DELETE = "externalcontact/del_contact_way"


def qr_png(content: str, scale: int = 7) -> bytes:
    """A QR code as WeCom would draw it."""
    file = io.BytesIO()
    segno.make(content, error="m").save(file, kind="png", scale=scale, border=3)
    return file.getvalue()


def ops_client(wecom: Script) -> FlaskClient:
    """Somebody of operations, logged in."""
    from app.acquisition.batches.pages import pages as batches
    from app.acquisition.codes.lifecycle import pages as life
    from app.acquisition.codes.pages import pages as acquisition
    from app.acquisition.prints.pages import pages as prints
    from app.acquisition.strays.pages import pages as strays
    from app.console.shell import register
    from app.contacts.pages import pages as contacts
    from app.outreach.pages import pages as outreach

    app = Flask("app", static_folder=None)
    app.secret_key = "a key for tests"
    register(app)
    for pages in (acquisition, batches, life, prints, strays, outreach, contacts):
        app.register_blueprint(pages)
    host = wecom.base.removesuffix("/cgi-bin")
    wecom.answers |= {
        ADD: {**OK, "config_id": "c1", "qr_code": f"{host}/qr/c1"},
        LIST: {**OK, "contact_way": []},
        UPDATE: OK,
        DELETE: OK,
        "media/upload": {**OK, "media_id": "M1"},
        "qr/c1": PNG,
    }
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="lina", name="李娜", can_follow=True))
        session.add(Department(corp_id=CORP, department_id=2, name="销售部"))
        session.add(TagGroup(corp_id=CORP, group_id="g", name="来源"))
        session.add(CorpTag(corp_id=CORP, tag_id="et1", group_id="g", name="线下展会"))
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lina", name="李娜", role="ops")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page_of(client.get("/codes/new")))
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client


def page_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def ways() -> list[ContactWay]:
    with reading() as session:
        return (
            session.query(ContactWay)
            .options(joinedload(ContactWay.channel))
            .order_by(ContactWay.id)
            .all()
        )
