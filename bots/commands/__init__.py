"""TABLE: what we can say to WeCom: one frozen record per write API, fields spelt as the API spells them."""

from collections.abc import Mapping
from typing import Any

from bots.commands.codes import AddContactWay, CloseTempChat, DelContactWay, UpdateContactWay
from bots.commands.customers import Remark, SendWelcome
from bots.commands.groups import (
    AddGroupWelcomeTemplate,
    AddJoinWay,
    DelGroupWelcomeTemplate,
    DelJoinWay,
    EditGroupWelcomeTemplate,
    UpdateJoinWay,
)
from bots.commands.inheritance import (
    TransferCustomer,
    TransferGroupChat,
    TransferGroupChatOnjob,
    TransferResignedCustomer,
)
from bots.commands.kf import (
    AddKfAccount,
    AddKfContactWay,
    AddKfServicer,
    CancelKfUpgrade,
    DelKfAccount,
    DelKfServicer,
    SendKfMsg,
    SendKfMsgOnEvent,
    TransKfState,
    UpdateKfAccount,
    UpgradeKfCustomer,
)
from bots.commands.links import CreateLink, DeleteLink, UpdateLink
from bots.commands.materials import (
    AddInterceptRule,
    AddProductAlbum,
    DeleteProductAlbum,
    DelInterceptRule,
    UpdateInterceptRule,
    UpdateProductAlbum,
)
from bots.commands.media import UploadByUrl
from bots.commands.messages import (
    CreateAppChat,
    RecallMessage,
    SendAppChat,
    SendMessage,
    UpdateAppChat,
    UpdateTemplateCard,
)
from bots.commands.moments import AddMomentTask, CancelMomentTask
from bots.commands.sends import AddMsgTemplate, CancelGroupMsg, RemindGroupMsg
from bots.commands.strategies import (
    CreateCustomerStrategy,
    CreateMomentStrategy,
    DelCustomerStrategy,
    DelMomentStrategy,
    EditCustomerStrategy,
    EditMomentStrategy,
)
from bots.commands.tags import (
    AddCorpTag,
    AddStrategyTag,
    DelCorpTag,
    DelStrategyTag,
    EditCorpTag,
    EditStrategyTag,
    MarkTag,
)
from bots.speech import Command

COMMANDS: Mapping[str, type[Command]] = {
    "SendWelcome": SendWelcome,
    "Remark": Remark,
    "MarkTag": MarkTag,
    "AddCorpTag": AddCorpTag,
    "EditCorpTag": EditCorpTag,
    "DelCorpTag": DelCorpTag,
    "AddStrategyTag": AddStrategyTag,
    "EditStrategyTag": EditStrategyTag,
    "DelStrategyTag": DelStrategyTag,
    "AddContactWay": AddContactWay,
    "UpdateContactWay": UpdateContactWay,
    "DelContactWay": DelContactWay,
    "CloseTempChat": CloseTempChat,
    "AddMsgTemplate": AddMsgTemplate,
    "RemindGroupMsg": RemindGroupMsg,
    "CancelGroupMsg": CancelGroupMsg,
    "AddJoinWay": AddJoinWay,
    "UpdateJoinWay": UpdateJoinWay,
    "DelJoinWay": DelJoinWay,
    "AddGroupWelcomeTemplate": AddGroupWelcomeTemplate,
    "EditGroupWelcomeTemplate": EditGroupWelcomeTemplate,
    "DelGroupWelcomeTemplate": DelGroupWelcomeTemplate,
    "AddMomentTask": AddMomentTask,
    "CancelMomentTask": CancelMomentTask,
    "CreateLink": CreateLink,
    "UpdateLink": UpdateLink,
    "DeleteLink": DeleteLink,
    "TransferCustomer": TransferCustomer,
    "TransferResignedCustomer": TransferResignedCustomer,
    "TransferGroupChat": TransferGroupChat,
    "TransferGroupChatOnjob": TransferGroupChatOnjob,
    "CreateCustomerStrategy": CreateCustomerStrategy,
    "EditCustomerStrategy": EditCustomerStrategy,
    "DelCustomerStrategy": DelCustomerStrategy,
    "CreateMomentStrategy": CreateMomentStrategy,
    "EditMomentStrategy": EditMomentStrategy,
    "DelMomentStrategy": DelMomentStrategy,
    "AddProductAlbum": AddProductAlbum,
    "UpdateProductAlbum": UpdateProductAlbum,
    "DeleteProductAlbum": DeleteProductAlbum,
    "AddInterceptRule": AddInterceptRule,
    "UpdateInterceptRule": UpdateInterceptRule,
    "DelInterceptRule": DelInterceptRule,
    "SendMessage": SendMessage,
    "RecallMessage": RecallMessage,
    "UpdateTemplateCard": UpdateTemplateCard,
    "CreateAppChat": CreateAppChat,
    "UpdateAppChat": UpdateAppChat,
    "SendAppChat": SendAppChat,
    "UploadByUrl": UploadByUrl,
    "AddKfAccount": AddKfAccount,
    "DelKfAccount": DelKfAccount,
    "UpdateKfAccount": UpdateKfAccount,
    "AddKfContactWay": AddKfContactWay,
    "AddKfServicer": AddKfServicer,
    "DelKfServicer": DelKfServicer,
    "TransKfState": TransKfState,
    "SendKfMsg": SendKfMsg,
    "SendKfMsgOnEvent": SendKfMsgOnEvent,
    "UpgradeKfCustomer": UpgradeKfCustomer,
    "CancelKfUpgrade": CancelKfUpgrade,
}


def load(kind: str, body: Mapping[str, Any]) -> Command:
    """The command that `body()` of a `kind` was written from; unknown kinds raise KeyError."""
    return COMMANDS[kind](**body)
