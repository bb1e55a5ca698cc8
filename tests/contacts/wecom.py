"""A small WeCom for the mirror's tests: what it knows is set by hand, and it answers in its words."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.config import settings
from app.corps.wecom import forget_mouths
from tests.bots.loopback import Line, Loopback, opened

Json = dict[str, Any]


@dataclass
class SmallWeCom:
    """Members, tags, and (userid, external_userid) → follow_user entry."""

    members: dict[str, str] = field(default_factory=lambda: {"zhang": "张三", "li": "李四"})
    tags: dict[str, str] = field(default_factory=lambda: {"etA": "高意向", "etB": "展会"})
    names: dict[str, str] = field(default_factory=dict)
    follows: dict[tuple[str, str], Json] = field(default_factory=dict)
    page_size: int = 100
    unlisted: set[str] = field(default_factory=set)  # forgotten by lists, known when asked for
    is_batch_whole: bool = False  # only externalcontact/list forgets them
    refused: dict[str, int] = field(default_factory=dict)  # members → errcode of their pages
    forgotten: set[str] = field(default_factory=set)  # cursors
    while_answering: Callable[[], None] = lambda: None  # runs after the answer was composed

    def add(self, userid: str, external_userid: str, at: datetime, **entry: Any) -> None:
        self.names.setdefault(external_userid, f"客户{external_userid}")
        self.follows[userid, external_userid] = {
            "userid": userid,
            "createtime": int(at.timestamp()),
            "tags": [],
            "add_way": 1,
            **entry,
        }

    def tag(self, userid: str, external_userid: str, *tag_ids: str) -> None:
        tags = [{"tag_id": tag_id, "type": 1} for tag_id in tag_ids]
        self.follows[userid, external_userid]["tags"] = [*tags, {"tag_name": "私", "type": 2}]

    def customer(self, external_userid: str) -> Json:
        mine = [one for (_, who), one in self.follows.items() if who == external_userid]
        if not mine:
            return {"errcode": 84061, "errmsg": "not external contact"}
        contact = {"external_userid": external_userid, "name": self.names[external_userid]}
        return {"errcode": 0, "external_contact": contact, "follow_user": mine}

    def listing(self, userid: str) -> Json:
        """Whom the member follows, in one answer."""
        pairs = [pair for pair in sorted(self.follows) if pair[1] not in self.unlisted]
        who = [customer for member, customer in pairs if member == userid]
        if not who:
            return {"errcode": 84061, "errmsg": "not external contact"}
        return {"errcode": 0, "external_userid": who}

    def batch(self, userids: list[str], cursor: str) -> Json:
        if cursor in self.forgotten:
            return {"errcode": 40058, "errmsg": "invalid cursor"}
        start = int(cursor or 0)
        if userids[0] in self.refused:
            return {"errcode": self.refused[userids[0]], "errmsg": "refused"}
        hidden = set() if self.is_batch_whole else self.unlisted
        pairs = [
            pair for pair in sorted(self.follows) if pair[0] in userids and pair[1] not in hidden
        ]
        items = []
        for userid, who in pairs[start : start + self.page_size]:
            follow = self.follows[userid, who]
            tag_ids = [tag["tag_id"] for tag in follow["tags"] if "tag_id" in tag] + ["stRuleGroup"]
            contact = {"external_userid": who, "name": self.names[who]}
            items.append(
                {"external_contact": contact, "follow_info": {**follow, "tag_id": tag_ids}}
            )
        more = start + self.page_size < len(pairs)
        cursor = str(start + self.page_size) if more else ""
        return {"errcode": 0, "external_contact_list": items, "next_cursor": cursor}

    def library(self) -> Json:
        tags = [{"id": key, "name": name, "order": 1} for key, name in self.tags.items()]
        group = {"group_id": "etG", "group_name": "意向", "order": 1, "tag": tags}
        return {"errcode": 0, "tag_group": [group]}

    def users(self) -> Json:
        users = [
            {"userid": userid, "name": name, "department": [2], "status": 1}
            for userid, name in self.members.items()
        ]
        return {"errcode": 0, "userlist": users}


ANSWERS: dict[str, Callable[[SmallWeCom, Any], Json]] = {
    "gettoken": lambda wecom, asked: {"errcode": 0, "access_token": "t", "expires_in": 7200},
    "externalcontact/get": lambda wecom, asked: wecom.customer(asked.query["external_userid"]),
    "externalcontact/list": lambda wecom, asked: wecom.listing(asked.query["userid"]),
    "externalcontact/batch/get_by_user": lambda wecom, asked: wecom.batch(
        asked.json["userid_list"], asked.json.get("cursor") or ""
    ),
    "externalcontact/get_follow_user_list": lambda wecom, asked: {
        "errcode": 0,
        "follow_user": list(wecom.members),
    },
    "externalcontact/get_corp_tag_list": lambda wecom, asked: wecom.library(),
    "user/list": lambda wecom, asked: wecom.users(),
    "user/get": lambda wecom, asked: {
        "errcode": 0,
        "name": wecom.members[asked.query["userid"]],
    },
    "department/list": lambda wecom, asked: {
        "errcode": 0,
        "department": [{"id": 2, "name": "销售部"}],
    },
}


@contextmanager
def running(wecom: SmallWeCom) -> Iterator[Loopback]:
    """The house speaks to `wecom` meanwhile; gives what was asked."""

    def answering(path: str) -> Callable[[Line], None]:
        def answer(line: Line) -> None:
            composed = json.dumps(ANSWERS[path](wecom, line.loopback.seen[-1])).encode()
            if path == "externalcontact/get":
                wecom.while_answering()
            line.reply(composed)

        return answer

    loopback = Loopback({path: [answering(path)] for path in ANSWERS})
    server = opened(loopback)
    os.environ["WECOM_API_BASE"] = loopback.url + "/cgi-bin"
    settings.cache_clear()
    forget_mouths()
    try:
        yield loopback
    finally:
        del os.environ["WECOM_API_BASE"]
        settings.cache_clear()
        forget_mouths()
        server.shutdown()
        server.server_close()
