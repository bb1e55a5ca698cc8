"""A callback of WeCom, sealed with the corp's own keys, for the door to open."""

from collections.abc import Mapping
from typing import Any

from app import clock
from tests.callbacks.sealing import encrypt, sign
from tests.chaos.crash_town import CrashTown
from tests.chaos.history import Pair

STATE = "lk-demo-shop"


def letter(town: CrashTown, pair: Pair, change: str, welcome: Mapping[str, Any]) -> dict[str, Any]:
    """What is posted: path, query_string and data."""
    corp_id, app = town.corp_id, town.said["corps"][0]["apps"][0]
    sealed = encrypt(words(corp_id, pair, change, welcome), corp_id, app["encoding_aes_key"])
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


def words(corp_id: str, pair: Pair, change: str, welcome: Mapping[str, Any]) -> bytes:
    """The words inside."""
    event = "msg_audit_approved" if change == "msg_audit_approved" else change
    fields = {
        "ToUserName": corp_id,
        "FromUserName": "sys",
        "CreateTime": str(int(clock.now().timestamp())),
        "MsgType": "event",
        "Event": "change_external_contact",
        "ChangeType": event,
        "UserID": pair[0],
        "ExternalUserID": pair[1],
        **({"FailReason": "customer_refused"} if change == "transfer_fail" else {}),
        **({"State": STATE, "WelcomeCode": welcome["welcome_code"]} if welcome else {}),
    }
    inside = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inside}</xml>".encode()
