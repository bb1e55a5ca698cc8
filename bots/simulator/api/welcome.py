"""The welcome (欢迎语): one code, one try that counts, twenty seconds."""

from bots.simulator.api import attachments
from bots.simulator.api.call import Call, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.chat import show, shown
from bots.simulator.consents import has_agreed
from bots.simulator.errors import RefusalError
from bots.simulator.models import Follow, Json, Welcome
from bots.simulator.world import World

GOOD_FOR = 20.0


def send_welcome_msg(world: World, call: Call) -> Json:
    code = text(call.body, "welcome_code", missing=41049)
    welcome = world.welcomes.get(code)
    if welcome is None:
        raise RefusalError(41050)
    try:
        _send(world, call.body, welcome)
    except RefusalError as refusal:
        _note(world, call, welcome, refusal.errcode)
        raise
    _note(world, call, welcome, 0)
    return {}


def _note(world: World, call: Call, welcome: Welcome, errcode: int) -> None:
    tried = {"at": world.now(), "errcode": errcode, "agentid": call.app.agentid}
    welcome.tries.append(tried)


def _send(world: World, body: Json, welcome: Welcome) -> None:
    words, attached = attachments.read(world, body)
    follow = world.follows[(welcome.userid, welcome.external_userid)]
    _must_be_free(world, welcome, follow)
    if world.now() - welcome.issued_at > GOOD_FOR or not follow.can_talk:
        raise RefusalError(41050)
    if not has_agreed(world, follow.userid, follow.external_userid):
        raise RefusalError(41053)
    habit = world.habits.of(welcome.userid)
    welcome.sent_at, follow.welcomed = world.now(), True
    if habit.welcome_takes:
        welcome.taken_until = world.now() + habit.welcome_takes
    welcome.delivered = not habit.asleep
    if welcome.delivered:
        for message in shown("welcome", words, attached):
            show(world, follow, message)


def _must_be_free(world: World, welcome: Welcome, follow: Follow) -> None:
    """Nobody is sending or has sent, be it with another code, and the two do not talk yet."""
    if welcome.taken_until is not None and world.now() < welcome.taken_until:
        raise RefusalError(41096)
    if follow.welcomed or follow.chatted:
        raise RefusalError(41051)


PATHS: dict[str, Endpoint] = {
    "externalcontact/send_welcome_msg": Endpoint("POST", send_welcome_msg),
}
