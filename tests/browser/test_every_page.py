"""Every page in both languages, both themes, at a desk and on a phone: quiet, whole and readable."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from app.console.assets import ROOT
from tests.browser.conftest import Visit
from tests.browser.split import Split, becomes_a_lead
from tests.browser.visits import Theme

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = 1280, 360
THEMES: tuple[Theme, ...] = ("light", "dark")
MORE = (
    "/welcome",
    "/welcomes",
    "/welcome/staff/lina",
    "/materials",
    "/group-welcomes",
    "/group-welcomes/new",
    "/codes/new",
    "/codes/1",
    "/codes/1/edit",
    "/codes/1/copy",
    "/codes/1/poster",
    "/codes/batches",
    "/codes/strays",
    "/links/new",
    "/group-codes/new",
    "/landing/new",
    "/stores",
    "/phones/new",
    "/phones/blocked",
    "/sidebar/phones",
    "/sops/new",
    "/sops/1",
    "/sops/1/edit",
    "/rules/new/keyword",
    "/rules/new/add_time",
    "/rules/new/channel",
    "/leads/rules",
    "/sidebar/customer",
    "/background?tab=outbox",
    "/background?state=aside",
    "/background/redrive",
    "/background/commands/1/settle",
    "/api-tokens",
    "/health",
    "/errcodes",
    "/errcodes?tab=met",
)
GRAVE = """() => axe.run({resultTypes: ["violations"]}).then(found => found.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target).join(" | ")}`))"""


@pytest.fixture(scope="module")
def paths(visit: Visit) -> list[str]:
    """The menu's pages, pages behind them, and all about one customer who became a lead."""
    with visit() as page:
        split = Split(page)
        becomes_a_lead(split, "官网首页", "顾清和")
        who = split.external_userid()
        menu = [link.get_attribute("href") for link in page.locator("#shell-menu a").all()]
        assert len(menu) >= 10
        page.goto("/leads")
        lead = page.get_by_role("link", name="顾清和").get_attribute("href")
    own = (f"/demo?who={who}", f"/customers/{who}", f"/sidebar/{who}", str(lead))
    return [*map(str, menu), *MORE, *own]


def faults(page: Page, path: str, language: str) -> Iterator[str]:
    """What is wrong with a page: its answer, its language, or that it scrolls sideways."""
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        yield f"{path}: {answer.status if answer else 'no answer'}"
    expect(page.locator("html")).to_have_attribute("lang", language)
    for theme, width in product(THEMES, (DESK, PHONE)):
        show(page, theme, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{path}: {wide} pixels wide on {width} in {theme}"


def show(page: Page, theme: Theme, width: int) -> None:
    """Let the system of who looks turn dark or light, and the window wide or narrow."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)


def test_every_page_is_whole_in_chinese(visit: Visit, paths: list[str]):
    with visit() as page:
        assert [fault for path in paths for fault in faults(page, path, "zh-CN")] == []


def test_every_page_is_whole_in_english(visit: Visit, paths: list[str]):
    with visit() as page:
        page.goto("/codes")
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert [fault for path in paths for fault in faults(page, path, "en")] == []


@pytest.mark.parametrize(("theme", "width"), [("light", DESK), ("dark", PHONE)])
def test_axe_finds_nothing_grave(visit: Visit, paths: list[str], theme: Theme, width: int):
    if not AXE.exists():
        pytest.skip("no axe-core: `make assets` brings it with the front-end packages")
    axe = AXE.read_text()
    with visit(color_scheme=theme, viewport={"width": width, "height": 800}) as page:
        found = {path: grave(page, path, axe) for path in paths}
    assert {path: names for path, names in found.items() if names} == {}


def grave(page: Page, path: str, axe: str) -> list[str]:
    """What axe calls serious or critical on a page."""
    page.goto(path)
    page.evaluate(axe)  # comes in through the debugger, so that the policy stays on
    found: list[str] = page.evaluate(GRAVE)
    return found
