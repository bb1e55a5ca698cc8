"""Members who look for customers by a phone number: asked to be added, the customer says yes or no."""

from bots.simulator import follows
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_customer, known_staff
from bots.simulator.models import Json
from bots.simulator.people import meet
from bots.simulator.world import World

BY_PHONE = 2  # add_way: 搜索手机号


def search(world: World, args: Json) -> Json:
    """A member finds the customer behind a number and asks to be added. Nobody is told yet."""
    userid = known_staff(world, args.get("userid")).userid
    mobile = args.get("mobile")
    if not isinstance(mobile, str) or not mobile:
        raise MistakeError("mobile is missing")
    customer = meet(world, args.get("customer"))
    pair = (userid, customer.external_userid)
    told = {"userid": userid, "external_userid": customer.external_userid}
    follow = world.follows.get(pair)
    if follow is not None and follow.is_friend:
        return {**told, "already": True}
    world.searched[pair] = mobile
    return {**told, "pending": True}


def answer(world: World, args: Json) -> Json:
    """The customer lets the member add him, or does not: then nothing else happens."""
    userid = known_staff(world, args.get("userid")).userid
    customer = known_customer(world, args.get("customer"))
    if world.searched.pop((userid, customer.external_userid), None) is None:
        raise MistakeError(f"{userid} has not asked {customer.key}", 409)
    told = {"userid": userid, "external_userid": customer.external_userid}
    if args.get("agrees") is False:
        return {**told, "refused": True}
    follow = follows.befriend(
        world, customer, userid, state="", add_way=BY_PHONE, oper_userid=userid
    )
    follows.tell_added(world, follow)
    return told


ACTS = {"staff/search": search, "people/answer": answer}
