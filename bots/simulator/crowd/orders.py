"""Telling a crowd to come, and seeing how many have."""

from bots.simulator.chances import Chances, daytime
from bots.simulator.crowd.life import DAY, expect, remind_staff
from bots.simulator.crowd.models import Crowd
from bots.simulator.errors import MistakeError
from bots.simulator.faults.fault import number as number_of
from bots.simulator.models import Json
from bots.simulator.world import World

MINUTE, MOST = 60.0, 1_000_000
# TABLE: how likely each is; who does none of it ignores us
HABITS = {
    "chat": 0.5,
    "reply": 0.8,
    "read": 0.3,
    "join": 0.2,
    "delete": 0.08,
    "rescan": 0.25,
    "confirm": 0.9,
}


def gather(world: World, order: Json) -> Json:
    """Let a crowd come: `adds` people over `days`, or `scan` people a minute for `minutes`."""
    crowd = _read(world, order)
    for number in range(crowd.adds):
        chances = Chances(world.seeded, crowd.name, "arrival", number)
        at = crowd.begins + chances.share() * crowd.lasts
        if crowd.lasts > DAY:
            at = max(daytime(at, chances), crowd.begins)
        crowd.moments.append(at)
    crowd.moments.sort()
    world.crowds.append(crowd)
    expect(world, crowd)
    remind_staff(world, crowd, 1)
    return crowd.as_json()


def crowds(world: World) -> Json:
    return {"crowds": [crowd.as_json() for crowd in world.crowds]}


def _read(world: World, order: Json) -> Crowd:
    if "scan" in order:
        minutes = number_of(order, "minutes", 60)
        adds, lasts = int(number_of(order, "scan", 0) * minutes), minutes * MINUTE
    else:
        adds, lasts = int(number_of(order, "adds", 0)), number_of(order, "days", 1) * DAY
    if not 0 < adds <= MOST or not lasts:
        raise MistakeError(f"a crowd has 1 to {MOST} people, by adds and days or scan and minutes")
    habits = order.get("habits") or {}
    if not isinstance(habits, dict) or set(habits) - set(HABITS):
        raise MistakeError(f"habits are {', '.join(HABITS)}")
    chosen = {name: number_of(habits, name, usual, most=1) for name, usual in HABITS.items()}
    name = str(order.get("name") or f"crowd-{len(world.crowds) + 1}")
    if any(crowd.name == name for crowd in world.crowds):
        raise MistakeError(f"there is a crowd called {name} already", 409)
    return Crowd(name, adds, world.now(), lasts, _codes(world, order.get("codes")), chosen)


def _codes(world: World, wanted: object) -> list[str]:
    """Codes by config_id or state; all that there are unless said."""
    ways = world.contact_ways.values()
    if wanted is None:
        found = [way.config_id for way in ways]
    else:
        names = wanted if isinstance(wanted, list) else [wanted]
        found = [w.config_id for w in ways if {w.config_id, w.fields["state"]} & set(names)]
    if not found:
        raise MistakeError("there is no live code for them to scan", 404)
    return found
