"""The README's pictures, taken from the running demo: in Chinese by day, in English by night.

They are written only when SCREENSHOTS=1 is set, so that an ordinary run leaves the tree as it was:
`SCREENSHOTS=1 pytest tests/browser/test_pictures.py` alone, then nobody else is in the picture.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.console.assets import ROOT
from tests.browser.conftest import Visit
from tests.browser.split import Split, becomes_a_lead
from tests.browser.visits import Theme

MOST = 300_000  # bytes
IMAGES = ROOT / "docs" / "images"


@pytest.mark.parametrize(
    ("name", "theme", "language", "customer"),
    [
        ("demo.png", "light", "中文", "张小雨"),
        ("demo-en-dark.png", "dark", "English", "林思远"),
    ],
)
def test_a_picture_shows_the_phone_the_feed_the_tags_and_the_lead(
    visit: Visit, tmp_path: Path, name: str, theme: Theme, language: str, customer: str
):
    with visit(color_scheme=theme) as page:
        split = Split(page)
        split.scan("双十一海报", "周佳怡" if theme == "light" else "何晨曦")
        expect(split.screen.locator(".from-staff").first).to_be_visible()
        split.home()
        becomes_a_lead(split, "双十一海报", customer)
        speak(page, language)
        expect(page.locator("#demo-feed [id^=lead-]").first).to_contain_text(customer)
        expect(page.locator("#demo-feed .chip").filter(has_text="问价").first).to_be_visible()
        picture = page.screenshot(animations="disabled")
    assert len(picture) < MOST
    folder = IMAGES if os.environ.get("SCREENSHOTS") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(picture)


def speak(page: Page, language: str) -> None:
    """Choose a language unless it is spoken already."""
    button, here = page.get_by_role("button", name=language, exact=True), page.url
    if button.count():
        button.click()
        expect(button).to_have_count(0)
        page.goto(here)  # the switch forgets whose phone it was
