"""What there is to see: codes, people, phones, and the whole truth for whoever checks a story."""

from dataclasses import asdict

from bots.simulator.api.contact_ways import qr_code
from bots.simulator.control.rows import Rows
from bots.simulator.courier import Delivery
from bots.simulator.group_tasks import open_tasks
from bots.simulator.groups import sight as groups
from bots.simulator.inheritance import acts as inheritance
from bots.simulator.kf import sight as kf
from bots.simulator.links import acts as links
from bots.simulator.lookup import known_customer, known_staff, tag_of
from bots.simulator.messages import sight as messages
from bots.simulator.models import Customer, Follow, GroupMessage, Json
from bots.simulator.moments import sight as moments
from bots.simulator.people import members_of
from bots.simulator.world import World


def codes(world: World) -> Json:
    rows = [
        {
            "config_id": way.config_id,
            "state": way.fields["state"],
            "remark": way.fields["remark"],
            "qr_code": qr_code(world, way.config_id),
            "users": [{"userid": u, "name": world.staff[u].name} for u in members_of(world, way)],
        }
        for way in world.contact_ways.values()
    ]
    return {"codes": rows}


def customers(world: World) -> Json:
    def row(customer: Customer) -> Json:
        friends = [f.userid for f in _follows(world, customer) if f.is_friend]
        return {**asdict(customer), "avatar": avatar(world, customer), "friends": friends}

    return {"customers": Rows(world.customers.values(), row)}


def staff(world: World) -> Json:
    return {"staff": [asdict(member) for member in world.staff.values()]}


def phone(world: World, name: str) -> Json:
    """A customer's phone: one chat for every member he ever added, the latest added last."""
    customer = known_customer(world, name)
    chats = [
        {
            "userid": follow.userid,
            "staff_name": world.staff[follow.userid].name,
            "friend": follow.customer_has,
            "messages": world.chats.get((follow.userid, follow.external_userid), []),
        }
        for follow in _follows(world, customer)
    ]
    named = {"external_userid": customer.external_userid, "name": customer.name}
    seen = {
        "chats": chats,
        "groups": groups.on_phone(world, customer.external_userid),
        "moments": moments.on_phone(world, customer.external_userid),
        "kf": kf.chats(world, customer.external_userid),
    }
    return {**named, "key": customer.key, "avatar": avatar(world, customer), **seen}


def staff_messages(world: World, name: str) -> Json:
    """A member's phone: apps, app chats, and group messages that wait for his confirmation."""
    userid = known_staff(world, name).userid
    tasks = [
        {
            "msgid": message.msgid,
            "created_at": message.created_at,
            "text": message.text,
            "attachments": message.attachments,
            "customers": [send.external_userid for send in task.sends if not send.chat_id],
            "groups": [send.chat_id for send in task.sends if send.chat_id],
            "reminded_at": message.reminded_at,
        }
        for message, task in open_tasks(world, userid)
    ]
    waiting = moments.waiting(world, userid)
    return {**messages.on_phone(world, userid), "tasks": tasks, "moments": waiting}


def truth(world: World) -> Json:
    """Everything that is so, however the other side sees it."""
    return {
        "customers": Rows(world.customers.values(), asdict),
        "follows": Rows(world.follows.values(), lambda follow: _follow(world, follow)),
        "welcomes": Rows(world.welcomes.values(), asdict),
        "group_messages": [_group_message(m) for m in world.group_messages.values()],
        "groups": groups.truth(world),
        "moments": moments.truth(world),
        "intercepts": world.intercept_rules.truth(),
        "products": [asdict(product) for product in world.products.values()],
        "app_messages": world.app_messages,
        "messages": messages.whole(world),
        "dropped_messages": world.dropped_messages,
        "marks": world.marks,
        "pages": world.shells.calls,
        "readings": Rows(world.readings, asdict),
        "archived": len(world.archive),
        "acquisition": links.sight(world),
        "transfers": inheritance.sight(world),
        "group_moves": [asdict(move) for move in world.inheritance.group_moves],
        "temp_sessions": [asdict(session) for session in world.temp_sessions.sessions],
        "archive": world.archive.truth(),
        "api_calls": {path: dict(counts) for path, counts in world.api_calls.items()},
        "callbacks": Rows(world.courier.deliveries, Delivery.as_json),
        "kf": kf.truth(world),
        "failed_actions": world.failed_actions,
        "faults_met": dict(world.faults.met),
        "habits": world.habits.as_json(),
    }


def avatar(world: World, customer: Customer) -> str:
    return f"{world.base_url}/avatar/{customer.external_userid}.svg"


def _follows(world: World, customer: Customer) -> list[Follow]:
    return world.follows.of_customer(customer.external_userid)


def _follow(world: World, follow: Follow) -> Json:
    found = (tag_of(world, tag_id) for tag_id in follow.tags)
    names = [pair[1].name for pair in found if pair]
    return {**asdict(follow), "alive": follow.is_friend, "tag_names": names}


def _group_message(message: GroupMessage) -> Json:
    return {**asdict(message), "tasks": [asdict(task) for task in message.tasks.values()]}
