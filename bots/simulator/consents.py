"""Whether a customer agreed that a chat with a member is archived; welcomes wait for it."""

from bots.simulator.habits import GIVEN
from bots.simulator.world import World

AGREED = ("Agree", "Default_Agree")


def has_agreed(world: World, userid: str, external_userid: str) -> bool:
    """What he answered; before that, what the member's habit takes for granted."""
    answer = world.archive.consents.get((userid, external_userid))
    if answer is None:
        return world.habits.of(userid).consent == GIVEN
    return answer.status in AGREED
