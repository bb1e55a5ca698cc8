"""A house with members and channels, and a browser that is logged in to its statistics."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.attribution.making import furnish
from tests.conftest import CORP


@pytest.fixture
def furnished(house: None) -> None:
    furnish()


@pytest.fixture
def client(furnished: None) -> Iterator[FlaskClient]:
    from wsgi import create_app

    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lisi", name="李思", role="ops")
    yield client
