"""jsapi_ticket: the corp's and each app's, one for every two hours."""

from bots.simulator.models import Json
from bots.simulator.world import World

LIFE = 7200
OVERLAP = 300  # seconds in which a page that was signed just before still opens
CORP, AGENT = "jsapi", "agent_config"


def ticket(world: World, *kind: object) -> Json:
    """What the API answers: `kind` is CORP, or AGENT and an agentid."""
    span, spent = divmod(int(world.now()), LIFE)
    return {"ticket": _named(world, kind, span), "expires_in": LIFE - spent}


def good_tickets(world: World, *kind: object) -> list[str]:
    """Those that a signature may be made with now."""
    span, spent = divmod(int(world.now()), LIFE)
    spans = [span, span - 1] if spent < OVERLAP else [span]
    return [_named(world, kind, one) for one in spans]


def _named(world: World, kind: tuple[object, ...], span: int) -> str:
    return world.seeded.letters(86, "ticket", *kind, span)
