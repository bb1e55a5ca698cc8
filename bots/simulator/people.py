"""What customers do: scan a live code, say something, delete a member."""

from bots.simulator import cast, chat, follows, temp_sessions
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import (
    customer_named,
    external_userid_of,
    follows_of_customer,
    known_customer,
    known_staff,
    living_follow,
)
from bots.simulator.models import ContactWay, Customer, Follow, Json
from bots.simulator.world import World

ACCEPT_AFTER = 10.0  # virtual seconds until staff accepts where skip_verify is off


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
    unionid = "o" + world.seeded.letters(27, "unionid", key)
    customer = Customer(key, external_userid_of(world, key), name, gender, unionid)
    world.customers[customer.external_userid] = customer
    return customer


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
    if follow is not None and follow.is_friend:
        return {**told, "already": True}
    temp_sessions.admit(world, code, customer)
    state = code.fields["state"]
    if code.fields["skip_verify"]:
        follows.add_by_code(world, customer, userid, state)
        return told

    def accept() -> None:
        follow = world.follows.get((userid, customer.external_userid))
        if follow is None or not follow.is_friend:  # he may have scanned twice
            follows.add_by_code(world, customer, userid, state)

    world.later(world.now() + ACCEPT_AFTER, {"do": "accept", **told}, accept)
    return {**told, "pending": True}


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
        return living_follow(world, known_staff(world, userid).userid, customer.external_userid)
    friends = [f for f in follows_of_customer(world, customer.external_userid) if f.is_friend]
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
