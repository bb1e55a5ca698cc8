"""TABLE: what members do with apps and robots, as acts and orders."""

from collections.abc import Callable

from bots.simulator.messages import pressing, robots, saying, tapping
from bots.simulator.models import Json
from bots.simulator.world import World

ACTS: dict[str, Callable[[World, Json], Json]] = {
    "apps/say": saying.say,
    "apps/enter": saying.enter,
    "apps/subscribe": saying.subscribe,
    "apps/unsubscribe": saying.unsubscribe,
    "apps/locate": saying.locate,
    "apps/tap": tapping.tap,
    "apps/press_card": pressing.press_card,
    "apps/choose": pressing.choose,
    "apps/spelling": pressing.spelling,
    "robots/add": robots.add,
    "robots/disable": robots.disable,
    "robots/remove": robots.remove,
}
