"""Group messages (群发) from the member's side: a task waits until he confirms it."""

from bots.simulator.chat import show, shown
from bots.simulator.clock import days_in_month, month_of
from bots.simulator.errors import MistakeError
from bots.simulator.groups import talk
from bots.simulator.models import GroupMessage, GroupSend, GroupTask
from bots.simulator.world import World

UNSENT, SENT, NOT_FRIEND, HAD_ENOUGH = 0, 1, 2, 3
TASK_SENT = 2


def open_tasks(world: World, userid: str | None = None) -> list[tuple[GroupMessage, GroupTask]]:
    living = (m for m in world.group_messages.values() if not m.cancelled)
    pairs = ((m, task) for m in living for task in m.tasks.values() if task.status == UNSENT)
    return [(m, task) for m, task in pairs if userid in (None, task.userid)]


def confirm(world: World, userid: str, msgid: str) -> None:
    """The member sends; every customer of his task gets the message or a reason why not."""
    message = world.group_messages.get(msgid)
    if message is None or userid not in message.tasks:
        raise MistakeError(f"{userid} has no task {msgid}", 404)
    task = message.tasks[userid]
    if message.cancelled or task.status != UNSENT:
        raise MistakeError(f"the task {msgid} of {userid} is not open", 409)
    for send in task.sends:
        send.status = _deliver(world, message, task, send)
        send.send_time = int(world.now()) if send.status == SENT else 0
    task.status, task.send_time = TASK_SENT, int(world.now())
    world.activity += 1


def confirm_by_policy(world: World, message: GroupMessage, task: GroupTask) -> None:
    """Let the member confirm by himself after as long as his policy says, if it says."""
    after = world.confirm_after.get(task.userid, world.confirm_after["*"])
    if after is None:
        return

    def confirm_if_open() -> None:
        if not message.cancelled and task.status == UNSENT:
            confirm(world, task.userid, message.msgid)

    words = {"do": "confirm", "userid": task.userid, "msgid": message.msgid}
    world.later(max(world.now(), message.created_at + after), words, confirm_if_open)


def may_receive(world: World, whom: str) -> bool:
    """Count one more message of this month for a customer or a group, if there is one left."""
    received = (whom, *month_of(world.now()))
    if world.received[received] >= days_in_month(world.now()):
        return False
    world.received[received] += 1
    return True


def deliver_to_group(world: World, message: GroupMessage, chat_id: str, userid: str) -> int:
    """Only its owner sends to a group, and only while there is one."""
    chat = world.groups.chats[chat_id]
    if chat.dismissed or chat.owner != userid:
        return NOT_FRIEND
    if not may_receive(world, chat_id):
        return HAD_ENOUGH
    for part in shown("group_message", message.text, message.attachments):
        talk.show(world, chat, {"by": userid, **part})
    return SENT


def _deliver(world: World, message: GroupMessage, task: GroupTask, send: GroupSend) -> int:
    if send.chat_id:
        return deliver_to_group(world, message, send.chat_id, task.userid)
    follow = world.follows.get((task.userid, send.external_userid))
    if follow is None or not follow.is_friend:
        return NOT_FRIEND
    if not may_receive(world, send.external_userid):
        return HAD_ENOUGH
    for part in shown("group_message", message.text, message.attachments):
        show(world, follow, part)
    return SENT
