"""What people have done, as they did it: the ground on which the checker judges."""

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


Deed = Added | Said | Left


@dataclass
class Between:
    """What a member and a customer have done, in order."""

    added: list[Added] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def are_friends(self) -> bool:
        """Whether they have each other now."""
        met = max((one.at for one in self.added), default=-1.0)
        return met >= 0 and met > max((one.at for one in self.left), default=-1)


class History:
    """All of it, kept by who did it: thousands are looked at again in every round."""

    def __init__(self, *deeds: Deed) -> None:
        self._of: dict[Pair, Between] = {}
        for deed in deeds:
            self.note(deed)

    def note(self, deed: Deed) -> None:
        """Write down what has just happened."""
        both = self._of.setdefault(deed.pair, Between())
        match deed:
            case Added():
                both.added.append(deed)
            case Said():
                both.said.append(deed)
            case Left():
                both.left.append(deed)

    def between(self, pair: Pair) -> Between:
        """What these two have done."""
        return self._of.get(pair, Between())

    def pairs(self) -> list[Pair]:
        """Every two who have met, in the order in which they met."""
        return [pair for pair, both in self._of.items() if both.added]

    def friends(self) -> list[Pair]:
        """Who is tied now."""
        return [pair for pair, both in self._of.items() if both.are_friends]

    def parted(self) -> list[Pair]:
        """Every two of whom one has left the other, be they back or not."""
        return [pair for pair, both in self._of.items() if both.left]
