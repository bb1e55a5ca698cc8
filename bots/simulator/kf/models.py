"""What the simulated 微信客服 remembers: accounts, sessions, and one log of all that was said."""

from dataclasses import dataclass, field

from bots.simulator.models import Json

FRESH, BOT, POOL, HUMAN, ENDED = range(5)  # service_state
BY_API, BY_CUSTOMER, BY_WECOM, BY_SERVICER = 2, 3, 4, 5  # origin; sync_msg never shows BY_API
RECEIVING, STOPPED, SUSPENDED = "receiving", "stopped", "suspended"


@dataclass
class Account:
    open_kfid: str
    name: str
    media_id: str
    managed: bool  # may the app manage it through the API?
    servicers: dict[str, str] = field(default_factory=dict)  # userid → how he receives
    departments: list[int] = field(default_factory=list)
    deleted: bool = False


@dataclass
class Session:
    """One customer at one account. `sent` counts the app's messages since he last wrote."""

    open_kfid: str
    external_userid: str
    state: int = ENDED
    servicer_userid: str = ""
    context: Json = field(default_factory=dict)
    entered_at: float = 0.0
    visit: int = 0  # counts all visits; the latest has the highest
    said_at: float | None = None
    sent: int = 0
    welcomed_at: float | None = None
    coded: bool = False  # a session's first move to pool or human brings a msg_code
    refused: bool = False  # by the servicer: what the customer writes does not arrive
    blocked: bool = False  # by the customer: what we send fails afterwards
    upgrade: Json = field(default_factory=dict)


@dataclass
class Entry:
    """One line of the log; events are told by WeCom itself."""

    at: float
    open_kfid: str
    external_userid: str
    origin: int
    msgid: str
    msgtype: str
    content: Json
    servicer_userid: str = ""
    recalled: bool = False
    failed: bool = False


@dataclass
class Code:
    """Good for one answer while it lives and the session is in the state that brought it."""

    kind: str
    session: Session
    until: float
    state: int | None
    used: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that the statistics count: begun, taken, upgraded or refused."""

    at: float
    what: str
    open_kfid: str
    external_userid: str
    userid: str = ""


@dataclass
class Desk:
    """All of a corp's 微信客服. Hold the world's lock."""

    accounts: dict[str, Account] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # url → open_kfid, scene
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    msgids: set[tuple[str, str]] = field(default_factory=set)  # open_kfid, msgid
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)  # → open_kfid, issued at
    failures: dict[str, list[int]] = field(default_factory=dict)  # fail_types to come, by account
    marks: list[Mark] = field(default_factory=list)
    member_range: Json = field(
        default_factory=lambda: {"userid_list": [], "department_id_list": []}
    )
    groupchat_range: Json = field(default_factory=lambda: {"chat_id_list": []})
    wechat_channels_binding: bool = True
