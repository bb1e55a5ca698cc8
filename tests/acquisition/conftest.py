"""Fixtures of live codes; tests/outreach borrows them."""

from collections.abc import Iterator

import pytest

from tests.acquisition.scripted import Script, scripted_wecom


@pytest.fixture
def wecom(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """A clean house that speaks to a scripted WeCom."""
    from app.config import settings
    from app.corps.wecom import forget_mouths

    with scripted_wecom() as script:
        monkeypatch.setenv("WECOM_API_BASE", script.base)
        settings.cache_clear()
        forget_mouths()
        yield script
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()
