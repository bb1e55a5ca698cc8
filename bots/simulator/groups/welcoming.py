"""The group's welcome (入群欢迎语): said to a customer who joins, where the owner has applied one."""

from collections.abc import Sequence

from bots.simulator.chat import shown
from bots.simulator.groups.models import CUSTOMER, GroupChat, GroupMember, GroupWelcome
from bots.simulator.world import World

NICKNAME = "%NICKNAME%"


def welcome(world: World, chat: GroupChat, newcomers: Sequence[GroupMember]) -> None:
    template = world.groups.welcomes.get(chat.template_id)
    if template is None:
        return
    for member in newcomers:
        if member.type == CUSTOMER:
            chat.messages += _said(world, chat, template, member)


def _said(
    world: World, chat: GroupChat, template: GroupWelcome, member: GroupMember
) -> list[dict[str, object]]:
    text = dict(template.text)
    if text:
        text["content"] = text["content"].replace(NICKNAME, world.customers[member.userid].name)
    attachments = [template.attachment] if template.attachment else []
    head = {"at": world.now(), "by": chat.owner, "to": [member.userid]}
    return [{**head, **part} for part in shown("group_welcome", text, attachments)]
