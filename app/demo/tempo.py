"""How fast the demo's time runs: a word in a file, written by the page, read by the driver."""

from pathlib import Path

from app.config import settings

MAX = "max"  # leap from moment to moment
PAUSED = "0"
CHOICES = (PAUSED, "1", "60", "600")  # virtual seconds a second


def speed_of(word: str) -> float | None:
    """Virtual seconds a second; None leaps. Raises ValueError for what is neither."""
    if word == MAX:
        return None
    speed = float(word)
    if not 0 <= speed <= 1e6:
        raise ValueError(f"a speed is between 0 and a million, not {word}")
    return speed


def keep(word: str) -> None:
    """Let time run at this speed from the driver's next step on."""
    draft = _file().with_suffix(".new")
    draft.write_text(word)
    draft.replace(_file())  # the driver never reads half a word


def word() -> str:
    """The speed in force; the demo keeps one before anybody reads it."""
    return _file().read_text()


def speed() -> float | None:
    """The speed in force, for the driver."""
    return speed_of(word())


def _file() -> Path:
    return settings().instance_dir / "speed"
