"""Whatever one corp has made is not there for another's programs, by any operation."""

import pytest

from tests.api.conftest import BODY, program
from tests.api.seed import (
    BLOCK,
    GROUP_CODE,
    GROUP_WELCOME,
    LANDING,
    LINK,
    PHONE_LIST,
    ROWS,
    STORE,
    seed,
)
from tests.api.test_description import document

WRITES = {"post", "put", "delete"}
EXAMPLES = {
    "CodeBody": BODY,
    "AcquisitionLinkBody": LINK,
    "GroupCodeBody": GROUP_CODE,
    "PhoneListBody": PHONE_LIST,
    "PhoneRowsBody": ROWS,
    "PauseBody": {"is_paused": True},
    "PlacementBody": {"name": "门口"},
    "GroupWelcomeBody": GROUP_WELCOME,
    "NewGroupWelcomeBody": GROUP_WELCOME,
    "StoreBody": STORE,
    "LandingPageBody": LANDING,
    "ImageBody": {"content": "iVBORw0KGgoAAAANSUhEUg=="},
    "MaterialNameBody": {"name": "门店"},
    "ReallotBody": {"members": [{"userid": "lina"}]},
    "AssignBody": {"items": [1], "userid": "lina"},
    "BlockBody": BLOCK,
    "MaterialBody": {"filename": "a.txt", "content": "YQ=="},
    "PreviewBody": {"day": "2026-03-02", "at": "09:30"},
}


LISTS = (
    "codes",
    "stray-codes",
    "links",
    "group-codes",
    "landing-pages",
    "stores",
    "stores/nearest",
    "phone-lists",
    "blocked-phones",
    "groups",
    "welcomes",
    "group-welcomes",
    "materials",
)


@pytest.fixture
def paths(app, call):
    """The description's paths, when one of each thing stands there with the id 1."""
    seed(call)
    return document(app)["paths"]


def test_no_row_of_another_corp_is_read_or_changed(app, call, paths):
    stranger = program(app, corp_id="wwother00000000002")
    tried = 0
    for path, operations in paths.items():
        for method in operations if "{" in path else ():
            address = path.replace("{id}", "2" if "draft" in path else "1")
            address = address.replace("{userid}", "lina")
            named = operations[method].get("requestBody")
            key = f"{method}{address}" if method in WRITES else ""
            body = {"json": example(named)} if named else {}
            answer = stranger(method.upper(), address, key=key, **body)
            assert answer.status_code == 404, (method, path, answer.json)
            tried += 1
    assert tried > 50


def test_no_list_shows_rows_of_another_corp(app, call, paths):
    stranger = program(app, corp_id="wwother00000000002")
    assert call("PUT", "/api/welcomes/default", key="a", json={"text": "您好"}).status_code == 200
    for name in LISTS:
        assert call("GET", f"/api/{name}").json["items"], name
        assert stranger("GET", f"/api/{name}").get_json()["items"] == [], name


def example(named):
    """A body that fits what is described."""
    name = named["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return EXAMPLES.get(name, {})
