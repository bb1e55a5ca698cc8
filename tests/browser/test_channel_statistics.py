"""Ops look where a customer came from: the channel's numbers, one channel, and the rows behind."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.split import Split, becomes_a_lead
from tests.browser.test_every_page import AXE, DESK, PHONE, grave, show
from tests.browser.visits import Theme

LOOKS: tuple[tuple[Theme, int], ...] = (("light", DESK), ("dark", PHONE))
WORDS = {
    "zh-CN": ("渠道统计", "官网首页", "添加人次"),
    "en": ("Channel statistics", "官网首页", "Adds"),
}


@pytest.fixture(scope="module")
def came(visit: Visit) -> None:
    """A customer came by a code, and wrote."""
    with visit() as page:
        becomes_a_lead(Split(page), "官网首页", "沈知微")


def in_language(page: Page, language: str) -> None:
    if language == "en":
        page.goto("/codes")
        page.get_by_role("button", name="English").click()
    page.goto("/attribution")
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.usefixtures("came")
@pytest.mark.parametrize("language", WORDS)
def test_a_number_is_explained_and_leads_to_the_customer(visit: Visit, language: str):
    title, channel, adds = WORDS[language]
    with visit() as page:
        in_language(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("button", name=adds, exact=True).focus()  # by keyboard as by mouse
        expect(page.get_by_role("tooltip")).to_be_visible()
        page.get_by_role("link", name=channel, exact=True).click()
        expect(page.locator(".chart canvas")).to_be_visible()
        page.locator(".funnel-count a").first.click()
        expect(page.get_by_role("link", name="沈知微")).to_be_visible()


@pytest.mark.usefixtures("came")
def test_the_pages_fit_a_phone_and_axe_finds_nothing_grave(visit: Visit):
    with visit() as page:
        page.goto("/attribution")
        one = page.get_by_role("link", name="官网首页", exact=True).get_attribute("href")
        paths = ("/attribution?compare=1", "/attribution/staff", str(one), "/attribution/rows")
        for path in paths:
            for theme, width in LOOKS:
                page.goto(path)
                show(page, theme, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if not AXE.exists():
            pytest.skip("no axe-core: `make assets` brings it with the front-end packages")
        assert {path: grave(page, path, AXE.read_text()) for path in paths} == {
            path: [] for path in paths
        }
