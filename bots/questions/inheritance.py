"""What we ask about customers that pass from one member to another."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class GetTransferResult(Question):
    """客户接替状态: 1 done, 2 waiting, 3 refused, 4 has too many, 5 none. Page 94088."""

    path = "externalcontact/transfer_result"
    page = 94088

    handover_userid: str
    takeover_userid: str
    cursor: str | None = None


@dataclass(frozen=True)
class GetResignedTransferResult(Question):
    """离职客户接替状态. Page 94082."""

    path = "externalcontact/resigned/transfer_result"
    page = 94082

    handover_userid: str
    takeover_userid: str
    cursor: str | None = None


@dataclass(frozen=True)
class GetUnassignedList(Question):
    """待分配的离职成员列表. page_id and cursor exclude each other. Page 92124."""

    path = "externalcontact/get_unassigned_list"
    page = 92124
    limits = (Limit("page_size", 1000, "items"),)

    page_id: int | None = None
    cursor: str | None = None
    page_size: int | None = None
