"""TABLE: what has happened → what we then do, in this order. Read this page first.

The first reaction to an event of the welcome lane runs in that lane, alone: a welcome code dies
in 20 seconds and must wait for nobody.
"""

from collections.abc import Callable
from typing import Any

from app.acquisition.group_codes.reactions import steer_group_codes
from app.acquisition.landing.reactions import (
    match_many_words,
    match_remark,
    match_remarks,
    match_words,
)
from app.acquisition.links.reactions import note_link, note_quota
from app.acquisition.phones.matching import match_phone, match_phones
from app.acquisition.reactions import attribute_follow, attribute_follows
from app.acquisition.schedule.counting import count_add, count_adds
from app.acquisition.schedule.leaving import leave_out
from app.acquisition.schedule.regrouping import regroup_department, regroup_member
from app.archive.reactions import pull_archive
from app.attribution.reactions import count_arrival, count_arrivals, count_replies, count_reply
from app.contacts.groups.reactions import mirror_group_chat
from app.contacts.reactions import (
    end_follow,
    end_follows,
    mirror_follow,
    mirror_follows,
    mirror_tags,
)
from app.events import acquisition, app, kf, messages, staff, wecom
from app.events.archive import ArchiveGrew, CustomerSpoke, StaffSpoke
from app.events.base import Event
from app.events.contacts import (
    AddFound,
    ArchiveConsented,
    FollowAdded,
    FollowEdited,
    FollowHalfAdded,
    FollowLost,
    FollowRemoved,
    TransferFailed,
)
from app.events.groups import GroupChatChanged, GroupChatCreated, GroupChatDismissed
from app.events.tags import CorpTagChanged, CorpTagCreated, CorpTagDeleted, CorpTagShuffled
from app.leads.reactions import consider_lead, consider_leads, release_lead
from app.outreach.reactions import greet
from app.sop.reactions import enroll_follow, enroll_follows, stop_on_reply, stop_sops
from app.tagging.reactions import tag_follow, tag_follows, tag_message, tag_messages
from app.together import Many

Reaction = Callable[[Any], None]

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    FollowAdded: (
        greet,
        count_add,
        mirror_follow,
        attribute_follow,
        match_phone,
        tag_follow,
        enroll_follow,
        consider_lead,
        count_arrival,
    ),
    FollowHalfAdded: (greet, mirror_follow),
    AddFound: (),
    FollowEdited: (mirror_follow, match_remark, match_phone, consider_lead),
    FollowRemoved: (end_follow, stop_sops, release_lead, count_arrival),
    FollowLost: (end_follow, stop_sops, release_lead, count_arrival),
    TransferFailed: (mirror_follow,),
    ArchiveConsented: (mirror_follow,),
    CustomerSpoke: (match_words, tag_message, stop_on_reply, consider_lead, count_reply),
    StaffSpoke: (),
    ArchiveGrew: (pull_archive,),
    CorpTagCreated: (mirror_tags,),
    CorpTagChanged: (mirror_tags,),
    CorpTagDeleted: (mirror_tags,),
    CorpTagShuffled: (mirror_tags,),
    GroupChatCreated: (mirror_group_chat, steer_group_codes),
    GroupChatChanged: (mirror_group_chat, steer_group_codes),
    GroupChatDismissed: (mirror_group_chat, steer_group_codes),
    acquisition.AcquisitionQuotaRanLow: (note_quota,),
    acquisition.AcquisitionQuotaRanOut: (note_quota,),
    acquisition.AcquisitionQuotaRefilled: (note_quota,),
    acquisition.AcquisitionExpiryNeared: (note_quota,),
    acquisition.AcquisitionLinkFailed: (note_link,),
    acquisition.AcquisitionLinkDeleted: (note_link,),
    acquisition.AcquisitionProfileOpened: (),
    acquisition.AcquisitionFriendRequested: (),
    acquisition.AcquisitionChatStarted: (),
    acquisition.AcquisitionMessagesReceived: (),
    acquisition.AcquisitionFollowLost: (),
    kf.KfMessageArrived: (),
    kf.KfAccountAuthChanged: (),
    staff.StaffJoined: (regroup_member,),
    staff.StaffChanged: (regroup_member,),
    staff.StaffLeft: (leave_out,),
    staff.DepartmentCreated: (regroup_department,),
    staff.DepartmentChanged: (regroup_department,),
    staff.DepartmentDeleted: (regroup_department,),
    staff.StaffTagChanged: (),
    app.AppSubscribed: (),
    app.AppUnsubscribed: (),
    app.AppEntered: (),
    app.MenuClicked: (),
    app.MenuViewed: (),
    app.LocationReported: (),
    app.CodeScanned: (),
    app.PictureTaken: (),
    app.PlaceChosen: (),
    app.CardAnswered: (),
    app.CardMenuTapped: (),
    app.TaskCardTapped: (),
    messages.TextReceived: (),
    messages.ImageReceived: (),
    messages.VoiceReceived: (),
    messages.VideoReceived: (),
    messages.LocationReceived: (),
    messages.LinkReceived: (),
    wecom.BatchJobFinished: (),
    wecom.MediaJobFinished: (),
    wecom.LivingChanged: (),
    wecom.ApprovalChanged: (),
    wecom.OwnApprovalChanged: (),
    wecom.ProgramNotified: (),
    wecom.ApiAddressesChanged: (),
    wecom.AppPaused: (),
    wecom.AppResumed: (),
    wecom.AppAdminChanged: (),
    wecom.AppShared: (),
    wecom.LicenceMissed: (),
    wecom.WorkbenchSwitched: (),
}


# TABLE: the reactions that can be run to many events at once; the single form is a batch of one.
MANY: dict[Reaction | None, Many] = {
    count_add: count_adds,
    mirror_follow: mirror_follows,
    end_follow: end_follows,
    attribute_follow: attribute_follows,
    match_phone: match_phones,
    match_remark: match_remarks,
    match_words: match_many_words,
    tag_follow: tag_follows,
    tag_message: tag_messages,
    enroll_follow: enroll_follows,
    consider_lead: consider_leads,
    count_arrival: count_arrivals,
    count_reply: count_replies,
}


def name_of(reaction: Reaction) -> str:
    """The dotted path by which a reaction stands in the inbox."""
    return f"{reaction.__module__}.{reaction.__name__}"
