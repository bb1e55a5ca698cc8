"""The editor's windows: kept as they were set, refused where two overlap or one says nothing."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.contacts.models import Staff
from app.db import reading, transaction
from app.outreach.models import Welcome
from app.outreach.welcomes import welcome_for_staff
from tests.conftest import CORP
from tests.outreach.test_welcome_page import client, kept, nothing_kept, page_of, saved

__all__ = ["client"]


def sent(place: int, **fields: Any) -> dict[str, Any]:
    usual = {"from": "18:00", "to": "09:00", "by": "week", "weekdays": list("12345")}
    window = {**usual, "welcome_text": "下班了", **fields}
    return {f"w{place}-{name}": value for name, value in window.items()}


def windows() -> list[dict[str, Any]]:
    return kept().windows


def test_a_window_is_kept_as_it_was_set(client):
    assert saved(client, **sent(0, name="下班后")).status_code == 302
    assert windows() == [
        {
            "name": "下班后",
            "from": "18:00",
            "to": "09:00",
            "weekdays": [1, 2, 3, 4, 5],
            "first": None,
            "last": None,
            "text": "下班了",
            "attachments": [],
        }
    ]
    page = page_of(client.get("/welcome"))
    assert 'value="下班后"' in page
    assert "下班后 18:00–09:00" in page_of(client.get("/welcomes"))


def test_a_window_without_a_name_is_called_after_its_times(client):
    saved(client, **sent(0))
    assert windows()[0]["name"] == "18:00–09:00"


def test_dates_are_kept_and_one_day_needs_no_last(client):
    dates = {"by": "dates", "first": "2026-10-01", "from": "00:00", "to": "00:00"}
    saved(client, **sent(0, **dates))
    assert (windows()[0]["first"], windows()[0]["last"]) == ("2026-10-01", "2026-10-01")
    assert windows()[0]["weekdays"] == []


def test_two_that_overlap_are_refused_and_both_are_named(client):
    other = sent(1, **{"name": "夜里", "from": "22:00", "to": "06:00", "weekdays": ["5"]})
    answer = saved(client, **sent(0, name="下班后"), **other)
    assert answer.status_code == 422
    assert "时段「下班后」和「夜里」有重叠" in page_of(answer)
    assert nothing_kept()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"welcome_text": ""}, "这个时段还没有内容"),
        ({"welcome_text": "好" * 1334}, "现在是 4002 字节"),
        ({"from": "later"}, "请填写时间"),
        ({"weekdays": []}, "请至少选择一天"),
        ({"by": "dates", "first": ""}, "请填写日期"),
        ({"by": "dates", "first": "2026-10-02", "last": "2026-10-01"}, "结束日期不能早于开始日期"),
        ({"by": "dates", "first": "2026-01-01", "last": "2027-01-02"}, "最多 366 天"),
        ({"name": "长" * 21}, "最多 20 个字"),
        ({"link-0-title": "a", "link-0-url": "ftp://a"}, "网址要以"),
        ({"mini-0-title": "店" * 22, "mini-0-appid": "wx1"}, "最多 64 字节"),
        ({"mini-0-title": "店", "mini-0-appid": "abc"}, "以 wx 开头"),
        ({"mini-0-title": "店", "mini-0-appid": "wx1", "mini-0-page": "a"}, "请选择一张封面图片"),
    ],
)
def test_what_is_wrong_in_a_window_is_named(client, fields, words):
    answer = saved(client, **sent(0, **fields))
    assert answer.status_code == 422
    assert words in page_of(answer)
    assert nothing_kept()


def test_more_windows_than_anybody_can_oversee_are_refused(client):
    many: dict[str, Any] = {}
    for place in range(13):
        many |= sent(place, **{"from": f"{place:02}:00", "to": f"{place:02}:30"})
    assert "最多 12 个时段" in page_of(saved(client, **many))


def test_buttons_change_the_form_and_keep_nothing(client):
    assert 'name="w0-from"' in page_of(saved(client, op="add-window"))
    page = page_of(saved(client, **sent(0, name="甲"), **sent(1, name="乙"), op="remove-window-0"))
    assert ('value="乙"' in page, 'value="甲"' in page) == (True, False)
    assert 'name="w1-from"' not in page
    page = page_of(saved(client, **sent(0), op="w0-add-link"))
    assert 'name="w0-link-0-title"' in page
    assert nothing_kept()


def test_the_phone_shows_the_window_and_the_customer_that_were_asked_for(client):
    more = sent(0, welcome_text="{客户昵称}，下班了")
    page = page_of(saved(client, **more, op="preview", shown="w0-"))
    assert '<span class="bubble-text">小林，下班了' in page
    page = page_of(saved(client, **more, op="preview", shown="w0-", who="nobody"))
    assert '<span class="bubble-text">朋友，下班了' in page
    page = page_of(saved(client, op="preview", who="long"))
    assert '<span class="bubble-text">' + "小林" * 15 + "您好" in page


def test_a_member_has_a_welcome_of_their_own(client: FlaskClient):
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid="lina", name="李娜", can_follow=True))
    answer = client.post("/welcome/staff/lina", data={"welcome_text": "我是{员工姓名}"})
    assert answer.status_code == 302
    with reading() as session:
        mine = welcome_for_staff(session, CORP, "lina")
        assert mine is not None
        assert (mine.text, mine.name, mine.state) == ("我是{员工姓名}", "李娜", None)
        assert session.query(Welcome).count() == 1
    assert "李娜" in page_of(client.get("/welcomes"))
    assert client.get("/welcome/staff/nobody").status_code == 404
