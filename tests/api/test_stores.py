"""Stores for programs: kept once, changed, and shown in the order in which visitors see them."""

from typing import Any

import pytest

from app.api import repeats
from tests.api.conftest import BODY
from tests.api.seed import STORE


@pytest.fixture(autouse=True)
def code(call):
    assert call("POST", "/api/codes", key="code", json=BODY).status_code == 201


def keep(call, name: str, city: str, region: str = "", **more: object) -> None:
    body = {**STORE, "name": name, "city": city, "region": region, **more}
    assert call("POST", "/api/stores", key=name, json=body).status_code == 201


def test_a_store_is_kept_told_and_changed(call):
    made = call("POST", "/api/stores", key="a", json=STORE)
    assert made.status_code == 201
    assert {name: made.json[name] for name in STORE} == STORE
    assert made.json["is_ready"]
    changed = call("PUT", "/api/stores/1", key="b", json={**STORE, "is_open": False})
    assert changed.json["is_open"] is False
    assert call("GET", "/api/stores/1").json == changed.json
    assert call("GET", "/api/stores").json["items"] == [changed.json]


def test_visitors_are_led_to_their_city_then_to_its_region_then_anywhere(call):
    keep(call, "a", "杭州", "浙江")
    keep(call, "b", "宁波", "浙江")
    keep(call, "c", "上海", "华东")
    keep(call, "d", "杭州", "浙江", is_open=False)

    def shown(city: str) -> list[str]:
        told = call("GET", "/api/stores/nearest", query_string={"city": city}).json["items"]
        return [one["name"] for one in told]

    assert shown("杭州市") == ["a"]
    assert sorted(shown("浙江")) == ["a", "b"]
    assert sorted(shown("北京")) == ["a", "b", "c"]


def test_whoever_died_after_keeping_a_store_has_kept_one(call, monkeypatch):
    kept = repeats.end
    ends: list[object] = []

    def dies_at_the_second(*args: Any) -> None:
        ends.append(args)
        if len(ends) > 1:  # after the deed's own transaction
            raise SystemError("the process is gone")
        kept(*args)

    with monkeypatch.context() as broken:
        broken.setattr(repeats, "end", dies_at_the_second)
        assert call("POST", "/api/stores", key="a", json=STORE).status_code == 500
    again = call("POST", "/api/stores", key="a", json=STORE)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert call("GET", "/api/stores").json["total"] == 1


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"target": {"kind": "group", "id": 1}}, 409, "target"),
        ({"target": {"kind": "stores", "id": 1}}, 422, "target.kind"),
        ({"name": "店" * 31}, 422, "name"),
    ],
)
def test_what_does_not_fit_is_named(call, wrong, status, field):
    refused = call("POST", "/api/stores", key="a", json={**STORE, **wrong})
    assert refused.status_code == status
    assert [one["field"] for one in refused.json["error"]["fields"]] == [field]
    assert call("GET", "/api/stores").json["total"] == 0
