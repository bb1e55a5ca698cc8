"""What we say when customers and groups pass from one member to another (在职/离职继承)."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.questions.inheritance import GetResignedTransferResult, GetTransferResult
from bots.speech import Command, Trace


@dataclass(frozen=True)
class TransferCustomer(Command):
    """分配在职成员的客户: takes effect after 24 hours unless the customer refuses. Twice in 90 days.

    Page 92125.
    """

    path = "externalcontact/transfer_customer"
    page = 92125
    repeatable = False
    looked_up_by = Trace(
        GetTransferResult,
        "",
        same={"customer.*.external_userid": "external_userid.*"},
        ask={"handover_userid": "handover_userid", "takeover_userid": "takeover_userid"},
    )
    limits = (
        Limit("external_userid", 100, "items"),
        Limit("transfer_success_msg", 200, "characters"),
    )

    handover_userid: str
    takeover_userid: str
    external_userid: list[str]
    transfer_success_msg: str | None = None

    def verify(self) -> None:
        require(
            self.handover_userid != self.takeover_userid, "one member cannot inherit from himself"
        )


@dataclass(frozen=True)
class TransferResignedCustomer(Command):
    """分配离职成员的客户: takes effect after 24 hours. Page 94081."""

    path = "externalcontact/resigned/transfer_customer"
    page = 94081
    repeatable = False
    looked_up_by = Trace(
        GetResignedTransferResult,
        "",
        same={"customer.*.external_userid": "external_userid.*"},
        ask={"handover_userid": "handover_userid", "takeover_userid": "takeover_userid"},
    )
    limits = (Limit("external_userid", 100, "items"),)

    handover_userid: str
    takeover_userid: str
    external_userid: list[str]


@dataclass(frozen=True)
class TransferGroupChat(Command):
    """分配离职成员的客户群; what is refused stands in failed_chat_list. Page 92127."""

    path = "externalcontact/groupchat/transfer"
    page = 92127
    limits = (Limit("chat_id_list", 100, "items"),)

    chat_id_list: list[str]
    new_owner: str


@dataclass(frozen=True)
class TransferGroupChatOnjob(Command):
    """分配在职成员的客户群: 300 a day for each owner, twice in 90 days for each group. Page 95703."""

    path = "externalcontact/groupchat/onjob_transfer"
    page = 95703
    limits = (Limit("chat_id_list", 100, "items"),)

    chat_id_list: list[str]
    new_owner: str
