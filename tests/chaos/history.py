"""What people have done, as they did it: the ground on which the checker judges."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Pair = tuple[str, str]  # userid, external_userid


@dataclass(frozen=True)
class Added:
    """A customer scanned the code of `state` and has the member now."""

    at: float
    pair: Pair
    state: str


@dataclass(frozen=True)
class Said:
    """A customer wrote to the member."""

    at: float
    pair: Pair
    text: str


@dataclass(frozen=True)
class Left:
    """One of the two deleted the other."""

    at: float
    pair: Pair


@dataclass
class History:
    """All of it, in order."""

    added: list[Added] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def pairs(self) -> Iterator[Pair]:
        """Every two who have met, once."""
        return iter(dict.fromkeys(one.pair for one in self.added))

    def friends(self) -> list[Pair]:
        """Who is tied now."""
        return [pair for pair in self.pairs() if self.are_friends(pair)]

    def are_friends(self, pair: Pair) -> bool:
        """Whether they have each other now."""
        met = max((one.at for one in self.added if one.pair == pair), default=-1.0)
        return met >= 0 and met > max((one.at for one in self.left if one.pair == pair), default=-1)
