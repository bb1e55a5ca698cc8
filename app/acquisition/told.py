"""The state of what a program's write makes at the doors."""

from app.acquisition.states import make
from app.api.guard import mark_of_write


def state_of_write(kind: str = "code") -> str:
    """The state that this write's key makes: a repeat after a crash finds what the first made."""
    return make(mark_of_write(kind))
