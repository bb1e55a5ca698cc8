"""The library for programs: what welcomes name by id is uploaded, found, and kept while in use."""

from base64 import b64encode

import pytest

from tests.api.seed import PNG

FILE = {"filename": "门店.png", "content": b64encode(PNG).decode()}


def test_a_file_is_kept_once_lent_to_wecom_and_told(call, wecom):
    made = call("POST", "/api/materials", key="a", json=FILE)
    assert made.status_code == 201
    assert (made.json["kind"], made.json["size"]) == ("image", len(PNG))
    assert made.json["is_ready"]
    assert len(wecom.bodies("media/upload")) == 1
    again = call("POST", "/api/materials", key="b", json=FILE)
    assert again.json == made.json
    assert call("GET", "/api/materials?kind=image&words=门").json["items"] == [made.json]
    assert call("GET", "/api/materials?kind=video").json["items"] == []
    assert call("GET", "/api/materials/1").json == made.json


def test_what_a_welcome_shows_is_not_deleted_until_it_does_not(call):
    call("POST", "/api/materials", key="a", json=FILE)
    call("PUT", "/api/welcomes/staff/lina", key="b", json={"materials": [1]})
    (use,) = call("GET", "/api/materials/1").json["used_by"]
    assert (use["of"], use["userid"]) == ("welcome", "lina")
    refused = call("DELETE", "/api/materials/1", key="c")
    assert refused.status_code == 409
    assert "李娜" in refused.json["error"]["message"]
    call("PUT", "/api/welcomes/staff/lina", key="d", json={})
    assert call("DELETE", "/api/materials/1", key="e").status_code == 204
    assert call("GET", "/api/materials/1").status_code == 404


def test_a_file_that_wecom_refuses_is_kept_and_not_ready(call, wecom):
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    made = call("POST", "/api/materials", key="a", json=FILE)
    assert (made.status_code, made.json["is_ready"]) == (201, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": ""},
        {"content": "abc"},
        {"content": b64encode(b"no picture at all").decode()},
    ],
)
def test_what_is_no_file_is_refused_by_the_rules_of_the_page(call, wrong):
    answer = call("POST", "/api/materials", key="a", json={**FILE, **wrong})
    assert answer.status_code == 409
    assert [one["field"] for one in answer.json["error"]["fields"]] == ["content"]
    assert call("GET", "/api/materials").json["total"] == 0


def test_a_material_is_renamed_and_its_file_is_fetched(call):
    call("POST", "/api/materials", key="a", json=FILE)
    assert call("PUT", "/api/materials/1", key="b", json={"name": "新店"}).json["name"] == "新店"
    file = call("GET", "/api/materials/1/file")
    assert file.data == PNG
    name = file.headers["Content-Disposition"]
    assert "filename*=UTF-8''%E9%97%A8%E5%BA%97.png" in name
    name.encode("latin-1")  # as servers send it


def test_a_file_is_replaced_by_one_of_its_kind_only(call, wecom):
    call("POST", "/api/materials", key="a", json=FILE)
    text = {"filename": "a.txt", "content": b64encode(b"not a picture").decode()}
    refused = call("PUT", "/api/materials/1/file", key="b", json=text)
    assert refused.status_code == 409
    assert "同一种类" in refused.json["error"]["message"]
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "too large"}
    other = {**FILE, "content": b64encode(PNG + b"2").decode()}
    assert call("PUT", "/api/materials/1/file", key="c", json=other).status_code == 409
    assert call("GET", "/api/materials/1/file").data == PNG
    wecom.answers["media/upload"] = {"errcode": 0, "errmsg": "ok", "media_id": "M2"}
    assert call("PUT", "/api/materials/1/file", key="d", json=other).json["size"] == len(PNG) + 1


def test_what_wecom_has_not_taken_is_handed_over_again(call, wecom):
    good = wecom.answers["media/upload"]
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "too large"}
    assert not call("POST", "/api/materials", key="a", json=FILE).json["is_ready"]
    wecom.answers["media/upload"] = good
    assert call("POST", "/api/materials/1/lend", key="b").json["is_ready"]


def test_a_body_that_no_file_needs_is_not_read(call, monkeypatch):
    from app.api import guard

    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    large = {**FILE, "content": b64encode(PNG * 100).decode()}
    assert call("POST", "/api/materials", key="a", json=large).status_code == 413
    assert call("GET", "/api/materials").json["total"] == 0
