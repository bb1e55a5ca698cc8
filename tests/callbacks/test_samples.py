"""Every published callback becomes a typed event, or stands in a table with the reason."""

from collections import Counter

import pytest

from app.events.table import EVENTS
from callbacks.message import read
from callbacks.wire import named
from tests.callbacks.not_named import NOT_NAMED
from tests.conftest import CORP
from tests.simulator import samples

FOLDERS = ("events", "messages", "derived")


@samples.here
def test_every_published_callback_is_named_or_listed_by_name_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: Counter[str] = Counter()
    unnamed = []
    for name, words in samples.messages(*FOLDERS).items():
        event = named(read(words), CORP)
        found[type(event).__name__ if event else "none"] += 1
        if event is None:
            unnamed.append(name)
    assert sorted(unnamed) == sorted(NOT_NAMED)
    with capsys.disabled():
        typed = found.total() - found["none"]
        kinds = len(found) - 1
        print(f"\ncallbacks: {typed} samples are {kinds} kinds of event, {found['none']} listed")


@samples.here
def test_every_named_sample_can_be_kept_and_recalled() -> None:
    for words in samples.messages(*FOLDERS).values():
        event = named(read(words), CORP)
        if event is not None:
            kept = EVENTS[type(event).__name__].of(
                event.fields(), corp_id=CORP, happened_at=event.happened_at
            )
            assert kept == event
