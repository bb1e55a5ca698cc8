"""How long a newcomer waits: from the command to the first simulated customer on the page."""

import time

from playwright.sync_api import Browser, expect

from tests.browser.living import living_demo
from tests.browser.visits import quiet_visit


def test_the_first_customer_comes_by_itself(browser: Browser, record_property):
    """How soon is printed and recorded in docs/proofs.md: a machine that is busy proves nothing."""
    flags = ("--customers", "4", "--speed", "60")
    with living_demo(*flags) as living, quiet_visit(browser, living.address) as page:
        shown = time.monotonic() - living.started_at
        page.goto(living.link)
        expect(page.locator("#demo-feed .demo-line-entry").first).to_be_visible(timeout=30_000)
        took = time.monotonic() - living.started_at
        record_property("seconds", round(took, 2))
    said = f"the link after {shown:.2f} s, the first customer after {took:.2f} s"
    print(said)
