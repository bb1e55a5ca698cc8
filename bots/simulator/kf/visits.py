"""Finding the account, the session and the servicer that an act speaks of."""

from urllib.parse import unquote_plus

from bots.simulator.errors import MistakeError
from bots.simulator.kf.accounts import living
from bots.simulator.kf.models import Account, Session
from bots.simulator.kf.sessions import is_servicer, settled
from bots.simulator.lookup import known_customer, known_staff
from bots.simulator.models import Json
from bots.simulator.world import World

LONGEST_PARAM = 128


def account_named(world: World, open_kfid: object) -> Account:
    """The one named, else the only one that there is."""
    accounts = [a for a in living(world) if open_kfid in (None, "", a.open_kfid)]
    if len(accounts) != 1:
        raise MistakeError("name a living account by its open_kfid", 404)
    return accounts[0]


def door(world: World, args: Json) -> tuple[Account, Json]:
    """The account behind a link or an open_kfid, and the context that a visit there begins with."""
    if args.get("url"):
        account, scene, param = _behind(world, str(args["url"]))
    else:
        account = account_named(world, args.get("open_kfid"))
        scene, param = str(args.get("scene") or ""), str(args.get("scene_param") or "")
    context: Json = {"scene": scene}
    if scene and param:  # a scene_param counts only beside a scene
        context["scene_param"] = param
    if isinstance(args.get("wechat_channels"), dict):
        context["wechat_channels"] = args["wechat_channels"]
    return account, context


def _behind(world: World, url: str) -> tuple[Account, str, str]:
    """The account, the scene and the caller's own scene_param of a link that was given out."""
    bare, _, param = url.partition("&scene_param=")
    if bare not in world.kf.links:
        raise MistakeError("this link was changed, or never given out", 404)
    if len(param.encode()) > LONGEST_PARAM:
        raise MistakeError(f"scene_param is longer than {LONGEST_PARAM} bytes")
    open_kfid, scene = world.kf.links[bare]
    return account_named(world, open_kfid), scene, unquote_plus(param)


def session_named(world: World, args: Json) -> Session:
    """The customer's session at the account named, else where he came in last."""
    customer = known_customer(world, args.get("customer"))
    open_kfid = args.get("open_kfid")
    sessions = [
        session
        for session in world.kf.sessions.values()
        if session.external_userid == customer.external_userid
        and open_kfid in (None, "", session.open_kfid)
    ]
    if not sessions:
        raise MistakeError(f"{customer.key} never came to this account", 409)
    session = max(sessions, key=lambda one: one.visit)
    account_named(world, session.open_kfid)
    return settled(world, session)


def servicer_named(world: World, session: Session, userid: object) -> str:
    """A member who serves the account: the one named, else who serves this customer."""
    named = known_staff(world, userid or session.servicer_userid).userid
    if not is_servicer(world, world.kf.accounts[session.open_kfid], named):
        raise MistakeError(f"{named} does not serve this account", 409)
    return named
