"""A welcome as programs send and read it: words, files of the library, cards, and windows."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from app.api.shell import N_, ClockTime, Day, Line, Name, RowId, Sent, Text, Told
from app.outreach.composer import Draft
from app.outreach.models import Welcome
from app.outreach.parts import Part, part_of
from app.outreach.welcome import MAX_ATTACHMENTS, MAX_TEXT
from app.outreach.window_form import LONGEST_NAME, MOST_WINDOWS, WindowDraft

HOST = r"[0-9A-Za-z.\-]+(:[0-9]{1,5})?"
WebAddress = Annotated[
    str, StringConstraints(pattern=f"^https?://{HOST}([/?#][!-~]*)?$", max_length=2048)
]
AppId = Annotated[str, StringConstraints(pattern="^wx[0-9A-Za-z]+$", max_length=64)]
Weekday = Annotated[int, Field(ge=1, le=7)]


class LinkBody(Sent):
    """A link card of the welcome."""

    title: Name = Field(max_length=128)
    url: WebAddress
    desc: Line = Field(default="", max_length=512)
    picurl: WebAddress | Literal[""] = Field(default="", description=N_("封面图片的网址，可不填"))


class MiniBody(Sent):
    """A mini-program card; its cover is a picture of the library."""

    title: Name = Field(max_length=64)
    appid: AppId
    page: Name = Field(max_length=1024)
    cover: RowId = Field(description=N_("封面：素材库里一张图片的 id"))


class SpokenBody(Sent):
    """One message."""

    text: Text = Field(
        default="", max_length=MAX_TEXT, description=N_("最多 4000 字节，可用编辑器里的两个占位词")
    )
    materials: list[RowId] = Field(
        default=[], max_length=MAX_ATTACHMENTS, description=N_("素材库里的图片、视频、文件的 id")
    )
    links: list[LinkBody] = Field(default=[], max_length=MAX_ATTACHMENTS)
    minis: list[MiniBody] = Field(default=[], max_length=MAX_ATTACHMENTS)


class WindowBody(SpokenBody):
    """What is said at certain times instead; with `first` on those dates, else every week."""

    name: Line = Field(default="", max_length=LONGEST_NAME)
    start: ClockTime
    end: ClockTime = Field(description=N_("不晚于开始时间的，算到次日"))
    weekdays: list[Weekday] = Field(default=[], max_length=7, description=N_("1 是周一"))
    first: Day | None = None
    last: Day | None = None


class WholeWelcomeBody(SpokenBody):
    """All of a welcome; what is left out is empty. With nothing at all it is switched off."""

    windows: list[WindowBody] = Field(default=[], max_length=MOST_WINDOWS)


class LinkTold(Told):
    """A link card as it is kept."""

    title: str
    url: str
    desc: str
    picurl: str


class MiniTold(Told):
    """A mini-program card as it is kept."""

    title: str
    appid: str
    page: str
    cover: int


class SpokenTold(Told):
    """One message as it is kept."""

    text: str
    materials: list[int]
    links: list[LinkTold]
    minis: list[MiniTold]


class WindowTold(SpokenTold):
    """A window as it is kept."""

    name: str
    start: str
    end: str
    weekdays: list[int]
    first: str | None
    last: str | None


class WholeWelcomeTold(SpokenTold):
    """All of a welcome."""

    windows: list[WindowTold]
    is_active: bool = Field(description=N_("没有任何内容的欢迎语是关闭的"))
    version: int = Field(description=N_("每次改动加 1，从未有过时为 0"))
    unready: list[int] = Field(description=N_("企业微信还没有收下的素材，发送时会略去"))


def draft_from(body: WholeWelcomeBody) -> Draft:
    """What was sent, as the editor has it."""
    windows = [_window(f"w{place}-", window) for place, window in enumerate(body.windows)]
    return Draft(part_from("", body), windows)


def _window(prefix: str, body: WindowBody) -> WindowDraft:
    return WindowDraft(
        part_from(prefix, body),
        name=body.name.strip(),
        start=body.start,
        end=body.end,
        weekdays=[str(day) for day in dict.fromkeys(body.weekdays)],
        first=body.first or "",
        last=body.last or "",
        by="dates" if body.first or body.last else "week",
    )


def part_from(prefix: str, body: SpokenBody) -> Part:
    """One message, as the editor has it."""
    return Part(
        prefix,
        body.text.replace("\r\n", "\n").strip(),
        media=list(dict.fromkeys(body.materials)),
        links=[link.model_dump() for link in body.links],
        minis=[{**mini.model_dump(), "cover": str(mini.cover)} for mini in body.minis],
    )


def welcome_told(welcome: Welcome | None, unready: Sequence[int]) -> dict[str, Any]:
    """A welcome as it is told; one that was never made is empty."""
    is_on = welcome is not None and welcome.is_active
    text, attachments, windows = (
        (welcome.text, welcome.attachments, welcome.windows) if welcome and is_on else ("", [], [])
    )
    return {
        **spoken(text, attachments),
        "windows": [
            {
                **spoken(kept["text"], kept["attachments"]),
                "name": kept["name"],
                "start": kept["from"],
                "end": kept["to"],
                "weekdays": kept["weekdays"],
                "first": kept.get("first"),
                "last": kept.get("last"),
            }
            for kept in windows
        ],
        "is_active": is_on,
        "version": welcome.version if welcome else 0,
        "unready": list(unready),
    }


def spoken(text: str, attachments: list[dict[str, Any]]) -> dict[str, Any]:
    """One message as it is told."""
    part = part_of("", text, attachments)
    minis = [{**mini, "cover": int(mini["cover"])} for mini in part.minis]
    return {"text": text, "materials": part.media, "links": part.links, "minis": minis}
