"""The plaintext of callbacks: which fields each event carries, and how they look as XML."""

from collections.abc import Mapping

from bots.simulator.cast import ARCHIVE_AGENTID
from bots.simulator.models import Follow, Json


def contact_event(change: str, follow: Follow, **more: str) -> Json:
    """change_external_contact; fields that are empty are absent, as WeCom leaves them out."""
    pair = {"UserID": follow.userid, "ExternalUserID": follow.external_userid}
    extra = {name: text for name, text in more.items() if text}
    return {"Event": "change_external_contact", "ChangeType": change, **pair, **extra}


def tag_event(change: str, tag_id: str, tag_type: str, strategy_id: int = 0) -> Json:
    """A shuffle names no TagType; StrategyId is there only for tags of a strategy."""
    event = {"Event": "change_external_tag", "Id": tag_id}
    more = {"TagType": tag_type, "StrategyId": str(strategy_id or "")}
    return {**event, **{name: text for name, text in more.items() if text}, "ChangeType": change}


def archive_event() -> Json:
    """msgaudit_notify names the archive's own AgentID and nothing else."""
    return {"AgentID": str(ARCHIVE_AGENTID), "Event": "msgaudit_notify"}


def addressed(event: Mapping[str, object], corpid: str, moment: float) -> Json:
    """The event with the fields every corp event begins with, but for those it sets to None."""
    head: Json = {"ToUserName": corpid, "FromUserName": "sys", "CreateTime": int(moment)}
    whole = {**head, "MsgType": "event", **event}
    return {name: value for name, value in whole.items() if value is not None}


def as_xml(fields: Mapping[str, object]) -> str:
    """A mapping nests, a list repeats its element, a number stands without CDATA."""
    return f"<xml>{_inside(fields)}</xml>"


def _inside(fields: Mapping[str, object]) -> str:
    return "".join(_elements(name, value) for name, value in fields.items())


def _elements(name: str, value: object) -> str:
    if isinstance(value, list):
        return "".join(_elements(name, one) for one in value)
    if isinstance(value, Mapping):
        return f"<{name}>{_inside(value)}</{name}>"
    return f"<{name}>{_plain(value)}</{name}>"


def _plain(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
