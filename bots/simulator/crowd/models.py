"""What is known of a crowd: how many, when, by which codes, and how they are."""

from dataclasses import dataclass, field

from bots.simulator.models import Json


@dataclass
class Crowd:
    name: str
    adds: int
    begins: float
    lasts: float
    codes: list[str]
    habits: dict[str, float]
    came: int = 0
    moments: list[float] = field(default_factory=list)

    def as_json(self) -> Json:
        told = {"name": self.name, "adds": self.adds, "came": self.came, "from": self.begins}
        return {**told, "until": self.begins + self.lasts, "habits": self.habits}
