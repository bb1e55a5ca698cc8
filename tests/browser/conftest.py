"""One real demo and one real Chromium for all tests of this folder that a test process runs."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from app.console.assets import VENDOR
from tests.browser.desk import LANGUAGES, Desk, Language, Outside, speak
from tests.browser.living import Living, living_demo
from tests.browser.seats import simulator_of
from tests.browser.split import Split
from tests.browser.visits import heard_visit, quiet_visit

Visit = Callable[..., AbstractContextManager[Page]]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=10_000)  # another browser may run beside, on two cores
SPEED = "60"  # virtual seconds a second, as for whoever runs `make demo`


def chromium() -> str | None:
    """The Chromium of this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser that speaks to nobody of its own accord."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM=…")
    if not (VENDOR / "tabler.min.css").exists():
        pytest.skip("no front-end packages: make assets")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def living(browser: Browser) -> Iterator[Living]:
    """The demo, without customers of its own."""
    with living_demo("--speed", SPEED, "--customers", "0") as demo:
        yield demo


@pytest.fixture(scope="session")
def admin(browser: Browser, living: Living) -> StorageState:
    """The cookies of who opened the demo's one link."""
    with quiet_visit(browser, living.address) as page:
        page.goto(living.link)
        page.wait_for_url("**/demo", wait_until="commit")
        return page.context.storage_state()


@pytest.fixture(scope="session")
def visit(browser: Browser, living: Living, admin: StorageState) -> Visit:
    """`with visit(**wishes) as page`: the administrator, with the browser's complaints heard."""
    return partial(quiet_visit, browser, living.address, storage_state=admin)


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    """The administrator at a desk."""
    with visit() as opened:
        yield opened


@pytest.fixture
def enter_as(browser: Browser, living: Living) -> Iterator[Callable[..., Page]]:
    """`enter_as(userid, role)`: one more person at a desk, logged in by a link of their own."""
    with ExitStack() as stack:

        def enter(userid: str, role: str, **wishes: Any) -> Page:
            opened = stack.enter_context(quiet_visit(browser, living.address, **wishes))
            opened.goto(living.link_for(userid, role))
            return opened

        yield enter


@pytest.fixture(scope="session")
def outside(visit: Visit) -> Iterator[Outside]:
    """The simulated WeCom of the demo."""
    with visit() as page:
        address = simulator_of(Split(page))
        yield Outside(page, address)


@pytest.fixture(scope="session")
def ops_in(browser: Browser, living: Living) -> dict[Language, StorageState]:
    """The cookies of somebody of ops who logged in once, by the language that they read."""
    kept: dict[Language, StorageState] = {}
    with quiet_visit(browser, living.address) as page:
        page.goto(living.link_for("zhoumin", "ops"))
        for language in LANGUAGES:
            speak(page, language)
            kept[language] = page.context.storage_state()
    return kept


@pytest.fixture(params=LANGUAGES)
def desk(
    request: pytest.FixtureRequest,
    browser: Browser,
    living: Living,
    ops_in: dict[Language, StorageState],
) -> Iterator[Desk]:
    """Somebody of ops at a desk, in Chinese and then in English. Refusals (422) are for the story."""
    language: Language = request.param
    with heard_visit(browser, living.address, storage_state=ops_in[language]) as (page, witness):
        told = Desk(page, language)
        yield told
        unforeseen = [
            line
            for line in witness.complaints
            if not any(refusal in line for refusal in told.refusals)
        ]
        assert unforeseen == []
