"""The screens of live codes and other doors with something in them: readable, as narrow as a phone, and photographed.

`make pictures` writes docs/images; an ordinary run takes the same pictures and leaves the tree alone.
"""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.console.assets import ROOT
from tests.browser.conftest import Visit
from tests.browser.desk import LANGUAGES, Desk, Language, Outside, speak
from tests.browser.furnished import furnish
from tests.browser.living import Living
from tests.browser.test_every_page import AXE, DESK, PHONE, THEMES, grave, show
from tests.browser.visits import heard_visit

IMAGES = ROOT / "docs" / "images"
MOST = 200_000  # bytes
# Lists are photographed with what `furnish` has put into them.
PICTURES = {
    "codes": "/codes",
    "code": "code",
    "code-batch": "batch",
    "code-sheet": "batch-sheet",
    "links": "link",
    "group-codes": "group-code",
    "landing": "landing",
    "stores": "stores",
    "phones": "/phones/new",
    "welcomes": "/welcomes",
    "group-welcomes": "group-welcomes",
}


@pytest.fixture(scope="module")
def paths(
    browser: Browser,
    living: Living,
    ops_in: dict[Language, object],
    outside: Outside,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """What each full page is called → where it is."""
    state = ops_in["zh_Hans_CN"]
    with heard_visit(browser, living.address, storage_state=state) as (page, _witness):
        return furnish(Desk(page, "zh_Hans_CN"), outside, tmp_path_factory.mktemp("sheets"))


def faults(page: Page, path: str) -> Iterator[str]:
    """Where the page scrolls sideways."""
    page.goto(path)
    for theme, width in product(THEMES, (DESK, PHONE)):
        show(page, theme, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{path}: {wide} pixels wide on {width} in {theme}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_full_screens_fit_in_both_languages(
    visit: Visit, paths: dict[str, str], language: Language
):
    with visit() as page:
        page.goto("/codes")
        speak(page, language)
        assert [fault for path in paths.values() for fault in faults(page, path)] == []


@pytest.mark.parametrize(("theme", "width"), [("light", DESK), ("dark", PHONE)])
def test_axe_finds_nothing_grave_on_full_screens(
    visit: Visit, paths: dict[str, str], theme: str, width: int
):
    if not AXE.exists():
        pytest.skip("no axe-core: `make assets` brings it with the front-end packages")
    axe = AXE.read_text()
    with visit(color_scheme=theme, viewport={"width": width, "height": 800}) as page:
        found = {path: grave(page, path, axe) for path in paths.values()}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_main_screen_has_its_picture(visit: Visit, paths: dict[str, str], tmp_path: Path):
    folder = IMAGES if os.environ.get("SCREENSHOTS") == "1" else tmp_path
    told = (ROOT / "docs" / "screens.md").read_text("utf-8")
    with visit(viewport={"width": DESK, "height": 860}) as page:
        page.goto("/codes")
        speak(page, "en")
        for name, where in PICTURES.items():
            page.goto(paths.get(where, where))
            expect(page.locator("h1")).to_be_visible()
            picture = page.screenshot(animations="disabled")
            assert len(picture) < MOST, name
            (folder / f"screen-{name}.png").write_bytes(picture)
            assert f"images/screen-{name}.png" in told
