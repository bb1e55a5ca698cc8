"""Whatever order the news of a customer comes in, and however often, it ends in the same rows."""

from collections.abc import Iterator

import pytest

from app.corps.wecom import forget_mouths
from tests.jobs.histories import tell_histories


@pytest.fixture
def quiet(house: None) -> Iterator[None]:
    yield
    forget_mouths()


def test_fifty_shuffled_histories_end_as_if_they_had_come_in_order(quiet):
    tell_histories(50)


def test_a_mirror_that_believes_whatever_came_last_is_found_out(quiet, monkeypatch):
    monkeypatch.setattr("app.contacts.reactions.begins_anew", lambda *_, **__: True)
    with pytest.raises(AssertionError):
        tell_histories(50, shrinks=False)
