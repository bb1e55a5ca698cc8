"""What is remembered of an app's messages, card codes, menus, group chats and robots."""

from collections import deque
from dataclasses import dataclass, field

from bots.simulator.models import Json

CODE_LIFE = 86400.0  # of a ResponseCode; newer copies of the page say 72 hours


@dataclass
class Sent:
    """One message/send: how it stands on each member's phone, by userid."""

    msgid: str
    agentid: int
    at: float
    msgtype: str
    rows: dict[str, Json]
    recalled_at: float | None = None


@dataclass
class CardCode:
    """Good for one update of one message's card, for a day."""

    response_code: str
    msgid: str
    issued_at: float
    is_used: bool = False


@dataclass
class AppChat:
    """A group chat of members that an app made (应用群聊)."""

    chatid: str
    agentid: int
    name: str
    owner: str
    userlist: list[str]
    messages: list[Json] = field(default_factory=list)


@dataclass
class Robot:
    """A group robot (群机器人): whoever knows its key may speak through it."""

    key: str
    name: str
    is_enabled: bool = True
    messages: list[Json] = field(default_factory=list)
    spoke_at: deque[float] = field(default_factory=deque)  # within the last minute


class Messages:
    """Hold the world's lock. What stands on phones is in `World.app_messages`, in its order."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.codes: dict[str, CardCode] = {}
        self.menus: dict[int, Json] = {}
        self.chats: dict[str, AppChat] = {}
        self.robots: dict[str, Robot] = {}
        self.replies: list[Json] = []  # passive replies, also those that WeCom would ignore
        self.task_ids: set[tuple[int, str]] = set()  # of cards, by agentid
        self.said_at: dict[tuple[int, str, str], float] = {}  # (agentid, userid, sum of words)
        self.misspells_options = False  # one of Tencent's samples says OpitonIds

    def rename(self, old: str, userid: str) -> None:
        """A member's userid changes: what he has and where he is stays his."""
        for sent in self.sent.values():
            if old in sent.rows:
                sent.rows[userid] = sent.rows.pop(old)
        for chat in self.chats.values():
            chat.userlist = [userid if one == old else one for one in chat.userlist]
            chat.owner = userid if chat.owner == old else chat.owner
