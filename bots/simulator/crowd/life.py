"""What the people of a crowd do, each by his own chances; the rest of them ignore us."""

from collections.abc import Callable
from contextlib import suppress

from bots.simulator import group_tasks, people, reading
from bots.simulator.chances import Chances
from bots.simulator.chat import speak
from bots.simulator.crowd.models import Crowd
from bots.simulator.errors import MistakeError
from bots.simulator.follows import drop_by_customer
from bots.simulator.groups import acts as groups
from bots.simulator.lookup import known_customer
from bots.simulator.models import Follow
from bots.simulator.world import World

DAY = 86400.0
ASKED = ("多少钱？", "有资料吗", "周末有课吗", "怎么报名", "可以试听吗", "在哪里", "好的", "谢谢")
ANSWERED = ("您好，我发您资料", "可以先试听", "这周末就有", "我帮您登记一下", "好的，随时联系我")


def expect(world: World, crowd: Crowd) -> None:
    """Only the next one is on the agenda, so that a crowd of any size weighs little."""
    if crowd.came < crowd.adds:
        number, words = crowd.came, {"do": "crowd", "name": crowd.name}
        world.later(crowd.moments[number], words, lambda: _arrive(world, crowd, number))


def _arrive(world: World, crowd: Crowd, number: int) -> None:
    crowd.came += 1
    expect(world, crowd)
    chances = Chances(world.seeded, crowd.name, "person", number)
    key = f"{crowd.name}-{number + 1}"
    _scan(world, crowd, key, chances)
    if chances.falls(crowd.habits["delete"]):
        _in(world, key, chances.between(60, 5 * DAY), lambda: _leave(world, crowd, key, chances))


def _scan(world: World, crowd: Crowd, key: str, chances: Chances) -> None:
    config_id = chances.pick(crowd.codes)
    people.scan(world, {"config_id": config_id, "customer": {"key": key}})
    if chances.falls(crowd.habits["chat"]):
        for _ in range(1 + chances.number(3)):
            _in(world, key, chances.between(20, 7200), lambda: _chat(world, crowd, key, chances))
    if chances.falls(crowd.habits["read"]):
        _in(world, key, chances.between(30, 3600), lambda: _read(world, key))
    if world.groups.ways and chances.falls(crowd.habits["join"]):
        _in(world, key, chances.between(600, DAY), lambda: _join(world, key, chances))


def _read(world: World, key: str) -> None:
    """Opens the newest link that he was sent, if there is one."""
    with suppress(MistakeError):
        reading.read(world, {"customer": key})


def _join(world: World, key: str, chances: Chances) -> None:
    """Scans one of the corp's group codes; a full group keeps him out."""
    config_id = chances.pick(sorted(world.groups.ways))
    with suppress(MistakeError):
        groups.join(world, {"config_id": config_id, "customer": {"key": key}})


def _chat(world: World, crowd: Crowd, key: str, chances: Chances) -> None:
    follow = _tie(world, key)
    if follow is None:  # not accepted yet, or deleted since: nobody to write to
        return
    speak(world, follow, "customer", chances.pick(ASKED))
    if chances.falls(crowd.habits["reply"]):
        _in(world, key, chances.between(20, 900), lambda: _reply(world, follow, chances))


def _reply(world: World, follow: Follow, chances: Chances) -> None:
    if follow.is_friend and world.follows.is_current(follow):
        speak(world, follow, "staff", chances.pick(ANSWERED))


def _leave(world: World, crowd: Crowd, key: str, chances: Chances) -> None:
    follow = _tie(world, key)
    if follow is None:
        return
    drop_by_customer(world, follow)
    if chances.falls(crowd.habits["rescan"]):
        after = chances.between(3600, 5 * DAY)
        _in(world, key, after, lambda: _scan(world, crowd, key, chances))


def remind_staff(world: World, crowd: Crowd, hour: int) -> None:
    """Once an hour members look at their phones; each task is confirmed then, or ignored."""
    at = crowd.begins + hour * 3600
    if crowd.habits["confirm"] and at < crowd.begins + crowd.lasts:
        words = {"do": "crowd", "name": crowd.name, "hour": hour}
        world.later(at, words, lambda: _look_at_tasks(world, crowd, hour))


def _look_at_tasks(world: World, crowd: Crowd, hour: int) -> None:
    remind_staff(world, crowd, hour + 1)
    for message, task in group_tasks.open_tasks(world):
        chances = Chances(world.seeded, crowd.name, message.msgid, task.userid)
        does, patience = chances.falls(crowd.habits["confirm"]), chances.between(0, 6 * 3600)
        if does and world.now() - message.created_at >= patience:
            group_tasks.confirm(world, task.userid, message.msgid)


def _tie(world: World, key: str) -> Follow | None:
    customer = known_customer(world, key)
    follows = world.follows.of_customer(customer.external_userid)
    return next((follow for follow in reversed(follows) if follow.can_talk), None)


def _in(world: World, key: str, seconds: float, act: Callable[[], object]) -> None:
    world.later_by(seconds, {"do": "crowd", "customer": key}, act)
