"""What people do in one round: a seed makes the same deeds. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.demo.plan import ASKS_PRICE, HELLO, SMALL_TALK, WANTS_TRIAL
from app.demo.setting import CODES
from tests.chaos.history import Pair

SPAN = 130 * 60.0  # seconds of a round: long enough for a new customer's first two steps
NEW = 4  # people who come in a round
SOON, IN_BETWEEN, LATE = (1.0, 30.0), (500.0, 900.0), (7000.0, 7500.0)
LATER = ("people/say", "staff/edit", "people/delete", "staff/delete")
WORDS = (*HELLO, *ASKS_PRICE, *WANTS_TRIAL, *SMALL_TALK)


@dataclass(frozen=True)
class Deed:
    """`what` is an order of the simulated WeCom; `who` a customer's key, or two who are tied."""

    after: float  # seconds from the beginning of the round
    what: str
    who: str | Pair
    words: str = ""


def deeds(dice: Random, number: int, tied: Sequence[Pair], gone: Sequence[str]) -> list[Deed]:
    """The deeds of round `number`, in order; `tied` and `gone` are those of earlier rounds."""
    planned = [*arrivals(dice, number), *later_life(dice, tied), *returns(dice, gone)]
    return sorted(planned, key=lambda deed: deed.after)


def arrivals(dice: Random, number: int) -> Iterator[Deed]:
    """New people scan; one in two writes at once or somewhat later."""
    for place in range(NEW):
        key = f"r{number}-{place}"
        came = dice.choice((0.0, 0.0, 1.0, 2.5))
        yield Deed(came, "people/scan", key, dice.choice(CODES).state)
        if dice.random() < 0.5:
            when = came + dice.uniform(*dice.choice((SOON, IN_BETWEEN, LATE)))
            yield Deed(when, "people/say", key, dice.choice(WORDS))


def later_life(dice: Random, tied: Sequence[Pair]) -> Iterator[Deed]:
    """Those who came before write, are edited, and leave."""
    some = dice.sample(list(tied), min(len(tied), 4))
    for pair, what in zip(some, LATER, strict=False):
        if dice.random() < 0.6:
            words = dice.choice(WORDS) if what == "people/say" else f"老客户{dice.randrange(100)}"
            yield Deed(dice.uniform(0, SPAN - 60), what, pair, words)


def returns(dice: Random, gone: Sequence[str]) -> Iterator[Deed]:
    """Somebody who left comes back."""
    if gone and dice.random() < 0.5:
        when = dice.uniform(60, SPAN - 60)
        yield Deed(when, "people/scan", dice.choice(gone), dice.choice(CODES).state)
