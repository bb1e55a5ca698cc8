"""What the simulated WeCom remembers of moments; field names are WeCom's where it has one."""

from dataclasses import dataclass, field

from bots.simulator.models import Json

BY_CORP, PERSONAL = 0, 1
UNPUBLISHED, PUBLISHED = 0, 1
SOME, EVERYBODY = 0, 1


@dataclass
class Voice:
    """One like or comment, by a customer or by a member."""

    who: str
    create_time: int
    text: str = ""


@dataclass
class Publication:
    """One member's part in a moment: his task, then what his customers see of it."""

    userid: str
    publish_status: int = UNPUBLISHED
    published_at: float = 0.0
    chosen: list[str] = field(default_factory=list)  # customers whom the range names
    reached: list[str] = field(default_factory=list)  # those of them who still have the member
    likes: list[Voice] = field(default_factory=list)
    comments: list[Voice] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """What is to be shown, and to whose customers: with any of the tags, or to all without."""

    text: Json
    attachments: list[Json]
    tags: list[str]


@dataclass
class Moment:
    moment_id: str
    creator: str  # the member who wrote it himself; nobody for the corp's
    created_at: float
    create_type: int
    draft: Draft
    publications: dict[str, Publication]
    cancelled: bool = False
    deleted: bool = False

    @property
    def visible_type(self) -> int:
        return SOME if self.draft.tags else EVERYBODY


@dataclass
class MomentJob:
    """add_moment_task is made later than it is answered; `result` is there when it is done."""

    jobid: str
    agentid: int  # of the app that asked, the only one that is told
    created_at: float
    result: Json = field(default_factory=dict)


@dataclass
class Moments:
    written: dict[str, Moment] = field(default_factory=dict)
    jobs: dict[str, MomentJob] = field(default_factory=dict)
