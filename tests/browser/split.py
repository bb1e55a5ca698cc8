"""The demo's page as a person uses it: the customer's phone, the feed, and the page beside."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

ASK_PRICE = "多少钱？"
ASK_TRIAL = "可以试用吗"


class Split:
    """Phone on the left, console on the right."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/demo")
        tour = page.get_by_role("dialog", name="导览")
        expect(tour).to_be_visible()
        tour.get_by_role("button", name="跳过").click()
        expect(tour).to_be_hidden()

    @property
    def screen(self) -> Locator:
        """What the phone shows."""
        return self.page.locator("#demo-screen")

    @property
    def beside(self) -> FrameLocator:
        """The page of the console that opened beside the phone."""
        return self.page.frame_locator("iframe[name=beside]")

    def scan(self, code: str, name: str) -> None:
        """Somebody new, called `name`, scans a live code."""
        self.page.get_by_label("我叫").fill(name)
        shown = self.page.locator(".demo-code").filter(has_text=code)
        shown.get_by_role("button", name="扫码添加").click()

    def say(self, words: str) -> None:
        """The customer taps one of the phrases; the phone shows it."""
        self.page.locator(".demo-quick").get_by_role("button", name=words).click()
        expect(self.screen.locator(".from-customer").filter(has_text=words)).to_be_visible()

    def home(self) -> None:
        """Back to the phone's first screen."""
        self.page.get_by_role("link", name="回到手机首页").click()
        expect(self.page.get_by_label("我叫")).to_be_visible()

    def line(self, words: str) -> Locator:
        """A line of the feed."""
        return self.page.locator("#demo-feed .demo-line-entry").filter(has_text=words)

    def show_feed(self) -> None:
        """Close what is open beside the phone."""
        self.page.get_by_role("button", name="实时动态").click()

    def pace(self, label: str) -> None:
        """Choose how fast time runs."""
        button = self.page.locator("#demo-speed").get_by_role("button", name=label, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    def external_userid(self) -> str:
        """Whose phone this is, after the address."""
        expect(self.page).to_have_url(re.compile(r"who=wm"))
        found = re.search(r"who=([\w-]+)", self.page.url)
        assert found
        return found[1]


def becomes_a_lead(split: Split, code: str, name: str) -> Locator:
    """A customer scans, asks for price and trial, and qualifies; the feed's line of the lead."""
    split.scan(code, name)
    expect(split.screen.locator(".from-staff").first).to_be_visible()
    split.say(ASK_PRICE)
    split.say(ASK_TRIAL)
    line = split.line(f"{name} 成为商机")
    expect(line).to_be_visible()
    return line
