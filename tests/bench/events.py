"""Callbacks as WeCom sends them, no two about the same customer."""

import itertools

from app.clock import now
from tests.callbacks.sealing import Post, event, seal
from tests.conftest import AGENTID, CORP

_numbers = itertools.count(1)


def distinct(count: int) -> list[Post]:
    """So many sealed add_external_contact events, of this moment."""
    timestamp = str(int(now().timestamp()))
    return [
        seal(
            event(
                ExternalUserID=f"wmBench{number:024d}",
                State="lk-bench-gate-3",
                WelcomeCode=f"CODE{number:039d}",
                CreateTime=timestamp,
            ),
            timestamp=timestamp,
            nonce=f"{number:010d}",
        )
        for number in itertools.islice(_numbers, count)
    ]


def texts(count: int) -> list[Post]:
    """So many sealed text messages of a member, of this moment."""
    timestamp = str(int(now().timestamp()))
    return [
        seal(
            f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName>"
            "<FromUserName><![CDATA[lina]]></FromUserName>"
            f"<CreateTime>{timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[on the way {number}]]></Content>"
            f"<MsgId>{number}</MsgId><AgentID>{AGENTID}</AgentID></xml>",
            timestamp=timestamp,
            nonce=f"{number:010d}",
        )
        for number in itertools.islice(_numbers, count)
    ]
