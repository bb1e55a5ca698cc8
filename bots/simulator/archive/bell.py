"""msgaudit_notify: rings while there are new messages, at most once in 15 seconds."""

from bots.simulator.events import archive_event
from bots.simulator.world import World

EVERY = 15.0


def archive_grew(world: World) -> None:
    if world.archive.bell_is_due:
        return
    last = world.archive.rung_at
    if last is None or world.now() - last >= EVERY:
        _notify(world)
    else:
        world.archive.bell_is_due = True
        world.later(last + EVERY, {"do": "msgaudit_notify"}, lambda: _notify(world))


def _notify(world: World) -> None:
    world.archive.bell_is_due = False
    world.archive.rung_at = world.now()
    world.courier.send(archive_event())
