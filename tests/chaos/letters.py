"""A callback of WeCom, sealed with the corp's own keys, for the door to open."""

from collections.abc import Mapping
from typing import Any

from app import clock
from tests.callbacks.sealing import encrypt, sign
from tests.chaos.crash_town import CrashTown
from tests.chaos.history import Pair

STATE = "lk-demo-shop"


def letter(town: CrashTown, pair: Pair, change: str, welcome: Mapping[str, Any]) -> dict[str, Any]:
    """What is posted of a customer: path, query_string and data."""
    return posted(town, words(pair, change, welcome))


def posted(town: CrashTown, fields: Mapping[str, str]) -> dict[str, Any]:
    """What is posted of any event, by the fields that it has of its own."""
    corp_id, app = town.corp_id, town.said["corps"][0]["apps"][0]
    sealed = encrypt(written(corp_id, fields), corp_id, app["encoding_aes_key"])
    timestamp = str(int(clock.now().timestamp()))
    query = {
        "msg_signature": sign(app["token"], timestamp, "nonce", sealed),
        "timestamp": timestamp,
        "nonce": "nonce",
    }
    body = (
        f"<xml><ToUserName><![CDATA[{corp_id}]]></ToUserName>"
        f"<AgentID><![CDATA[{app['agentid']}]]></AgentID>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    )
    path = f"/callbacks/{corp_id}/{app['agentid']}"
    return {"path": path, "query_string": query, "data": body.encode()}


def words(pair: Pair, change: str, welcome: Mapping[str, Any]) -> dict[str, str]:
    """What WeCom says of a customer."""
    return {
        "Event": "change_external_contact",
        "ChangeType": change,
        "UserID": pair[0],
        "ExternalUserID": pair[1],
        **({"FailReason": "customer_refused"} if change == "transfer_fail" else {}),
        **({"State": STATE, "WelcomeCode": welcome["welcome_code"]} if welcome else {}),
    }


def written(corp_id: str, fields: Mapping[str, str]) -> bytes:
    """The words inside."""
    head = {
        "ToUserName": corp_id,
        "FromUserName": "sys",
        "CreateTime": str(int(clock.now().timestamp())),
        "MsgType": "event",
    }
    told = (f"<{name}><![CDATA[{value}]]></{name}>" for name, value in {**head, **fields}.items())
    return f"<xml>{''.join(told)}</xml>".encode()
