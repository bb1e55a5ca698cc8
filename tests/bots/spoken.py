"""One of each command and question, made from its fields; some need more than those required."""

from dataclasses import MISSING, fields
from typing import Any, Literal, TypeVar, get_args, get_origin

from bots.speech import JSON, Speech

T = TypeVar("T", bound=Speech)

TEXT = {"content": "你好"}
IMAGE = {"msgtype": "image", "image": {"media_id": "M"}}

# Combinations without which WeCom would refuse: name → what to say besides, or instead.
BESIDES: dict[str, dict[str, Any]] = {
    "AddContactWay": {"type": 2, "user": ["zhangsan"]},
    "AddCorpTag": {"tag": [{"name": "展会"}], "group_name": "来源"},
    "AddGroupWelcomeTemplate": {"text": TEXT},
    "AddKfServicer": {"userid_list": ["zhangsan"]},
    "AddMomentTask": {"text": TEXT, "attachments": [IMAGE]},
    "AddMsgTemplate": {"sender": "zhangsan", "text": TEXT},
    "AddProductAlbum": {"attachments": [{"type": "image", "image": {"media_id": "M"}}]},
    "AddStrategyTag": {"tag": [{"name": "展会"}], "group_id": "g"},
    "CreateAppChat": {"userlist": ["zhangsan", "lisi"], "chatid": "C1"},
    "DelCorpTag": {"tag_id": ["et1"]},
    "DelKfServicer": {"userid_list": ["zhangsan"]},
    "DelStrategyTag": {"tag_id": ["et1"]},
    "GetUserBehavior": {"userid": ["zhangsan"]},
    "MarkTag": {"add_tag": ["et1"], "remove_tag": ["et2"]},
    "Remark": {"remark": "老王", "remark_mobiles": ["13800000001"]},
    "SendAppChat": {"msgtype": "text", "text": TEXT},
    "SendKfMsg": {"msgtype": "text", "text": TEXT},
    "SendKfMsgOnEvent": {"msgtype": "text", "text": TEXT},
    "SendMessage": {"msgtype": "text", "touser": "zhangsan|lisi", "text": TEXT},
    "SendWelcome": {"text": TEXT, "attachments": [IMAGE]},
    "TransKfState": {"service_state": 3, "servicer_userid": "zhangsan"},
    "UpdateTemplateCard": {"userids": ["zhangsan"], "button": {"replace_name": "已处理"}},
    "UpgradeKfCustomer": {"type": 1, "member": {"userid": "zhangsan", "wording": "您好"}},
    "UploadByUrl": {"type": "file"},
}
VALUES: dict[Any, Any] = {
    str: "x",
    int: 1,
    JSON: {"user_list": ["zhangsan"]},
    list[str]: ["x"],
    list[int]: [1],
    list[JSON]: [{"name": "x"}],
}


def example_of(kind: type[T], **more: Any) -> T:
    """Something of this kind that WeCom would take."""
    required = {
        field.name: _value(field.type, field.name)
        for field in fields(kind)
        if field.default is MISSING
    }
    return kind(**{**required, **BESIDES.get(kind.__name__, {}), **more})


def _value(type_: Any, name: str) -> Any:
    if get_origin(type_) is Literal:
        return get_args(type_)[0]
    return f"a {name}" if type_ is str else VALUES[type_]
