"""What every page wears: headers, menu, languages, words for errors."""

import re

import pytest
from flask.testing import FlaskClient

from app.console.headers import CONTENT_SECURITY_POLICY
from tests.console.sample import sample_app
from tests.console.test_auth import csrf_token


@pytest.mark.parametrize("path", ["/customers", "/nowhere", "/healthz", "/customers/broken/bug"])
def test_every_answer_carries_the_policy(client: FlaskClient, path: str):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", ["/customers", "/nowhere"])
def test_a_page_has_nothing_inline(client: FlaskClient, path: str):
    page = client.get(path).text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|hx-on|javascript:", page)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", page))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_the_words_of_a_customer_are_escaped(client: FlaskClient):
    page = client.get("/customers").text
    assert "&lt;b&gt;可以便宜一点吗" in page
    assert "<b>可以便宜" not in page


def test_the_menu_shows_the_pages_that_are_there(client: FlaskClient):
    page = client.get("/customers").text
    assert "渠道活码" in page
    assert "corps" not in page  # its page is not registered in the sample
    assert page.count('aria-current="page"') == 2  # the menu's row, and the sample's tab
    assert 'href="/customers" aria-current="page"' in page


def test_home_is_the_first_page(client: FlaskClient):
    assert client.get("/").headers["Location"] == "/demo"


def test_a_house_without_pages_says_so(client: FlaskClient):
    empty = sample_app(with_pages=False).test_client()
    with client.session_transaction() as known, empty.session_transaction() as session:
        session.update(known)
    assert "控制台还没有页面" in empty.get("/").text


def test_the_language_is_chosen_and_kept(client: FlaskClient):
    assert '<html lang="zh-CN">' in client.get("/customers").text
    sent = {"locale": "en", "next": "/customers?page=2", "csrf_token": csrf_token(client)}
    assert client.post("/language", data=sent).headers["Location"] == "/customers?page=2"
    page = client.get("/customers").text
    assert '<html lang="en">' in page
    assert "Live codes" in page
    assert "渠道活码" not in page


def test_a_language_that_we_do_not_speak_changes_nothing(client: FlaskClient):
    client.post("/language", data={"locale": "tlh", "csrf_token": csrf_token(client)})
    assert '<html lang="zh-CN">' in client.get("/customers").text


@pytest.mark.parametrize("status", [400, 403, 404, 413, 422, 500])
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_errors_have_words_in_both_languages(client: FlaskClient, status: int, locale: str):
    with client.session_transaction() as session:
        session["locale"] = locale
    answer = client.get(f"/customers/broken/{status}")
    title = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text)
    assert answer.status_code == status
    assert title is not None
    assert bool(re.search(r"[\u4e00-\u9fff]", title[1])) == (locale != "en")


def test_a_bug_shows_no_traceback(client: FlaskClient):
    answer = client.get("/customers/broken/bug")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text


def test_a_refusal_brings_its_words(client: FlaskClient):
    answer = client.get("/customers/broken/refused")
    assert (answer.status_code, "最多 4000 字节" in answer.text) == (422, True)


def test_htmx_gets_a_refusal_as_a_toast(client: FlaskClient):
    answer = client.get("/customers/broken/refused", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#toasts")
    assert answer.headers["HX-Reselect"] == "[data-toast]"  # not the part that was asked for
    assert "最多 4000 字节" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("path", ["/api/nothing", "/callbacks/nothing"])
def test_programs_get_errors_as_json(stranger: FlaskClient, path: str):
    answer = stranger.get(path)
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == 404


def test_static_files_are_open_and_their_address_changes_with_them(stranger: FlaskClient):
    page = stranger.get("/login").text
    address = re.search(r"/static/console/console\.css\?v=[0-9a-f]+", page)
    assert address is not None
    assert stranger.get(address[0]).status_code == 200
