"""Whether a customer agreed that a chat with a member is archived; welcomes wait for it."""

from bots.simulator.events import contact_event
from bots.simulator.habits import GIVEN
from bots.simulator.models import Follow
from bots.simulator.welcomes import issue_welcome
from bots.simulator.world import World


def has_agreed(world: World, follow: Follow) -> bool:
    """What he answered; before that, what the member's habit takes for granted."""
    answer = world.consents.get((follow.userid, follow.external_userid))
    return world.habits.of(follow.userid).consent == GIVEN if answer is None else answer


def answer(world: World, follow: Follow, *, agrees: bool) -> None:
    """Who agrees may be welcomed from now on: msg_audit_approved."""
    world.consents[(follow.userid, follow.external_userid)] = agrees
    if agrees:
        code = issue_welcome(world, follow)
        world.courier.send(contact_event("msg_audit_approved", follow, WelcomeCode=code))
