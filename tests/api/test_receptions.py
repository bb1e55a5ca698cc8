"""How a code is doing, what is printed of it, and codes of former tools: for programs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.acquisition.models import ContactWay, StrayWay
from app.acquisition.schedule.models import CodeCount, CountedAdd
from app.clock import now
from app.db import transaction
from app.timers import Timer
from tests.acquisition.ops import qr_png
from tests.api.conftest import BODY
from tests.api.seed import stray
from tests.conftest import CORP

RECEPTION = "/api/codes/1/reception"
FULL = {"fallback": ["zhaolei"], "caps": {"code_day": 3}}


@pytest.fixture
def code(call):
    assert call("POST", "/api/codes", key="code", json=BODY).status_code == 201


def adds(count: int) -> None:
    """So many of lina's, one a minute until now."""
    with transaction() as session:
        day = now().astimezone(ZoneInfo("Asia/Shanghai")).date()
        session.add(CodeCount(corp_id=CORP, way_id=1, userid="lina", day=day, adds=count))
        for place in range(count):
            row = CountedAdd(corp_id=CORP, way_id=1, userid="lina", event_id=place)
            row.added_at = now() - timedelta(minutes=place)
            session.add(row)


def test_who_receives_now_is_told_with_the_reason(call, code):
    told = call("GET", RECEPTION).json
    assert (told["now"]["userids"], told["now"]["source"]) == (["lina"], "default")
    assert (told["today"], told["runs_out_at"], told["tallies"]) == (0, None, [])
    call("PUT", "/api/codes/1/schedule", key="a", json=FULL)
    call("POST", "/api/codes/1/pause", key="b", json={"is_paused": True})
    told = call("GET", RECEPTION).json
    assert (told["now"]["userids"], told["now"]["because"]) == (["zhaolei"], "paused")
    assert told["serving"] == ["zhaolei"]


def test_when_the_days_places_run_out_is_foretold(call, code):
    call("PUT", "/api/codes/1/schedule", key="a", json={**FULL, "caps": {"code_day": 9}})
    adds(4)
    ends = datetime.fromisoformat(call("GET", RECEPTION).json["runs_out_at"])
    assert ends - now() == timedelta(minutes=3 / 4 * 5)  # four in three minutes, five are left


def test_a_code_that_is_full_says_so_and_counts_by_member(call, code):
    call("PUT", "/api/codes/1/schedule", key="a", json=FULL)
    adds(4)
    told = call("GET", RECEPTION).json
    assert (told["today"], told["over"]) == (4, 1)
    assert (told["now"]["source"], told["now"]["because"]) == ("fallback", "code_day_full")
    assert [(one["userid"], one["total"]) for one in told["tallies"]] == [("lina", 4)]


@pytest.mark.parametrize(("kind", "starts"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<")])
def test_the_printers_file_bears_the_codes_name(call, code, kind, starts):
    with transaction() as session:
        session.get_one(ContactWay, 1).qr_image = qr_png("https://work.weixin.qq.com/ca/x", 5)
    file = call("GET", f"/api/codes/1/print?kind={kind}&cm=5")
    assert file.status_code == 200
    assert file.data.startswith(starts)
    assert f"filename*=UTF-8''%E5%B1%95%E4%BC%9A-5cm.{kind}" in file.headers["Content-Disposition"]
    file.headers["Content-Disposition"].encode("latin-1")  # as servers send it


def test_a_picture_that_is_not_whole_is_refused_in_words(call, code):
    refused = call("GET", "/api/codes/1/print")
    assert refused.status_code == 409
    assert "损坏" in refused.json["error"]["message"]


def test_a_stray_is_taken_over_with_what_is_printed(call):
    number = stray()
    (told,) = call("GET", "/api/stray-codes").json["items"]
    assert (told["config_id"], told["can_be_adopted"], told["is_orphan"]) == ("s1", True, False)
    assert call("GET", "/api/code-quota").json["at_wecom"] == 1
    made = call("POST", f"/api/stray-codes/{number}/adopt", key="a")
    assert (made.status_code, made.json["config_id"], made.json["name"]) == (201, "s1", "旧工具")
    again = call("POST", f"/api/stray-codes/{number}/adopt", key="a")
    assert again.json == made.json
    assert call("POST", f"/api/stray-codes/{number}/adopt", key="b").status_code == 404
    assert call("GET", "/api/stray-codes").json["total"] == 0


def test_a_code_inside_a_mini_program_cannot_be_taken_over(call):
    number = stray()
    with transaction() as session:
        session.get_one(StrayWay, number).scene = 1
    assert call("GET", "/api/stray-codes").json["items"][0]["can_be_adopted"] is False
    assert call("POST", f"/api/stray-codes/{number}/adopt", key="a").status_code == 404


def test_the_next_look_can_be_now(call):
    with transaction() as session:
        later = now() + timedelta(hours=3)
        session.add(Timer(corp_id=CORP, name="codes", lane="sync", due_at=later))
    assert call("GET", "/api/code-quota").json["is_looking"] is False
    assert call("POST", "/api/stray-codes/look", key="a").json["is_looking"] is True
