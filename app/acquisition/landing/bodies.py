"""Landing pages, where they lead, and what visitors left, as programs send and read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.acquisition.landing.form import (
    ASKS,
    MAX_NAME,
    MAX_PRIVACY,
    MAX_SOURCE,
    MAX_TEXT,
    MAX_TITLE,
    MOST_SOURCES,
    PageForm,
)
from app.acquisition.landing.models import LandingPage, Submission
from app.acquisition.landing.wanted import address
from app.acquisition.phones.numbers import masked
from app.api.shell import MAX_ID, N_, Name, RowId, Sent, Text, Told

Kind = Literal["code", "group", "link", "stores"]
SourceName = Annotated[Name, Field(max_length=MAX_SOURCE)]


class DoorBody(Sent):
    """Where people are led: a live code, a group code or an acquisition link, by its id."""

    kind: Literal["code", "group", "link"]
    id: RowId

    @property
    def key(self) -> str:
        """As the forms spell it."""
        return f"{self.kind}:{self.id}"


class GoalBody(Sent):
    """Where a page leads at last: a door, or the stores to choose from (without an id)."""

    kind: Kind
    id: int | None = Field(default=None, ge=1, le=MAX_ID)

    @property
    def key(self) -> str:
        """As the forms spell it."""
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


class LandingPageBody(Sent):
    """Everything that is decided about a page; its picture has an address of its own."""

    name: Name = Field(max_length=MAX_NAME)
    title: Name = Field(max_length=MAX_TITLE)
    text: Text = Field(default="", max_length=MAX_TEXT)
    asks: list[Literal["name", "phone", "note"]] = Field(
        default=[], max_length=len(ASKS), description=N_("请访客留下什么；空：不留，直接看到二维码")
    )
    sources: list[SourceName] = Field(
        default=[], max_length=MOST_SOURCES, description=N_("来源，各有自己的地址，分开统计")
    )
    privacy: Text = Field(default="", max_length=MAX_PRIVACY, description=N_("隐私说明"))
    target: GoalBody = Field(description=N_("访客最后去哪里"))
    is_open: bool = Field(default=True, description=N_("对外开放"))


class ImageBody(Sent):
    """A JPG or PNG picture."""

    content: str = Field(pattern="^[0-9A-Za-z+/]*={0,2}$", description=N_("文件内容的 base64"))


class GoalTold(Told):
    """Where it leads."""

    kind: Kind
    id: int | None


class PlaceTold(Told):
    """One address of a page; the first is for no source."""

    source: str
    url: str
    visits: int
    left: int = Field(description=N_("提交数"))
    known: int = Field(description=N_("其中已匹配到客户的"))


class LandingPageTold(Told):
    """A landing page with its addresses and how they do."""

    id: int
    name: str
    title: str
    text: str
    asks: list[str]
    sources: list[PlaceTold]
    privacy: str
    target: GoalTold
    is_ready: bool = Field(description=N_("访客最后要去的地方还在，而且已经同步到企业微信"))
    is_open: bool
    has_image: bool
    created_at: datetime


class LandingPagesTold(Told):
    """One page of landing pages, the newest first."""

    items: list[LandingPageTold]
    total: int
    page: int
    size: int


class SubmissionTold(Told):
    """What a visitor left, and which customer it turned out to be."""

    id: int
    source: str
    store_id: int | None
    name: str
    phone: str = Field(description=N_("只显示一部分数字"))
    note: str
    code: str = Field(description=N_("访客发给成员的六位字符"))
    external_userid: str | None
    userid: str | None
    matched_by: str | None
    matched_at: datetime | None
    erased_at: datetime | None = Field(description=N_("何时删除了内容；null：还在"))
    created_at: datetime


class SubmissionsTold(Told):
    """One page of what visitors left, the newest first."""

    items: list[SubmissionTold]
    total: int
    page: int
    size: int


def fill(form: PageForm, body: LandingPageBody) -> PageForm:
    """Write what was sent into a form; its picture stays."""
    form.name, form.title = body.name, body.title
    form.text = body.text.strip().replace("\r\n", "\n")
    form.privacy = body.privacy.strip().replace("\r\n", "\n")
    form.asks = [one for one in ASKS if one in body.asks]
    form.sources = list(dict.fromkeys(body.sources))
    form.target, form.is_open = body.target.key, body.is_open
    return form


def page_told(
    page: LandingPage,
    visits: Mapping[tuple[int, str], int],
    counts: Mapping[tuple[int, str], tuple[int, int]],
    *,
    is_ready: bool,
) -> dict[str, Any]:
    """A page as it is told."""
    places = []
    for source in ["", *page.sources]:
        left, known = counts.get((page.id, source), (0, 0))
        seen = visits.get((page.id, source), 0)
        many = {"visits": seen, "left": left, "known": known}
        places.append({"source": source, "url": address(page, source), **many})
    same = ("id", "name", "title", "text", "asks", "privacy", "is_open")
    return {
        **{name: getattr(page, name) for name in same},
        "sources": places,
        "target": {"kind": page.target, "id": page.target_id},
        "is_ready": is_ready,
        "has_image": page.image_type is not None,
        "created_at": page.created_at.isoformat(),
    }


def submission_told(row: Submission) -> dict[str, Any]:
    """What was left as it is told: who looks at a whole number is a person."""
    same = ("id", "source", "store_id", "name", "note", "code", "external_userid", "userid")
    return {
        **{name: getattr(row, name) for name in same},
        "phone": masked(row.phone) if row.phone else "",
        "matched_by": row.matched_by,
        "matched_at": row.matched_at.isoformat() if row.matched_at else None,
        "erased_at": row.erased_at.isoformat() if row.erased_at else None,
        "created_at": row.created_at.isoformat(),
    }
