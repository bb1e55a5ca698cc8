"""The demo's speed is chosen on the page and read by the driver at every step."""

from pathlib import Path

import pytest

from app.demo import tempo


def test_the_driver_reads_what_the_page_keeps(instance: Path):
    for word, speed in (("0", 0.0), ("60", 60.0), ("max", None)):
        tempo.keep(word)
        assert tempo.word() == word
        assert tempo.speed() == speed


@pytest.mark.parametrize("word", ["", "fast", "-1", "nan", "inf"])
def test_nonsense_is_no_speed(word: str):
    with pytest.raises(ValueError):
        tempo.speed_of(word)


def test_every_choice_is_a_speed():
    assert [tempo.speed_of(one) for one in tempo.CHOICES] == [0, 1, 60, 600]
