"""What an administrator or a servicer sets in WeCom's own client for 微信客服."""

from collections.abc import Callable

from bots.simulator.errors import MistakeError
from bots.simulator.kf import accounts, feed
from bots.simulator.kf.models import RECEIVING, STOPPED, SUSPENDED
from bots.simulator.kf.visits import account_named
from bots.simulator.lookup import known_staff
from bots.simulator.models import Json
from bots.simulator.world import World

FAIL_TYPES = (0, 1, 2, 4, 5, 6, 7, 8, 9, 10)


def open_account(world: World, args: Json) -> Json:
    """A new account with its servicers; unless `managed` is false, the app may manage it."""
    name = args.get("name") or "在线客服"
    if not isinstance(name, str) or len(name) > accounts.LONGEST_NAME:
        raise MistakeError(f"a name has 1 to {accounts.LONGEST_NAME} characters")
    userids = [known_staff(world, userid).userid for userid in _listed(args, "userids")]
    departments = _parties(world, args)
    account = accounts.found(world, name, "", managed=False)
    account.servicers = dict.fromkeys(userids, RECEIVING)
    account.departments = departments
    if args.get("managed", True) is not False:
        authorize(world, {"open_kfid": account.open_kfid})
    return {"open_kfid": account.open_kfid, "url": accounts.link_to(world, account.open_kfid, "")}


def authorize(world: World, args: Json) -> Json:
    """The app may manage an account from now on, or no longer ("managed": false)."""
    account = account_named(world, args.get("open_kfid"))
    managed = args.get("managed", True) is not False
    if managed != account.managed:
        account.managed = managed
        change = "AuthAddOpenKfId" if managed else "AuthDelOpenKfId"
        world.courier.send({"Event": "kf_account_auth_change", change: [account.open_kfid]})
    return {"open_kfid": account.open_kfid, "managed": managed}


def servicer_status(world: World, args: Json) -> Json:
    """A servicer receives, stops, or pauses; at the account named or wherever he serves."""
    userid = known_staff(world, args.get("userid")).userid
    status = args.get("status")
    if status not in (RECEIVING, STOPPED, SUSPENDED):
        raise MistakeError(f"status is {RECEIVING}, {STOPPED} or {SUSPENDED}")
    named = args.get("open_kfid")
    found = [a for a in accounts.living(world) if userid in a.servicers]
    found = [account for account in found if named in (None, "", account.open_kfid)]
    if not found:
        raise MistakeError(f"{userid} serves no such account by name", 409)
    for account in found:
        account.servicers[userid] = str(status)
        receives = 1 if status == RECEIVING else 2
        who = {"servicer_userid": userid, "status": receives}
        feed.tell(world, "servicer_status_change", account.open_kfid, "", **who)
    return {"userid": userid, "status": status}


def configure(world: World, args: Json) -> Json:
    """Whom customers may be recommended, and whether a 视频号 is bound."""
    desk = world.kf
    if "userids" in args or "departments" in args:
        userids = [known_staff(world, userid).userid for userid in _listed(args, "userids")]
        parties = _parties(world, args)
        desk.member_range = {"userid_list": userids, "department_id_list": parties}
    if "chat_ids" in args:
        desk.groupchat_range = {"chat_id_list": [str(one) for one in _listed(args, "chat_ids")]}
    if "wechat_channels_binding" in args:
        desk.wechat_channels_binding = args["wechat_channels_binding"] is True
    ranges = {"member_range": desk.member_range, "groupchat_range": desk.groupchat_range}
    return {**ranges, "wechat_channels_binding": desk.wechat_channels_binding}


def fail(world: World, args: Json) -> Json:
    """The app's next message at an account is taken and then fails, for this reason."""
    account = account_named(world, args.get("open_kfid"))
    fail_type = args.get("fail_type", 0)
    if type(fail_type) is not int or fail_type not in FAIL_TYPES:
        raise MistakeError(f"fail_type is one of {', '.join(map(str, FAIL_TYPES))}")
    world.kf.failures.setdefault(account.open_kfid, []).append(fail_type)
    return {"open_kfid": account.open_kfid, "fail_type": fail_type}


def _parties(world: World, args: Json) -> list[int]:
    numbers = _listed(args, "departments")
    known = [number for number in numbers if type(number) is int and number in world.departments]
    if len(known) != len(numbers):
        raise MistakeError("departments are numbers of departments", 404)
    return known


def _listed(args: Json, name: str) -> list[object]:
    value = args.get(name) or []
    if not isinstance(value, list):
        raise MistakeError(f"{name} is a list")
    return value


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "kf/account": open_account,
    "kf/authorize": authorize,
    "kf/servicer_status": servicer_status,
    "kf/configure": configure,
    "kf/fail": fail,
}
