"""The shell in a real browser: quiet, readable by everyone, and as strict as its policy says."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app.console.assets import ROOT, VENDOR
from app.console.auth import PUBLIC
from app.console.person import Person, log_in
from tests.console.sample import sample_app

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.skipif(not (VENDOR / ".stamp").exists(), reason="run `make assets` first"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the sample is served; `/customers/enter` logs in."""
    app = sample_app()

    def enter() -> str:
        log_in(Person("wwtest000000000001", "WangGuWen", "王顾问", "ops"))
        return "in"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.console.auth.PUBLIC", PUBLIC | {"enter"})
        app.add_url_rule("/enter", "enter", enter)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def enter(browser: Browser, address: str):
    """Opens the sample, logged in; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(width: int = 1280, theme: str = "light", **more) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=theme, **more)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/enter")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("request", lambda sent: sent.url.startswith(address) or complaints.append(sent.url))
        page.goto(f"{address}/customers")
        return page

    opened.complaints = complaints  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(enter, width: int, theme: str):
    page = enter(width, theme, bypass_csp=True)  # for axe, which is put in as inline script
    page.add_script_tag(content=AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes[0].target))")
    assert found == []


def test_a_phone_needs_no_sideways_scroll_and_reads_tables_as_cards(enter):
    page = enter(360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    label = page.locator("tbody td:nth-child(2)").first
    assert label.get_attribute("data-label") == "跟进成员"


def test_the_menu_opens_on_a_phone(enter):
    page = enter(390)
    assert not page.get_by_role("link", name="标签规则").is_visible()
    page.get_by_role("button", name="打开菜单").click()
    page.get_by_role("link", name="标签规则").wait_for(state="visible")


def test_the_theme_follows_the_system_until_somebody_chooses(enter):
    page = enter(theme="dark")
    theme = "document.documentElement.getAttribute('data-bs-theme')"
    assert page.evaluate(theme) == "dark"
    page.get_by_role("button", name="切换深色与浅色").click()
    page.reload()
    assert page.evaluate(theme) == "light"


def test_a_welcome_is_counted_in_bytes_and_a_name_in_characters(enter):
    page = enter()
    page.locator("#text").fill("您好ab😀")
    assert page.locator("[data-count-of=text]").inner_text() == "12 / 20 B"
    page.locator("#name").fill("您好ab😀")
    assert page.locator("[data-count-of=name]").inner_text() == "5 / 30"


def test_a_question_is_asked_before_a_grave_button_posts(enter):
    page = enter()
    page.get_by_role("button", name="同步").click()
    page.get_by_role("button", name="取消").click()
    assert page.url.endswith("/customers")
    page.get_by_role("button", name="同步").click()
    with page.expect_navigation():
        page.get_by_role("button", name="确定").click()
    assert page.inner_text("body") == "saved"


def test_htmx_carries_the_token(enter):
    page = enter()
    page.locator("#save").click()
    page.wait_for_function("document.getElementById('said').textContent === 'saved'")


def test_a_refusal_is_a_toast_and_stays(enter):
    page = enter()
    page.locator("#refused").click()
    page.locator("#toasts .tone-bad").wait_for()
    assert "最多 4000 字节" in page.locator("#toasts").inner_text()
    assert page.locator("#said").inner_text() == ""
    # The browser itself logs a refused request; nothing else may be there.
    assert [line for line in enter.complaints if "422" not in line] == []
    enter.complaints.clear()
