"""The way in: one link, once; without it every page leads to the login page."""

from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.living import Living
from tests.browser.visits import heard_visit


def test_a_link_opens_the_demo_only_once(browser: Browser, living: Living, admin: StorageState):
    with heard_visit(browser, living.address) as (page, witness):
        answer = page.goto(living.link)  # `admin` has used it
        assert answer is not None
        assert answer.status == 401
        expect(page.get_by_text("这个链接已经用过或已过期")).to_be_visible()
        expect(page.get_by_text("flask login-link")).to_be_visible()  # what to do now
        witness.forgive("401")
        assert witness.complaints == []


def test_without_login_every_page_of_the_menu_leads_to_the_login_page(
    browser: Browser, living: Living, page: Page
):
    page.goto("/")
    paths = [link.get_attribute("href") for link in page.locator("#shell-menu a").all()]
    assert len(paths) >= 10
    with heard_visit(browser, living.address) as (stranger, witness):
        for path in paths:
            answer = stranger.goto(str(path))
            assert answer is not None
            assert answer.status == 401
            expect(stranger.get_by_role("heading", name="请用登录链接进入")).to_be_visible()
            witness.forgive("401")
        assert witness.complaints == []
