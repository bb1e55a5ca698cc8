"""The chronicle of follows: a follow forgets how it once began and ended, statistics do not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tie:
    """One beginning or end. `kind` is added, applied (the member asked first) or lost."""

    at: float
    kind: str
    userid: str
    external_userid: str
