"""A person's own small store of chance, drawn from the seed by what it is for."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from bots.simulator.clock import CHINA
from bots.simulator.seeded import Seeded

T = TypeVar("T")
DRAW, ALL = 4, 2.0**32  # octets of one draw, and what they can hold
# how awake people are in each hour of Beijing's day, of 10
AWAKE = (1, 0, 0, 0, 0, 0, 1, 3, 5, 8, 10, 9, 7, 7, 8, 9, 9, 8, 8, 9, 10, 9, 6, 3)


class Chances:
    """One hash gives eight draws; who asks for more gets the next one."""

    def __init__(self, seeded: Seeded, *key: object) -> None:
        self._seeded, self._key = seeded, key
        self._octets, self._page = b"", 0

    def share(self) -> float:
        """From 0 to less than 1."""
        if not self._octets:
            self._octets = self._seeded.octets(32, *self._key, self._page)
            self._page += 1
        drawn, self._octets = self._octets[:DRAW], self._octets[DRAW:]
        return int.from_bytes(drawn, "big") / ALL

    def falls(self, likelihood: float) -> bool:
        return self.share() < likelihood

    def number(self, below: int) -> int:
        return int(self.share() * below)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.number(len(choices))]

    def between(self, least: float, most: float) -> float:
        return least + self.share() * (most - least)


def daytime(moment: float, chances: Chances) -> float:
    """That moment, or an earlier one of the same day at which people are rather awake."""
    begin = moment - (moment + 8 * 3600) % 86400
    for _ in range(20):
        hour = datetime.fromtimestamp(moment, CHINA).hour
        if chances.number(10) < AWAKE[hour]:
            break
        moment = chances.between(begin, moment)
    return moment
