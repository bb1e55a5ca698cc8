"""A member's own switch, and members who leave: the others receive, and come back at midnight."""

import re
from datetime import UTC, datetime

from app import clock
from app.acquisition.schedule.leaving import leave_out
from app.acquisition.schedule.plan import Plan
from app.events.staff import StaffLeft

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)


def seat(shop, userid: str, role: str):
    """The browser of a member, past the login, and the token of its forms."""
    from wsgi import create_app

    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=shop.corp_id, userid=userid, name=userid, role=role)
    page = client.get("/sidebar").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None, page
    return client, page, {"csrf_token": token[1]}


def test_a_member_pauses_for_today_and_is_back_tomorrow(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(("lina", "chenxi")))
        client, page, sent = seat(shop, "lina", "staff")
        assert "今天暂停接待" in page
        sent |= {"off": "1", "way_id": str(way_id)}
        page = client.post("/sidebar/reception", data=sent, follow_redirects=True)
        assert "已暂停" in page.get_data(as_text=True)
        shop.work()
        assert shop.at_wecom() == {"chenxi"}
        assert shop.row(way_id).reason["left_out"] == {"lina": "away"}
        assert shop.row(way_id).next_change_at == MIDNIGHT
        with clock.held_at(MIDNIGHT):
            shop.work()
        assert shop.at_wecom() == {"lina", "chenxi"}


def test_the_switch_for_all_codes_and_back_at_once(in_shop):
    with in_shop(at=MORNING) as shop:
        for number in (0, 1):
            shop.open(Plan(("lina", "chenxi")), number)
        client, _page, sent = seat(shop, "lina", "staff")
        client.post("/sidebar/reception", data=sent | {"off": "1"})
        shop.work()
        assert shop.at_wecom(0) == shop.at_wecom(1) == {"chenxi"}
        client.post("/sidebar/reception", data=sent | {"off": "0"})
        shop.work()
        assert shop.at_wecom(0) == shop.at_wecom(1) == {"lina", "chenxi"}


def test_staff_switch_nobody_but_themselves(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(("lina", "chenxi")))
        client, _page, sent = seat(shop, "lina", "staff")
        client.post("/sidebar/reception?userid=chenxi", data=sent | {"off": "1"})
        assert shop.row(way_id).reason["left_out"] == {"lina": "away"}


def test_who_has_left_is_left_out_and_without_spares_the_page_asks_for_some(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(("lina", "chenxi")))
        for userid in ("lina", "chenxi"):
            leave_out(StaffLeft(corp_id=shop.corp_id, happened_at=MORNING, userid=userid))
            shop.work()
        assert shop.row(way_id).reason["source"] == "last_resort"
        client, _page, _sent = seat(shop, "zhaolei", "ops")
        assert "请添加备用成员" in client.get(f"/codes/{way_id}").get_data(as_text=True)


def test_a_paused_code_is_received_by_its_spares(in_shop):
    with in_shop(at=MORNING) as shop:
        way_id = shop.open(Plan(("lina",), fallback=("chenxi",)))
        client, _page, sent = seat(shop, "zhaolei", "ops")
        page = client.post(f"/codes/{way_id}/pause", data=sent | {"on": "1"}, follow_redirects=True)
        assert "恢复接待" in page.get_data(as_text=True)
        assert shop.at_wecom() == {"chenxi"}
        client.post(f"/codes/{way_id}/pause", data=sent | {"on": "0"})
        assert shop.at_wecom() == {"lina"}
