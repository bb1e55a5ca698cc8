"""The welcome (欢迎语): one code, one try that counts, twenty seconds."""

from bots.simulator.api import attachments
from bots.simulator.api.call import Call, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.chat import show, shown
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Welcome
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
        welcome.tries.append({"at": world.now(), "errcode": refusal.errcode})
        raise
    welcome.tries.append({"at": world.now(), "errcode": 0})
    return {}


def _send(world: World, body: Json, welcome: Welcome) -> None:
    words, attached = attachments.read(world, body)
    follow = world.follows[(welcome.userid, welcome.external_userid)]
    if welcome.sent_at is not None or follow.chatted:
        raise RefusalError(41051)
    if world.now() - welcome.issued_at > GOOD_FOR or not follow.is_friend:
        raise RefusalError(41050)
    for message in shown("welcome", words, attached):
        show(world, follow, message)
    welcome.sent_at = world.now()


PATHS: dict[str, Endpoint] = {
    "externalcontact/send_welcome_msg": Endpoint("POST", send_welcome_msg),
}
