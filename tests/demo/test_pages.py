"""The split page: the phone moves the simulated WeCom, the feed tells what Lianke made of it."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.config import settings
from app.db import transaction
from app.demo import workers
from app.outreach.models import Material
from tests.demo.conftest import counted
from tests.town import Town

HTMX = {"HX-Request": "true"}


def scan(client: FlaskClient, town: Town, **form: str) -> dict[str, str]:
    """Scan the first live code; returns who and userid from where the page leads."""
    code = town.wecom.get("/codes")["codes"][0]
    answer = client.post("/demo/scan", data={"config_id": code["config_id"], **form})
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.location).query)
    return {name: values[0] for name, values in query.items()}


def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found is not None
    return found[1]


def spoken(town: Town, who: str) -> list[str]:
    (chat,) = town.wecom.get(f"/phone/{who}")["chats"]
    return [one["text"] for one in chat["messages"] if one["from"] == "customer"]


def test_before_the_first_customer_the_page_invites_to_scan(client: FlaskClient):
    page, feed = client.get("/demo").text, client.get("/demo/feed").text
    assert "扫码添加" in page
    assert "双十一海报" in page
    assert "您就是第一位" in page
    assert "还没有人扫码" in feed


def test_a_scan_through_the_page_makes_a_customer(client: FlaskClient, town: Town):
    scan(client, town, name="测试小明")
    (customer,) = town.wecom.get("/customers")["customers"]
    assert customer["name"] == "测试小明"
    assert len(customer["friends"]) == 1


def test_a_scan_by_htmx_answers_with_the_chat_and_its_address(client: FlaskClient, town: Town):
    code = town.wecom.get("/codes")["codes"][0]
    answer = client.post("/demo/scan", data={"config_id": code["config_id"]}, headers=HTMX)
    (customer,) = town.wecom.get("/customers")["customers"]
    assert customer["external_userid"] in answer.headers["HX-Push-Url"]
    assert f"{customer['name']} 的手机" in answer.text


def test_the_phone_shows_the_welcome_and_the_feed_its_effects(client: FlaskClient, town: Town):
    met = scan(client, town, name="测试小明")
    town.settle()

    phone = client.get("/demo/screen", query_string=met).text
    assert "联客自动发送的欢迎语" in phone
    assert "测试小明您好" in phone
    assert "三分钟了解联客" in phone

    feed = client.get("/demo/feed").text
    assert "测试小明 扫「双十一海报」添加" in feed
    for effect in ("欢迎语已送达", "双十一海报", "上午添加", "进入 SOP「新客三日跟进」"):
        assert effect in feed
    assert f"/customers/{met['who']}" in feed


def test_what_the_customer_says_arrives_and_its_tag_and_lead_follow(
    client: FlaskClient, town: Town
):
    met = scan(client, town, name="测试小明")
    town.settle()
    for words in ("多少钱？", "可以试用吗"):
        assert client.post("/demo/say", data={**met, "text": words}).status_code == 303
    assert spoken(town, met["who"]) == ["多少钱？", "可以试用吗"]

    town.let_pass(timedelta(minutes=1))
    feed = client.get("/demo/feed").text
    assert "测试小明：多少钱？" in feed
    assert re.search(r"测试小明 成为商机：\d+ 分", feed)
    assert "测试小明 的 SOP「新客三日跟进」结束" in feed
    top = client.get("/demo/top").text
    assert re.findall(r"<dd>(\d+)</dd>", top) == ["1", "1", "1", "1", "0"]


def test_a_staff_task_stands_in_the_feed_when_it_comes_due(client: FlaskClient, town: Town):
    scan(client, town, name="测试小明")
    town.let_pass(timedelta(minutes=12))
    assert "SOP 任务「主动打个招呼」" in client.get("/demo/feed").text


def test_deleting_the_member_ends_the_friendship_and_a_new_scan_mends_it(
    client: FlaskClient, town: Town
):
    met = scan(client, town)
    page = client.post("/demo/delete", data=met, headers=HTMX).text
    assert "已经不是好友" in page
    assert "删除这位成员" not in page

    (again,) = re.findall(r'name="config_id" value="(\w+)"', page)
    refused = client.post("/demo/say", data={**met, "text": "还在吗"}, headers=HTMX)
    assert refused.status_code == 422
    assert "重新扫码添加" in refused.text
    assert refused.headers["HX-Retarget"] == "#toasts"

    back = client.post("/demo/scan", data={**met, "config_id": again}, headers=HTMX).text
    assert "删除这位成员" in back
    (customer,) = town.wecom.get("/customers")["customers"]
    assert customer["friends"] == [met["userid"]]


def test_somebody_unknown_is_a_clear_error(client: FlaskClient):
    for address in (
        "/demo?who=nobody",
        "/demo/screen?who=nobody",
        "/demo/phone?who=nobody&userid=lina",
        "/demo/qr/no-such-code",
        "/demo/media/no-such-media",
    ):
        for headers in ({}, HTMX):
            answer = client.get(address, headers=headers, follow_redirects=True)
            assert answer.status_code == 404, address
            assert "没有这位客户、成员或活码" in answer.text


def test_two_who_never_met_have_no_chat(client: FlaskClient, town: Town):
    met = scan(client, town)
    stranger = next(
        one["userid"] for one in town.wecom.get("/staff")["staff"] if one["userid"] != met["userid"]
    )
    assert client.get(f"/demo?who={met['who']}&userid={stranger}").status_code == 404
    assert client.get(f"/demo?who={met['who']}&userid=nobody").status_code == 404


def test_orders_that_make_no_sense_are_refused_with_a_reason(client: FlaskClient, town: Town):
    met = scan(client, town)
    for path, form, status in (
        ("/demo/scan", {"config_id": "no-such-code"}, 404),
        ("/demo/scan", {"config_id": "x", "who": "nobody"}, 404),
        ("/demo/scan", {"config_id": "x", "name": "长" * 21}, 422),
        ("/demo/say", {**met, "text": "  "}, 422),
        ("/demo/say", {**met, "text": "长" * 501}, 422),
        ("/demo/say", {"who": "nobody", "userid": "", "text": "你好"}, 404),
        ("/demo/speed", {"speed": "9999"}, 422),
        ("/demo/kill", {"lane": "no-such-lane"}, 422),
    ):
        assert client.post(path, data=form).status_code == status, path


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, town: Town):
    workers.keep({"worker:events": 1})
    met = scan(client, town)
    town.settle()
    parts: tuple[tuple[str, dict[str, str]], ...]
    parts = (("/demo/feed", {}), ("/demo/workers", {}), ("/demo/screen", {}), ("/demo/screen", met))
    marks = [seen_in(client.get(path, query_string=who).text) for path, who in parts]
    time.sleep(1.1)  # a token in a part would be another one now
    for (path, who), seen in zip(parts, marks, strict=True):
        assert client.get(path, query_string={**who, "seen": seen}).status_code == 204, path
    client.post("/demo/say", data={**met, "text": "你好"})
    query = {**met, "seen": marks[-1]}
    assert "你好" in client.get("/demo/screen", query_string=query).text


def test_pictures_come_from_our_own_address_and_cannot_run_scripts(client: FlaskClient, town: Town):
    code = town.wecom.get("/codes")["codes"][0]
    answer = client.get(f"/demo/qr/{code['config_id']}")
    assert answer.mimetype == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    simulator = town.said["control_base"].rsplit("/", 1)[0]
    links = f'href="{simulator}/wecom" target="_blank"'  # nothing is loaded, people may go there
    assert simulator not in client.get("/demo").text.replace(links, "")


def test_a_picture_that_was_sent_is_shown(client: FlaskClient, town: Town):
    content = b"\x89PNG\r\n\x1a\n of a kind"
    with transaction() as session:
        fields = {"kind": "image", "filename": "a.png", "content_type": "image/png"}
        session.add(
            Material(corp_id=town.corp_id, content=content, sha256="s", media_id="m-1", **fields)
        )
    answer = client.get("/demo/media/m-1")
    assert (answer.data, answer.mimetype) == (content, "image/png")


def test_every_part_asks_the_database_a_dozen_times_at_most(client: FlaskClient, town: Town):
    for number in range(3):
        scan(client, town, name=f"客户{number}")
    town.let_pass(timedelta(minutes=12))
    for path in ("/demo", "/demo/feed", "/demo/top", "/demo/screen"):
        with counted() as asked:
            assert client.get(path).status_code == 200
        assert 0 < len(asked) <= 12, path


def test_a_house_that_is_no_demo_has_no_such_page(
    services: None, instance: object, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DEMO", "0")
    settings.cache_clear()
    from wsgi import create_app

    app = create_app()
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]
