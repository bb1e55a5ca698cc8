"""What a member's words and presses look like to the app: messages with a MsgId, and events."""

from collections.abc import Mapping

from bots.simulator.models import Json


def message(userid: str, agentid: int, msgtype: str, msgid: int, fields: Json) -> Json:
    head: Json = {"FromUserName": userid, "MsgType": msgtype, **fields}
    place = {"AppType": "wxwork"} if msgtype == "location" else {}
    return {**head, "MsgId": msgid, "AgentID": agentid, **place}


def event(userid: str, agentid: int, name: str, fields: Json) -> Json:
    """An event of a member's own doing: FromUserName is his, not sys."""
    return {"FromUserName": userid, "Event": name, **fields, "AgentID": agentid}


def card_fields(
    card: Json, key: str, response_code: str, chosen: Mapping[str, list[str]], misspelt: bool
) -> Json:
    """One sample of Tencent's spells OpitonIds, another OptionIds; `misspelt` says which."""
    many, one = ("OpitonIds", "OpitonId") if misspelt else ("OptionIds", "OptionId")
    named = {"EventKey": key, "TaskId": card.get("task_id", ""), "CardType": card["card_type"]}
    fields: Json = {**named, "ResponseCode": response_code}
    items = [{"QuestionKey": question, many: {one: ids}} for question, ids in chosen.items()]
    return {**fields, "SelectedItems": {"SelectedItem": items}} if items else fields
