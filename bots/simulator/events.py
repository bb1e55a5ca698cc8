"""The plaintext of callbacks: which fields each event carries, and how they look as XML."""

from collections.abc import Mapping

from bots.simulator.cast import ARCHIVE_AGENTID
from bots.simulator.models import Follow, Json


def contact_event(change: str, follow: Follow, **more: str) -> Json:
    """change_external_contact; fields that are empty are absent, as WeCom leaves them out."""
    pair = {"UserID": follow.userid, "ExternalUserID": follow.external_userid}
    extra = {name: text for name, text in more.items() if text}
    return {"Event": "change_external_contact", "ChangeType": change, **pair, **extra}


def tag_event(change: str, tag_id: str, tag_type: str) -> Json:
    return {
        "Event": "change_external_tag",
        "Id": tag_id,
        "TagType": tag_type,
        "ChangeType": change,
    }


def archive_event() -> Json:
    """msgaudit_notify names the archive's own AgentID and nothing else."""
    return {"AgentID": str(ARCHIVE_AGENTID), "Event": "msgaudit_notify"}


def addressed(event: Mapping[str, object], corpid: str, moment: float) -> Json:
    """The event with the fields every corp event begins with."""
    head: Json = {"ToUserName": corpid, "FromUserName": "sys", "CreateTime": int(moment)}
    return {**head, "MsgType": "event", **event}


def as_xml(fields: Mapping[str, object]) -> str:
    return "<xml>" + "".join(f"<{k}>{_value(v)}</{k}>" for k, v in fields.items()) + "</xml>"


def _value(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
