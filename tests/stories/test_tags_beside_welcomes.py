"""A tag job under WeCom's limit finishes whole, and welcomes pass it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.corps.wecom import budget
from tests.stories.tags_beside_welcomes import A_SECOND, MARK_TAG, run
from tests.town import Town, living_town


@pytest.fixture
def town(
    empty_house: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Town]:
    """A town with customers already, and a house that is told of the limit or not."""
    budget.cache_clear()
    monkeypatch.setenv("WECOM_LIMITS", request.param)
    with living_town(tmp_path, monkeypatch, "--customers", "400") as living:
        yield living
    budget.cache_clear()


@pytest.mark.parametrize("town", [f"{MARK_TAG}={A_SECOND}/1"], indirect=True)
def test_tags_wait_for_the_window_and_no_welcome_waits_for_tags(town: Town):
    outcome = run(town, 300)
    assert outcome.is_good, outcome
    assert outcome.throttled == 0, "we knew the limit and kept within it"


@pytest.mark.parametrize("town", [""], indirect=True)
def test_a_limit_that_nobody_knew_is_learned_and_nothing_is_lost(town: Town):
    outcome = run(town, 200)
    assert outcome.is_good, outcome
    assert 0 < outcome.throttled < 100, "a refusal rests the API for everybody"
