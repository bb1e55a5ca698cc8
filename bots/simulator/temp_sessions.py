"""Temporary sessions (临时会话): a code for one customer, a chat that ends by itself."""

from bots.simulator.chat import show, shown
from bots.simulator.errors import MistakeError
from bots.simulator.models import ContactWay, Customer, Follow, Json, TempSession
from bots.simulator.world import World

ONE_OF = ("image", "link", "miniprogram")  # of a conclusion; the first that is there is sent


def admit(world: World, way: ContactWay, customer: Customer) -> None:
    """Whoever scans a temporary code must be in time, first, and the one it is for."""
    if not way.fields.get("is_temp"):
        return
    if world.now() > way.created_at + way.fields["expires_in"]:
        raise MistakeError("the temporary code has expired", 409)
    if any(session.config_id == way.config_id for session in world.temp_sessions.sessions):
        raise MistakeError("the temporary code has been used", 409)
    if way.fields["unionid"] not in ("", customer.unionid):
        raise MistakeError("the temporary code is for another customer", 409)
    pair = (way.fields["user"][0], customer.external_userid)
    world.temp_sessions.expected[pair] = way.config_id


def begin_if_expected(world: World, follow: Follow) -> None:
    """The friendship stands: the session runs from now on, and the code is dead."""
    pair = (follow.userid, follow.external_userid)
    way = world.contact_ways.get(world.temp_sessions.expected.pop(pair, ""))
    if way is not None:
        ends_at = world.now() + way.fields["chat_expires_in"]
        session = TempSession(way.config_id, *pair, ends_at)
        world.temp_sessions.sessions.append(session)
        world.later(ends_at, {"do": "end temporary session"}, lambda: end(world, session))


def end(world: World, session: TempSession) -> None:
    """The conclusion is sent, and the two are strangers again. Nothing calls back."""
    follow = world.follows.get((session.userid, session.external_userid))
    if session.ended_at is not None or follow is None:
        return
    session.ended_at = world.now()
    for message in _conclusion(world.contact_ways.get(session.config_id)):
        show(world, follow, message)
    follow.staff_has = follow.customer_has = False


def _conclusion(way: ContactWay | None) -> list[Json]:
    conclusions = way.fields["conclusions"] if way else {}
    chosen = next((kind for kind in ONE_OF if kind in conclusions), None)
    attachments = [{"msgtype": chosen, chosen: conclusions[chosen]}] if chosen else []
    return shown("conclusion", conclusions.get("text", {}), attachments)
