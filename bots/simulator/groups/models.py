"""What the simulated WeCom remembers of customer groups; field names are WeCom's where it has one."""

from dataclasses import dataclass, field

from bots.simulator.models import Json

STAFF, CUSTOMER = 1, 2
INVITED, BY_LINK, BY_QR = 1, 2, 3
LEFT, REMOVED = 0, 1


@dataclass(frozen=True)
class GroupMember:
    userid: str  # a customer's external_userid stands here too, as in WeCom's answers
    type: int
    join_time: int
    join_scene: int
    invitor: str = ""
    state: str = ""
    group_nickname: str = ""


@dataclass(frozen=True)
class MemberView:
    """The member list that groupchat/get shows from a moment on: WeCom's lags behind its events."""

    visible_at: float
    version: str
    members: tuple[GroupMember, ...]


@dataclass(frozen=True)
class Happening:
    """One line of a group's history, from which its statistics are counted."""

    at: float
    kind: str  # founded, joined, left, said, dismissed
    who: str = ""


@dataclass
class GroupChat:
    chat_id: str
    opengid: str
    name: str
    owner: str
    create_time: int
    capacity: int
    notice: str = ""
    status: int = 0  # 0 as usual; 1 owner resigned, 2 being inherited, 3 inherited
    admins: list[str] = field(default_factory=list)
    members: dict[str, GroupMember] = field(default_factory=dict)
    views: list[MemberView] = field(default_factory=list)
    history: list[Happening] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)
    template_id: str = ""  # the welcome that its owner applied
    dismissed: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.members) >= self.capacity

    def view(self, now: float) -> MemberView:
        """The members as groupchat/get shows them at this moment."""
        due = (view for view in reversed(self.views) if view.visible_at <= now)
        return next(due, self.views[0])


@dataclass
class JoinWay:
    config_id: str
    agentid: int  # of the app that made it; no other knows it
    fields: Json
    opened: list[str] = field(
        default_factory=list
    )  # groups that WeCom opened when others were full


@dataclass
class GroupWelcome:
    template_id: str
    agentid: int  # of the app that made it, the only one that may change it
    text: Json
    attachment: Json  # one of image, link, miniprogram, file, video under its msgtype; or nothing
    notify: bool = True


@dataclass
class Groups:
    chats: dict[str, GroupChat] = field(default_factory=dict)
    ways: dict[str, JoinWay] = field(default_factory=dict)
    welcomes: dict[str, GroupWelcome] = field(default_factory=dict)
    capacity: int = 500
    lag: float = 5.0  # virtual seconds until groupchat/get shows a change of members

    def living(self) -> list[GroupChat]:
        return [chat for chat in self.chats.values() if not chat.dismissed]
