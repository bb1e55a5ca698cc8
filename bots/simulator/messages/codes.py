"""Response codes: each buys one update of one card, within a day."""

from bots.simulator.errors import RefusalError
from bots.simulator.messages.models import CODE_LIFE, CardCode, Sent
from bots.simulator.world import World


def new_code(world: World, msgid: str) -> str:
    code = world.seeded.new_id("", 43, "response_code", msgid)
    world.messages.codes[code] = CardCode(code, msgid, world.now())
    return code


def spend(world: World, response_code: str) -> Sent:
    """The message whose card may now be updated; the code is good no more."""
    code = peek(world, response_code)
    code.is_used = True
    return world.messages.sent[code.msgid]


def peek(world: World, response_code: str) -> CardCode:
    code = world.messages.codes.get(response_code)
    if code is None or code.is_used or world.now() - code.issued_at > CODE_LIFE:
        raise RefusalError(60140)
    return code
