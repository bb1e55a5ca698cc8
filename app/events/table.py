"""TABLE: the name under which the inbox keeps an event → its class."""

from app.events import archive, contacts, groups, tags
from app.events.base import Event

EVENTS: dict[str, type[Event]] = {
    "FollowAdded": contacts.FollowAdded,
    "FollowHalfAdded": contacts.FollowHalfAdded,
    "FollowEdited": contacts.FollowEdited,
    "FollowRemoved": contacts.FollowRemoved,
    "FollowLost": contacts.FollowLost,
    "TransferFailed": contacts.TransferFailed,
    "ArchiveConsented": contacts.ArchiveConsented,
    "CorpTagCreated": tags.CorpTagCreated,
    "CorpTagChanged": tags.CorpTagChanged,
    "CorpTagDeleted": tags.CorpTagDeleted,
    "CorpTagShuffled": tags.CorpTagShuffled,
    "GroupChatCreated": groups.GroupChatCreated,
    "GroupChatChanged": groups.GroupChatChanged,
    "GroupChatDismissed": groups.GroupChatDismissed,
    "ArchiveGrew": archive.ArchiveGrew,
    "CustomerSpoke": archive.CustomerSpoke,
    "StaffSpoke": archive.StaffSpoke,
}
