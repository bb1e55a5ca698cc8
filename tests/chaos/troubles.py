"""What goes wrong in a round: 15 % of WeCom's answers, its callbacks, and kill -9 for everybody."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

SHARE = 0.03  # of each of five ways to spoil a call: 15 % in all
FAULTS: dict[str, Any] = {
    "api": {"*": {"errcode": -1, "probability": SHARE}},
    "cut": [
        {"path": "*", "when": "before", "probability": SHARE},
        {"path": "*", "when": "after", "probability": SHARE},
    ],
    "slow": {"path": "*", "seconds": 0.3, "probability": SHARE},
    "answer": {"path": "*", "how": "html", "probability": SHARE},  # 502
    "callbacks": [
        {"do": "duplicate", "copies": 3, "probability": 0.3},
        {"do": "reorder", "seconds": 3, "probability": 0.2},
    ],
}
# How often each is a victim, of the sum; 3 for others.
WEIGHTS = {
    "web": 4,
    "worker:welcome": 4,
    "worker:events": 4,
    "worker:codes": 2,
    "worker:bulk": 3,
    "worker:archive": 2,
    "worker:sync": 2,
    "ticker": 2,
    "valkey": 3,
    "postgres": 3,
}
LATEST = 0.12  # seconds after the beat in whose work it falls


@dataclass(frozen=True, order=True)
class Kill:
    """Send kill -9 to `victim`, `after` seconds of real time into the work of a beat."""

    beat: int
    after: float = field(compare=False)
    victim: str = field(compare=False)


def kills(dice: Random, victims: dict[str, int], beats: int = 12) -> list[Kill]:
    """One to three, at moments at which something is being done."""
    names = sorted(victims)
    weights = [WEIGHTS.get(name, 3) for name in names]
    chosen = dice.choices(names, weights, k=dice.choice((1, 1, 2, 3)))
    return sorted(
        Kill(dice.randrange(beats), dice.uniform(0, LATEST), name) for name in dict.fromkeys(chosen)
    )
