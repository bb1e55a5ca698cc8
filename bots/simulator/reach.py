"""How many messages of an app get through: per member, and per day for everybody."""

from bots.simulator.apps import App
from bots.simulator.frequency import APP, MEMBER, PERSON_TIMES, TO_A_MEMBER
from bots.simulator.world import World


def spend_person_times(world: World, app: App, persons: int) -> None:
    """45009 once the app has written to more persons in a day than the corp's size allows."""
    world.frequency.spend(PERSON_TIMES, {APP: str(app.agentid)}, world.now(), persons)


def reaches(world: World, app: App, userid: str) -> bool:
    """False beyond what one member may get from one app: WeCom drops it and says nothing."""
    return world.frequency.allows(TO_A_MEMBER, {MEMBER: f"{app.agentid} {userid}"}, world.now())
