"""The shell in a real browser: quiet, readable by everyone, and as strict as its policy says."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app.console.assets import ROOT, VENDOR
from app.console.auth import PUBLIC
from app.console.person import Person, log_in
from tests.console.sample import sample_app

Theme = Literal["light", "dark"]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium: apt-get install chromium, or set CHROMIUM=…"
    ),
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


class Visit:
    """Opens the sample, logged in, and writes down whatever the browser complains about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def __call__(self, width: int = 1280, theme: Theme = "light", bypass_csp: bool = False) -> Page:
        page = self.browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=bypass_csp
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.hear)
        page.on("request", self.watch)
        page.goto(f"{self.address}/enter")
        page.goto(f"{self.address}/customers")
        return page

    def hear(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(line.text)

    def watch(self, sent: Request) -> None:
        if not sent.url.startswith(self.address):
            self.complaints.append(f"asked elsewhere: {sent.url}")


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    for context in browser.contexts:
        context.close()
    assert visit.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(enter: Visit, width: int, theme: Theme):
    page = enter(width, theme, bypass_csp=True)  # for axe, which is put in as inline script
    page.add_script_tag(content=AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes[0].target))")
    assert found == []


def test_a_phone_needs_no_sideways_scroll_and_reads_tables_as_cards(enter: Visit):
    page = enter(360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    label = page.locator("tbody td:nth-child(2)").first
    assert label.get_attribute("data-label") == "跟进成员"


def test_the_menu_opens_on_a_phone(enter: Visit):
    page = enter(390)
    assert not page.get_by_role("link", name="标签规则").is_visible()
    page.get_by_role("button", name="打开菜单").click()
    page.get_by_role("link", name="标签规则").wait_for(state="visible")


def test_the_theme_follows_the_system_until_somebody_chooses(enter: Visit):
    page = enter(theme="dark")
    theme = "document.documentElement.getAttribute('data-bs-theme')"
    assert page.evaluate(theme) == "dark"
    page.get_by_role("button", name="切换深色与浅色").click()
    page.reload()
    assert page.evaluate(theme) == "light"


def test_a_welcome_is_counted_in_bytes_and_a_name_in_characters(enter: Visit):
    page = enter()
    page.locator("#text").fill("您好ab😀")
    assert page.locator("[data-count-of=text]").inner_text() == "12 / 20 B"
    page.locator("#name").fill("您好ab😀")
    assert page.locator("[data-count-of=name]").inner_text() == "5 / 30"


def test_a_question_is_asked_before_a_grave_button_posts(enter: Visit):
    page = enter()
    page.get_by_role("button", name="同步").click()
    page.get_by_role("button", name="取消").click()
    assert page.url.endswith("/customers")
    page.get_by_role("button", name="同步").click()
    with page.expect_navigation():
        page.get_by_role("button", name="确定").click()
    assert page.inner_text("body") == "saved"


def test_htmx_carries_the_token(enter: Visit):
    page = enter()
    page.locator("#save").click()
    page.locator("#said", has_text="saved").wait_for()


def test_rows_that_htmx_brings_become_cards_too(enter: Visit):
    page = enter(360)
    page.locator("#more").click()
    page.locator('#rows td[data-label="客户"]').wait_for()


def test_a_refusal_is_a_toast_and_stays(enter: Visit):
    page = enter()
    page.locator("#refused").click()
    page.locator("#toasts .tone-bad").wait_for()
    assert "最多 4000 字节" in page.locator("#toasts").inner_text()
    assert page.locator("#said").inner_text() == ""
    # The browser itself logs a refused request; nothing else may be there.
    assert [line for line in enter.complaints if "422" not in line] == []
    enter.complaints.clear()
