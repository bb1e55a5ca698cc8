"""What the mirror does when something happens to a customer group."""

from datetime import datetime, timedelta

from app.clock import now
from app.contacts.groups.mirroring import mirror_group
from app.errors import NotYet
from app.events.groups import GroupChatChanged, GroupChatCreated, GroupChatDismissed

LAG = timedelta(minutes=1)  # for so long we believe that WeCom still shows the old members


def mirror_group_chat(event: GroupChatCreated | GroupChatChanged | GroupChatDismissed) -> None:
    """Bring the group in line with WeCom.

    WeCom may show the members of a moment ago. Then we ask again for a while, after which another
    change has come in between, with an event of its own.
    """
    asked_at = now()
    await_members(event, mirror_group(event.corp_id, event.chat_id), asked_at)


def await_members(
    event: GroupChatCreated | GroupChatChanged | GroupChatDismissed,
    shown: str,
    asked_at: datetime,
) -> None:
    """Come again later while `shown`, the member_version that WeCom gave when it was asked, is of
    before the event."""
    expected = event.cur_mem_ver if isinstance(event, GroupChatChanged) else ""
    is_old = bool(shown and expected and shown != expected)
    if is_old and asked_at - event.happened_at < LAG:
        raise NotYet(f"WeCom does not show the members of {event.chat_id} yet")
