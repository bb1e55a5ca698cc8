"""The library of group welcomes (入群欢迎语素材): a hundred at most, each its app's own."""

from bots.simulator.api import attachments
from bots.simulator.api.call import Call, child, integer, octets, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.groups.models import GroupWelcome
from bots.simulator.models import Json
from bots.simulator.world import World

MOST, LONGEST_NEW, LONGEST_EDITED = 100, 3000, 4000
KINDS = ("image", "link", "miniprogram", "file", "video")  # the first that is given counts
TEMPLATE = "externalcontact/group_welcome_template"


def add(world: World, call: Call) -> Json:
    if len(world.groups.welcomes) >= MOST:
        raise RefusalError(41055)
    words, attached = _read(world, call.body, LONGEST_NEW)
    notify = integer(call.body, "notify", 1, most=1) == 1
    number = world.seeded.nth("group welcome")
    template_id = "msg" + world.seeded.letters(29, "group welcome", number)
    welcome = GroupWelcome(template_id, call.app.agentid, words, attached, notify)
    world.groups.welcomes[template_id] = welcome
    return {"template_id": template_id}


def edit(world: World, call: Call) -> Json:
    welcome = _own(world, call)
    welcome.text, welcome.attachment = _read(world, call.body, LONGEST_EDITED)
    return {}


def get(world: World, call: Call) -> Json:
    welcome = _known(world, call)
    told: Json = {"text": welcome.text} if welcome.text else {}
    if welcome.attachment:
        kind = welcome.attachment["msgtype"]
        told[kind] = _shown(world, kind, welcome.attachment[kind])
    return told


def delete(world: World, call: Call) -> Json:
    """Groups that had applied it greet nobody any more."""
    del world.groups.welcomes[_own(world, call).template_id]
    return {}


def _known(world: World, call: Call) -> GroupWelcome:
    welcome = world.groups.welcomes.get(text(call.body, "template_id", missing=40063))
    if welcome is None:
        raise RefusalError(40037)
    return welcome


def _own(world: World, call: Call) -> GroupWelcome:
    welcome = _known(world, call)
    if welcome.agentid != call.app.agentid:
        raise RefusalError(41058)
    return welcome


def _read(world: World, body: Json, longest: int) -> tuple[Json, Json]:
    """The text and the one attachment that counts; the others are not even looked at."""
    octets(child(body, "text"), "content", longest)
    kind = next((kind for kind in KINDS if child(body, kind)), None)
    given = [{"msgtype": kind, kind: body[kind]}] if kind else []
    words, attached = attachments.read(world, {"text": child(body, "text"), "attachments": given})
    return words, attached[0] if attached else {}


def _shown(world: World, kind: str, fields: Json) -> Json:
    """A picture comes back as an address, however it was given; of a file only its id."""
    if kind != "image":
        return {name: fields[name] for name in fields if name != "filename"}
    media_id = fields.get("media_id")
    return {"pic_url": fields.get("pic_url") or f"{world.base_url}/picture/{media_id}"}


PATHS: dict[str, Endpoint] = {
    f"{TEMPLATE}/add": Endpoint("POST", add),
    f"{TEMPLATE}/edit": Endpoint("POST", edit),
    f"{TEMPLATE}/get": Endpoint("POST", get),
    f"{TEMPLATE}/del": Endpoint("POST", delete),
}
