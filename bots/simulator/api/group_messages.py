"""Group messages (群发): the corp writes, members confirm, results are asked for."""

from bots.simulator import group_tasks
from bots.simulator.api import attachments
from bots.simulator.api.audience import audience, groups
from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.models import GroupMessage, GroupSend, GroupTask, Json
from bots.simulator.rights import must_see, sees
from bots.simulator.world import World

A_DAY = 86400.0
LONGEST_SPAN = 31 * 86400
REMINDERS_A_DAY = 3
BY_CORP = 0
SINGLE, GROUP = "single", "group"


def add_msg_template(world: World, call: Call) -> Json:
    """Makes a task for each member concerned; nothing is sent until he confirms."""
    body = call.body
    chat_type = text(body, "chat_type") or SINGLE
    if chat_type not in (SINGLE, GROUP):
        raise RefusalError(40058, "chat_type is single or group")
    words, attached = attachments.read(world, body)
    sender = text(body, "sender").lower()
    must_see(world, call, sender)
    tasks, failed = _tasks(world, body, sender, to_groups=chat_type == GROUP)
    tasks = {userid: task for userid, task in tasks.items() if sees(world, call.app, userid)}
    if not tasks:
        raise RefusalError(41048, fail_list=failed)
    named = (sender, words.get("content"), tuple(_receivers(task) for task in tasks.values()))
    msgid = world.seeded.new_id("msg", 32, "group message", *named)
    message = GroupMessage(msgid, sender, world.now(), words, attached, tasks, chat_type)
    world.group_messages[msgid] = message
    for task in tasks.values():
        group_tasks.confirm_by_policy(world, message, task)
    return {"fail_list": failed, "msgid": msgid}


def _tasks(
    world: World, body: Json, sender: str, *, to_groups: bool
) -> tuple[dict[str, GroupTask], list[str]]:
    """Each member's task, and who cannot be reached."""
    if to_groups:
        chats, failed = groups(world, body, sender)
        sends = [GroupSend("", chat_id=chat_id) for chat_id in chats]
        return ({sender: GroupTask(sender, sends)} if sends else {}), failed
    by_member, failed = audience(world, body, sender)
    return {u: GroupTask(u, [GroupSend(one) for one in c]) for u, c in by_member.items()}, failed


def _receivers(task: GroupTask) -> tuple[str, tuple[str, ...]]:
    return task.userid, tuple(send.external_userid or send.chat_id for send in task.sends)


def get_group_msg_result(_world: World, _call: Call) -> Json:
    """Withdrawn on 2020-11-17."""
    raise RefusalError(48005, "use get_groupmsg_send_result")


def get_groupmsg_list_v2(world: World, call: Call) -> Json:
    body = call.body
    if not {"chat_type", "start_time", "end_time"} <= set(body):
        raise RefusalError(40063, "chat_type, start_time and end_time")
    start, end = integer(body, "start_time", 0), integer(body, "end_time", 0)
    if not 0 <= end - start <= LONGEST_SPAN:
        raise RefusalError(40058, "the span is at most one month")
    wanted = [m for m in world.group_messages.values() if start <= int(m.created_at) <= end]
    personal_only = integer(body, "filter_type", 2, most=2) == 1
    chat_type = text(body, "chat_type")
    wanted = [] if personal_only else [m for m in wanted if m.chat_type == chat_type]
    wanted = [m for m in wanted if not world.hides("group_messages", m.created_at)]
    if text(body, "creator"):
        wanted = [m for m in wanted if m.creator == text(body, "creator").lower()]
    shown, cursor = page(wanted, body, default=50, most=100)
    return {"next_cursor": cursor, "group_msg_list": [_listed(m) for m in shown]}


def get_groupmsg_task(world: World, call: Call) -> Json:
    message = _known(world, call)
    shown, cursor = page(list(message.tasks.values()), call.body, default=500, most=1000)
    return {"next_cursor": cursor, "task_list": [_task(task) for task in shown]}


def get_groupmsg_send_result(world: World, call: Call) -> Json:
    """One member's customers: 0 unsent, 1 sent, 2 not a friend, 3 had enough this month."""
    message = _known(world, call)
    task = message.tasks.get(text(call.body, "userid", missing=41009).lower())
    if task is None:
        raise RefusalError(40003)
    # of groups, WeCom tells only those that received it
    sends = [send for send in task.sends if not send.chat_id or send.status == group_tasks.SENT]
    shown, cursor = page(sends, call.body, default=500, most=1000)
    rows = [
        {
            **({"chat_id": send.chat_id} if send.chat_id else {}),
            **({"external_userid": send.external_userid} if send.external_userid else {}),
            "userid": task.userid,
            "status": send.status,
            "send_time": send.send_time,
        }
        for send in shown
    ]
    return {"next_cursor": cursor, "send_list": rows}


def remind_groupmsg_send(world: World, call: Call) -> Json:
    """At most three reminders of one task in 24 hours."""
    message = _open(world, call)
    recent = [at for at in message.reminded_at if world.now() - at < A_DAY]
    if len(recent) >= REMINDERS_A_DAY:
        raise RefusalError(41094)
    message.reminded_at.append(world.now())
    return {}


def cancel_groupmsg_send(world: World, call: Call) -> Json:
    """Stops what is not yet confirmed; what was sent is not recalled."""
    _open(world, call).cancelled = True
    return {}


def _known(world: World, call: Call) -> GroupMessage:
    message = world.group_messages.get(text(call.body, "msgid", missing=41046))
    if message is None:
        raise RefusalError(41047)
    return message


def _open(world: World, call: Call) -> GroupMessage:
    message = _known(world, call)
    if message.cancelled:
        raise RefusalError(41093)
    return message


def _listed(message: GroupMessage) -> Json:
    # create_time comes as a string
    told = {"msgid": message.msgid, "create_time": str(int(message.created_at))}
    creator = {"creator": message.creator} if message.creator else {}
    words = {"text": message.text} if message.text else {}
    return {**told, **creator, "create_type": BY_CORP, **words, "attachments": message.attachments}


def _task(task: GroupTask) -> Json:
    told: Json = {"userid": task.userid, "status": task.status}
    return {**told, "send_time": task.send_time} if task.send_time else told


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_group_msg_result": Endpoint("POST", get_group_msg_result),
    "externalcontact/add_msg_template": Endpoint("POST", add_msg_template),
    "externalcontact/get_groupmsg_list_v2": Endpoint("POST", get_groupmsg_list_v2),
    "externalcontact/get_groupmsg_task": Endpoint("POST", get_groupmsg_task),
    "externalcontact/get_groupmsg_send_result": Endpoint("POST", get_groupmsg_send_result),
    "externalcontact/remind_groupmsg_send": Endpoint("POST", remind_groupmsg_send),
    "externalcontact/cancel_groupmsg_send": Endpoint("POST", cancel_groupmsg_send),
}
