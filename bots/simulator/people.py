"""What customers do: scan a live code, say something, delete a member."""

from collections.abc import Callable

from bots.simulator import cast, chat, follows, temp_sessions
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import (
    customer_named,
    external_userid_of,
    follows_of_customer,
    known_customer,
    known_staff,
    talking_follow,
)
from bots.simulator.models import WECOM_USER, ContactWay, Customer, Follow, Json
from bots.simulator.world import World


def meet(world: World, wish: object) -> Customer:
    """The customer a wish speaks of; someone new gets a name, a gender and ids from the seed."""
    fields: Json = wish if isinstance(wish, dict) else {"key": wish}
    key = str(fields.get("key", "") or f"visitor-{len(world.customers) + 1}")
    known = customer_named(world, key)
    if known is not None:
        return known
    gender = fields.get("gender") or cast.customer_gender(world.seeded, key)
    if gender not in (1, 2):
        raise MistakeError("gender is 1 or 2, or left out")
    name = str(fields.get("name") or cast.customer_name(world.seeded, key, gender))
    kind = _kind(world, key, str(fields.get("corp_name") or ""))
    customer = Customer(key, external_userid_of(world, key), name, gender, **kind)
    world.customers[customer.external_userid] = customer
    return customer


def _kind(world: World, key: str, corp_name: str) -> Json:
    """A WeChat user with his unionid, or a member of another corp, who has none."""
    if corp_name:
        return {"unionid": "", "type": WECOM_USER, "corp_name": corp_name}
    return {"unionid": "o" + world.seeded.letters(27, "unionid", key)}


def scan(world: World, args: Json) -> Json:
    """A customer scans a live code; the code's next member becomes his friend."""
    code = _code(world, args)
    customer = meet(world, args.get("customer"))
    userid = _receiver(world, code, customer, args.get("userid"))
    told = {
        "external_userid": customer.external_userid,
        "key": customer.key,
        "name": customer.name,
        "userid": userid,
        "at": world.now(),
    }
    follow = world.follows.get((userid, customer.external_userid))
    if follow is not None and follow.can_talk:
        return {**told, "already": True}
    temp_sessions.admit(world, code, customer)
    state = code.fields["state"]
    if code.fields["skip_verify"]:
        follow = follows.add_by_code(world, customer, userid, state, skip_verify=True)
        return {**told, "half": True} if follow.is_half else told
    return ask(world, told, lambda: follows.add_by_code(world, customer, userid, state))


def ask(world: World, told: Json, grant: Callable[[], object]) -> Json:
    """A request to be added waits until the member grants it, by habit or when told."""
    userid, pair = told["userid"], (told["userid"], told["external_userid"])
    world.requests[pair] = grant

    def accept_if_waiting() -> None:  # he may have been granted it by hand in the meantime
        if pair in world.requests:
            accept(world, {"userid": userid, "customer": pair[1]})

    after = world.habits.of(userid).accept_after
    if not isinstance(after, str):
        world.later_by(after, {"do": "accept", **told}, accept_if_waiting)
    return {**told, "pending": True}


def accept(world: World, args: Json) -> Json:
    """A member grants a request to be added, or adds in return whom he is half a friend of."""
    userid = known_staff(world, args.get("userid")).userid
    customer = known_customer(world, args.get("customer"))
    pair = (userid, customer.external_userid)
    follow = world.follows.get(pair)
    if follow is not None and follow.is_half:
        follows.accept_half(world, follow)
    elif pair in world.requests:
        world.requests.pop(pair)()
    else:
        raise MistakeError(f"{customer.key} does not wait for {userid}", 409)
    return {"userid": userid, "external_userid": customer.external_userid}


def say(world: World, args: Json) -> Json:
    """A customer writes, to the member whom he added last unless another is named."""
    customer = known_customer(world, args.get("customer"))
    follow = addressed(world, customer, args.get("userid"))
    return {"userid": follow.userid, **chat.speak(world, follow, "customer", words(args))}


def delete(world: World, args: Json) -> Json:
    """A customer deletes a member."""
    customer = known_customer(world, args.get("customer"))
    follow = addressed(world, customer, args.get("userid"))
    follows.drop_by_customer(world, follow)
    return {"userid": follow.userid, "external_userid": customer.external_userid}


def words(args: Json) -> str:
    text = args.get("text")
    if not isinstance(text, str) or not text:
        raise MistakeError("text is missing")
    return text


def addressed(world: World, customer: Customer, userid: object) -> Follow:
    """The customer's tie to the member named, or to the one added last."""
    if userid:
        return talking_follow(world, known_staff(world, userid).userid, customer.external_userid)
    friends = [f for f in world.follows.of_customer(customer.external_userid) if f.can_talk]
    if not friends:
        raise MistakeError(f"{customer.key} has no friend here", 409)
    return friends[-1]


def _code(world: World, args: Json) -> ContactWay:
    for way in world.contact_ways.values():
        wanted, has = args.get("config_id"), way.config_id
        if wanted is None:
            wanted, has = args.get("state"), way.fields["state"]
        if wanted and wanted == has:
            return way
    raise MistakeError("no live code has this config_id or state", 404)


def _receiver(world: World, code: ContactWay, customer: Customer, userid: object) -> str:
    """Whoever is named, else an exclusive code's first acquaintance, else the next in turn."""
    members = members_of(world, code)
    if not members:
        raise MistakeError("nobody receives this code any more", 409)
    if userid:
        named = known_staff(world, userid).userid
        if named not in members:
            raise MistakeError(f"{named} does not receive this code", 409)
        return named
    friends = [f.userid for f in follows_of_customer(world, customer.external_userid)]
    if code.fields["is_exclusive"] and set(friends) & set(members):
        return next(friend for friend in friends if friend in members)
    code.turn += 1
    return members[(code.turn - 1) % len(members)]


def members_of(world: World, code: ContactWay) -> list[str]:
    """The code's members, its departments expanded."""
    able = {s.userid: s for s in world.staff.values() if s.has_customer_right and not s.has_left}
    named = [userid for userid in code.fields["user"] if userid in able]
    parties = world.departments.under(code.fields["party"])
    inside = (s.userid for s in able.values() if parties & set(s.departments))
    return named + [userid for userid in inside if userid not in named]
