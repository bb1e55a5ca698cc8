"""Living a fortnight: at every minute, and after every tick, WeCom's truth beside the oracle."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from app.acquisition.schedule.overlaps import first_overlap
from app.acquisition.schedule.plan import Plan
from tests.acquisition.fortnight.drawn import Deed, deeds, plans
from tests.acquisition.fortnight.oracle import Expected
from tests.acquisition.fortnight.scenes import Scene
from tests.acquisition.fortnight.shop import Shop, opened, state_of

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
IN_TIME = 5 * SECOND
SOMEBODY_ACTS = 20 * SECOND  # into the minute
ACCEPTED = 15 * SECOND  # where the code asks for consent, a member gives it after ten


@dataclass
class Tally:
    """What was seen. `wrong` must stay empty, and there is one call for each change."""

    minutes: int = 0
    looks: int = 0
    changes: int = 0
    calls: int = 0
    adds: int = 0
    latest: timedelta = timedelta(0)  # from the minute of a change until WeCom had it
    wrong: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        return not self.wrong and self.calls == self.changes > 0 and self.latest <= IN_TIME


class Fortnight:
    """A scene with its codes, what the oracle expects of each, and what has been seen."""

    def __init__(self, shop: Shop, scene: Scene, dice: Random, days: int) -> None:
        self.shop, self.scene, self.days = shop, scene, days
        drawn = plans(dice, scene.start.date(), days)
        self.deeds = deeds(dice, drawn, days)
        self.codes = {state_of(n): Expected(one, scene, days) for n, one in enumerate(drawn)}
        self.way_ids = [shop.open(n, savable(one)) for n, one in enumerate(drawn)]
        self.tally, self._heard = Tally(), 0
        self._told: dict[str, tuple[frozenset[str], bool]] = {}

    def live(self) -> Tally:
        self.shop.act()
        for _ in self.shop.until(self.scene.start + IN_TIME):
            pass  # the codes are made
        before = self._spoken()
        self._told = self._at_wecom()
        for minute in range(self.days * 1440):
            self._minute(minute)
        self.tally.minutes = self.days * 1440
        self.tally.calls = self._spoken() - before
        return self.tally

    def _minute(self, minute: int) -> None:
        moment = self.scene.start + minute * MINUTE
        self._let_pass(moment + IN_TIME)
        self._compare(moment)
        if planned := self.deeds.get(minute):
            self._let_pass(moment + SOMEBODY_ACTS)
            self.shop.act()
            for deed in planned:
                self._do(deed)
            self._let_pass(moment + SOMEBODY_ACTS + ACCEPTED)
            self._compare(moment)

    def _let_pass(self, target: datetime) -> None:
        for tick in self.shop.until(target):
            self._compare(tick)

    def _do(self, deed: Deed) -> None:
        state = state_of(deed.code)
        if deed.pauses:
            self.shop.rest(deed.pauses, self.way_ids[deed.code])
            self.codes[state].rests(deed.pauses, self.shop.moment)
        for number in range(deed.scans):
            self.shop.scan(state, f"{deed.minute}-{deed.code}-{number}")

    def _compare(self, moment: datetime) -> None:
        """What WeCom has now, beside what should hold since `moment`."""
        self._hear()
        there = self._at_wecom()
        for state, expected in self.codes.items():
            self.tally.looks += 1
            should = expected.at(moment)
            if should != there[state] and len(self.tally.wrong) < 20:
                self.tally.wrong.append(f"{moment} {there[state]} instead of {should}")
            if there[state] != self._told[state]:
                self.tally.changes += 1
                since = self.shop.moment.replace(second=0, microsecond=0)
                if not self.deeds.get((since - self.scene.start) // MINUTE):
                    self.tally.latest = max(self.tally.latest, self.shop.moment - since)
        self._told = there

    def _hear(self) -> None:
        """Who was added meanwhile, as WeCom's callbacks tell."""
        sent = self.shop.world.courier.deliveries
        for delivery in sent[self._heard :]:
            event = delivery.event
            if event.get("ChangeType") == "add_external_contact":
                moment = datetime.fromtimestamp(int(event["CreateTime"]), UTC)
                self.codes[event["State"]].added(event["UserID"], moment)
                self.tally.adds += 1
        self._heard = len(sent)

    def _at_wecom(self) -> dict[str, tuple[frozenset[str], bool]]:
        held = {state: way.fields for state, way in self.shop.held().items()}
        return {
            state: (frozenset(held[state]["user"]), held[state]["skip_verify"])
            for state in self.codes
        }

    def _spoken(self) -> int:
        calls = self.shop.calls()
        return sum(count for path, count in calls.items() if "contact_way" in path)


def savable(drawn: dict[str, object]) -> Plan:
    """The plan as the house reads it, after its own check at saving."""
    plan = Plan.of(drawn)
    assert first_overlap(plan) is None, drawn
    return plan


def fortnight(scene: Scene, seed: int, days: int) -> Tally:
    """Live `days` of a scene."""
    dice = Random(f"{scene.zone} {seed}")
    with opened(scene.zone, scene.start, dice.random()) as shop:
        return Fortnight(shop, scene, dice, days).live()
