"""msgaudit_notify: rings while there are new messages, at most once in 15 seconds."""

from bots.simulator.events import archive_event
from bots.simulator.world import World

EVERY = 15.0


def archive_grew(world: World) -> None:
    if world.notice_is_due:
        return
    last = world.notified_at
    if last is None or world.now() - last >= EVERY:
        _notify(world)
    else:
        world.notice_is_due = True
        world.later(last + EVERY, {"do": "msgaudit_notify"}, lambda: _notify(world))


def _notify(world: World) -> None:
    world.notice_is_due = False
    world.notified_at = world.now()
    world.courier.send(archive_event())
