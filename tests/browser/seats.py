"""The other seats of the demo: a member's client with the sidebar in it, and a customer's whole phone."""

from urllib.parse import urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.split import Split


def simulator_of(split: Split) -> str:
    """Where the simulated WeCom shows its own pages, after the demo's link to them."""
    href = split.page.get_by_role("link", name="打开企业微信").get_attribute("href")
    assert href
    parts = urlsplit(href)
    return f"{parts.scheme}://{parts.netloc}"


class Client:
    """A member's WeCom with one chat open, and the app's page beside it."""

    def __init__(
        self, page: Page, simulator: str, userid: str, chat: str, version: str = ""
    ) -> None:
        self.page = page
        page.goto("about:blank")  # else only the part behind # might change
        page.goto(f"{simulator}/wecom/{userid}{version and f'?version={version}'}#{chat}")

    @property
    def sidebar(self) -> FrameLocator:
        return self.page.frame_locator("iframe[name=sidebar]")

    @property
    def question(self) -> Locator:
        """What the client asks before it sends."""
        return self.page.get_by_role("dialog")


class Phone:
    """A customer's phone."""

    def __init__(self, page: Page, simulator: str, customer: str) -> None:
        self.page = page
        page.goto(f"{simulator}/phone/{customer}")

    def talk_with(self, name: str) -> Locator:
        self.page.get_by_role("button", name=name).first.click()
        talk = self.page.get_by_role("log")
        expect(talk).to_be_visible()
        return talk


def wait_for_task(split: Split, name: str) -> None:
    """Until the first task about a customer is due; then time stands still, or somebody does it."""
    due = split.line("主动打个招呼").filter(has_text=name)
    expect(due).to_be_visible(timeout=30_000)
    split.pace("暂停")
