"""What can happen to a member: joining, changing, another userid, leaving, coming back."""

from dataclasses import replace

from bots.simulator.models import LEFT, Json, Staff
from bots.simulator.world import World

OF_PLACES = ("order", "is_leader_in_dept")


def join(world: World, staff: Staff) -> None:
    """Whoever comes back under his old userid has his customers again."""
    world.staff[staff.userid] = staff


def leave(world: World, staff: Staff) -> None:
    """He stays known, with his customers, until somebody takes them over."""
    staff.status, staff.left_at = LEFT, world.now()


def change(staff: Staff, fields: Json) -> None:
    """Fields of the member himself; what the book only keeps goes to `details`."""
    if "departments" in fields:  # what was said of the places in the old ones holds no more
        staff.details = {n: v for n, v in staff.details.items() if n not in OF_PLACES}
    own = {"name", "position", "gender", "status", "has_customer_right"}
    for name, value in fields.items():
        if name == "departments":
            staff.department, *staff.also_in = value
        elif name in own:
            setattr(staff, name, value)
        else:
            staff.details[name] = value


def rename(world: World, staff: Staff, userid: str) -> None:
    """Everything of his goes by the new userid: friends, chats, codes, tasks and messages."""
    old, staff.userid = staff.userid, userid
    everybody = list(world.staff.values())
    world.staff.clear()
    world.staff.update({one.userid: one for one in everybody})
    for follow in [one for one in world.follows.values() if one.userid == old]:
        pair = (old, follow.external_userid)
        del world.follows[pair]
        world.follows[(userid, pair[1])] = replace(follow, userid=userid)
        if pair in world.chats:
            world.chats[(userid, pair[1])] = world.chats.pop(pair)
    for way in world.contact_ways.values():
        way.fields["user"] = [userid if one == old else one for one in way.fields["user"]]
    for app in world.corp.apps:
        app.users = [userid if one == old else one for one in app.users]
    for welcome in world.welcomes.values():
        welcome.userid = userid if welcome.userid == old else welcome.userid
    _rename_messages(world, old, userid)


def _rename_messages(world: World, old: str, userid: str) -> None:
    for message in world.group_messages.values():
        if old in message.tasks:
            task = message.tasks[userid] = message.tasks.pop(old)
            task.userid = userid
    world.messages.rename(old, userid)
    for said in world.app_messages:
        said["userid"] = userid if said["userid"] == old else said["userid"]
    if old in world.confirm_after:
        world.confirm_after[userid] = world.confirm_after.pop(old)
