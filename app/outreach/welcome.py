"""Which welcome a customer gets and what WeCom and the preview show of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from app.outreach.windows import open_at, window_of

CUSTOMER = "{客户昵称}"
STAFF = "{员工姓名}"
# Both are shorter than what they stand for, so a text that fits with placeholders always fits.
NEUTRAL_CUSTOMER = "朋友"
NEUTRAL_STAFF = "顾问"

MAX_TEXT = 4000  # bytes
MAX_ATTACHMENTS = 9
MAX_LINK: Mapping[str, int] = {"title": 128, "url": 2048, "desc": 512, "picurl": 2048}  # bytes
MAX_MINI: Mapping[str, int] = {
    "title": 64,
    "appid": 64,
    "page": 1024,
}  # bytes; WeCom names the first
MEDIA = ("image", "video", "file")  # what goes by a media_id

JSON = dict[str, Any]


class Candidate(Protocol):
    """What choosing looks at."""

    @property
    def state(self) -> str | None: ...
    @property
    def userid(self) -> str | None: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def attachments(self) -> list[JSON]: ...
    @property
    def windows(self) -> list[JSON]: ...


AnyWelcome = TypeVar("AnyWelcome", bound=Candidate)


Whose = TypeVar("Whose")


@dataclass(frozen=True)
class Choice(Generic[Whose]):
    """What is said, by which welcome, and in which window of it: nothing for all other times."""

    welcome: Whose
    text: str
    attachments: list[JSON]
    window: str = ""


@dataclass(frozen=True)
class Names:
    """Who speaks to whom; empty when it could not be learnt in time."""

    customer: str = ""
    staff: str = ""


@dataclass(frozen=True)
class Message:
    """A welcome as WeCom takes it; `left_out` are the material ids that had no media_id."""

    text: str
    attachments: list[JSON]
    left_out: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.text or self.attachments)


def choose(
    welcomes: Iterable[AnyWelcome], state: str, userid: str, moment: datetime
) -> Choice[AnyWelcome] | None:
    """What speaks at `moment` (the corp's clock): the code's welcome, the member's, the default.

    Of each the open window comes before what it says at all times; one that has only windows
    lets the next speak outside of them.
    """
    active = {(welcome.state, welcome.userid): welcome for welcome in welcomes if welcome.is_active}
    ranked = [(state or "", None), (None, userid), (None, None)]
    found = (active[whose] for whose in ranked if whose in active)
    return next(filter(None, (_speaking(welcome, moment) for welcome in found)), None)


def _speaking(welcome: AnyWelcome, moment: datetime) -> Choice[AnyWelcome] | None:
    place = open_at([window_of(kept) for kept in welcome.windows], moment)
    if place is not None:
        window = welcome.windows[place]
        return Choice(welcome, window["text"], window["attachments"], window["name"])
    if welcome.text or welcome.attachments:
        return Choice(welcome, welcome.text, welcome.attachments)
    return None


def asks_for_customer(text: str) -> bool:
    """Whether the customer's name must be learnt before this can be sent."""
    return CUSTOMER in text


def render(text: str, names: Names) -> str:
    """The text with its names; neutral words where a name is missing or would break the limit."""
    named = _filled(text, names.customer or NEUTRAL_CUSTOMER, names.staff or NEUTRAL_STAFF)
    if len(named.encode()) <= MAX_TEXT:
        return named
    return _filled(text, NEUTRAL_CUSTOMER, NEUTRAL_STAFF)


def _filled(text: str, customer: str, staff: str) -> str:
    # Cut at the customer's placeholder first: a nickname that spells {员工姓名} stays a nickname.
    return customer.join(part.replace(STAFF, staff) for part in text.split(CUSTOMER))


def material_ids(attachments: Sequence[JSON]) -> list[int]:
    """The materials that these attachments show, a mini-program's cover among them."""
    return [item["material_id"] for item in attachments if "material_id" in item]


def compose(
    text: str, attachments: Sequence[JSON], names: Names, media_ids: Mapping[int, str]
) -> Message:
    """The message as WeCom takes it; what has no media_id is left out, the rest goes."""
    pairs = [(item, _as_wecom(item, media_ids)) for item in attachments]
    return Message(
        text=render(text, names),
        attachments=[spoken for _, spoken in pairs if spoken is not None],
        left_out=tuple(item["material_id"] for item, spoken in pairs if spoken is None),
    )


def _as_wecom(item: JSON, media_ids: Mapping[int, str]) -> JSON | None:
    kind = item["msgtype"]
    if kind == "link":
        return {
            "msgtype": "link",
            "link": {name: item[name] for name in MAX_LINK if item.get(name)},
        }
    media_id = media_ids.get(item["material_id"])
    if not media_id:
        return None
    if kind == "miniprogram":
        fields = {name: item[name] for name in MAX_MINI}
        return {"msgtype": kind, kind: {**fields, "pic_media_id": media_id}}
    return {"msgtype": kind, kind: {"media_id": media_id}}


def bubbles(message: Message, shown: Mapping[str, Mapping[str, str]]) -> list[JSON]:
    """What the customer's phone shows of `message`; `shown` maps a media_id to what is seen of
    the file: the `address` of a picture, the `filename` of a file.
    """
    text = [{"from": "staff", "msgtype": "text", "text": message.text}] if message.text else []
    return text + [_bubble(item, shown) for item in message.attachments]


def _bubble(item: JSON, shown: Mapping[str, Mapping[str, str]]) -> JSON:
    kind = item["msgtype"]
    fields = item[kind]
    bubble: JSON = {"from": "staff", "msgtype": kind}
    if kind == "link":
        words = {"title": "title", "text": "desc", "url": "url"}
        cover = {"cover": fields["picurl"]} if fields.get("picurl") else {}
        return bubble | {seen: fields.get(name, "") for seen, name in words.items()} | cover
    file = shown.get(fields.get("media_id") or fields["pic_media_id"], {})
    if kind == "miniprogram":
        return bubble | {"title": fields["title"], "image": file.get("address", "")}
    if kind == "file":
        return bubble | {"title": file.get("filename", "")}
    return bubble | ({"image": file.get("address", "")} if kind == "image" else {})
