"""Visits by a real browser: each writes down every complaint, so that a test can end with none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

Theme = Literal["light", "dark"]
POLICY = "default-src 'self'"
OURS = "127.0.0.1"


class Witness:
    """What the browser complained about: errors, refusals of the policy, and other hosts."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda failed: self.complaints.append(f"error: {failed.error}"))
        context.on("request", self._follow)
        context.on("response", self._read)

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            place = line.location
            self.complaints.append(f"console: {line.text} ({place.get('url', '')})")

    def _follow(self, sent: Request) -> None:
        parts = urlsplit(sent.url)
        if parts.hostname != OURS and parts.scheme != "data":
            self.complaints.append(f"asked elsewhere: {sent.url}")

    def _read(self, answer: Response) -> None:
        if answer.request.resource_type != "document" or answer.status in (302, 303):
            return
        policy = answer.headers.get("content-security-policy", "")
        if not policy.startswith(POLICY):
            self.complaints.append(f"no policy on {answer.url}: {policy!r}")

    def forgive(self, words: str) -> None:
        """Take one complaint that a test provoked on purpose; it must be there."""
        expected = [line for line in self.complaints if words in line]
        assert expected, f"nobody complained of {words!r}"
        self.complaints.remove(expected[0])


@contextmanager
def quiet_visit(browser: Browser, address: str, **wishes: Any) -> Iterator[Page]:
    """A page in a context of its own; at its end nothing may have been complained about."""
    with heard_visit(browser, address, **wishes) as (page, witness):
        yield page
        assert not witness.complaints, witness.complaints


@contextmanager
def heard_visit(browser: Browser, address: str, **wishes: Any) -> Iterator[tuple[Page, Witness]]:
    """The same, for a test that provokes complaints and judges them itself."""
    wishes.setdefault("viewport", {"width": 1280, "height": 800})
    wishes.setdefault("locale", "zh-CN")
    context = browser.new_context(base_url=address, **wishes)
    context.set_default_timeout(10_000)
    witness = Witness(context)
    try:
        yield context.new_page(), witness
    finally:
        context.close()
