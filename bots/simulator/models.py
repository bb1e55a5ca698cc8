"""What the simulated WeCom remembers; field names are WeCom's where it has one."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
WECHAT_USER, WECOM_USER = 1, 2  # a customer's type; the second is a member of another corp


ACTIVE, DISABLED, NOT_ACTIVATED, LEFT = 1, 2, 4, 5  # of a member


@dataclass
class Staff:
    userid: str
    name: str
    department: int  # the main one
    position: str
    gender: int
    also_in: list[int] = field(default_factory=list)
    has_customer_right: bool = True  # 客户联系 is switched on for this member
    status: int = ACTIVE
    left_at: float | None = None
    details: Json = field(default_factory=dict)  # fields that the address book only keeps

    @property
    def departments(self) -> list[int]:
        return [self.department, *self.also_in]

    @property
    def has_left(self) -> bool:
        """He stays known to the simulator, and to nobody who asks the API."""
        return self.status == LEFT


@dataclass
class Label:
    """A tag of members and departments; agentid is the app's that made it."""

    tagid: int
    tagname: str
    agentid: int
    users: list[str] = field(default_factory=list)
    parties: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Customer:
    key: str
    external_userid: str
    name: str
    gender: int
    unionid: str
    type: int = WECHAT_USER
    corp_name: str = ""


@dataclass(slots=True)
class Follow:
    """A staff member and a customer. Each side may drop the other; WeCom's API sees staff's side.

    While it `is_half` (单向), the customer has the member and may write, and the API knows nothing.
    """

    userid: str
    external_userid: str
    createtime: int
    add_way: int
    oper_userid: str
    remark: str
    state: str = ""
    description: str = ""
    remark_corp_name: str = ""
    remark_mobiles: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    personal_tags: list[str] = field(default_factory=list)
    staff_has: bool = True
    customer_has: bool = True
    order: int = 0  # of adding; a customer's last follow is the one with the highest
    chatted: bool = False
    welcomed: bool = False
    is_half: bool = False

    @property
    def is_friend(self) -> bool:
        return self.staff_has and self.customer_has

    @property
    def can_talk(self) -> bool:
        return self.customer_has and (self.staff_has or self.is_half)


@dataclass
class Tag:
    id: str
    name: str
    order: int
    create_time: int
    agentid: int = 0  # the app that made it; 0: the console


@dataclass
class TagGroup:
    group_id: str
    group_name: str
    order: int
    create_time: int
    tag: list[Tag] = field(default_factory=list)
    strategy_id: int = 0  # of the strategy (规则组) it belongs to; 0: to the whole corp
    agentid: int = 0


@dataclass
class ContactWay:
    config_id: str
    fields: Json
    created_at: float
    turn: int = 0  # round robin over its members


@dataclass
class TempSession:
    config_id: str
    userid: str
    external_userid: str
    ends_at: float
    ended_at: float | None = None


@dataclass
class TempSessions:
    """Not locked by itself: hold the world's lock."""

    sessions: list[TempSession] = field(default_factory=list)
    expected: dict[tuple[str, str], str] = field(default_factory=dict)  # pair to config_id

    def open(self, userid: str, external_userid: str) -> TempSession | None:
        pair = (userid, external_userid)
        mine = (s for s in self.sessions if (s.userid, s.external_userid) == pair)
        return next((session for session in mine if session.ended_at is None), None)


@dataclass
class OtherIds:
    """Since when a unionid has had a pending_id."""

    pending_since: dict[str, float] = field(default_factory=dict)


@dataclass
class Welcome:
    welcome_code: str
    userid: str
    external_userid: str
    issued_at: float
    sent_at: float | None = None
    delivered: bool = False
    taken_by: str = ""  # another app that was quicker
    taken_until: float | None = None
    tries: list[Json] = field(default_factory=list)


@dataclass
class GroupSend:
    """One customer's line in one member's task, or one group's."""

    external_userid: str
    status: int = 0  # 0 unsent, 1 sent, 2 not a friend, 3 has had this month's messages
    send_time: int = 0
    chat_id: str = ""  # in place of a customer where the message goes to groups


@dataclass
class GroupTask:
    userid: str
    sends: list[GroupSend]
    status: int = 0  # 0 unsent, 2 sent
    send_time: int = 0


@dataclass
class GroupMessage:
    msgid: str
    creator: str
    created_at: float
    text: Json
    attachments: list[Json]
    tasks: dict[str, GroupTask]
    chat_type: str = "single"
    cancelled: bool = False
    reminded_at: list[float] = field(default_factory=list)


@dataclass
class Media:
    media_id: str
    type: str
    filename: str
    mimetype: str
    content: bytes
    created_at: float
    attachment_type: int = 0  # 1 for moments, 2 for product albums, 0 for everything else
    robot: str = ""  # the key of the only robot that may use it


@dataclass
class Token:
    access_token: str
    agentid: int
    issued_at: float


@dataclass
class Product:
    product_id: str
    fields: Json
    create_time: int
    deleted: bool = False
