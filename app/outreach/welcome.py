"""Which welcome a customer gets and what WeCom and the preview show of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

CUSTOMER = "{客户昵称}"
STAFF = "{员工姓名}"
# Both are shorter than what they stand for, so a text that fits with placeholders always fits.
NEUTRAL_CUSTOMER = "朋友"
NEUTRAL_STAFF = "顾问"

MAX_TEXT = 4000  # bytes
MAX_ATTACHMENTS = 9
MAX_LINK: Mapping[str, int] = {"title": 128, "url": 2048, "desc": 512, "picurl": 2048}  # bytes

JSON = dict[str, Any]


class Candidate(Protocol):
    """What choosing looks at."""

    @property
    def state(self) -> str | None: ...
    @property
    def is_active(self) -> bool: ...


AnyWelcome = TypeVar("AnyWelcome", bound=Candidate)


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


def choose(welcomes: Iterable[AnyWelcome], state: str) -> AnyWelcome | None:
    """The channel's own welcome, else the default one (its `state` is None)."""
    active = {welcome.state: welcome for welcome in welcomes if welcome.is_active}
    return (active.get(state) if state else None) or active.get(None)


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
    """The materials that these attachments show."""
    return [item["material_id"] for item in attachments if item["msgtype"] == "image"]


def compose(
    text: str, attachments: Sequence[JSON], names: Names, media_ids: Mapping[int, str]
) -> Message:
    """The message as WeCom takes it; an image without a media_id is left out, the rest goes."""
    pairs = [(item, _as_wecom(item, media_ids)) for item in attachments]
    return Message(
        text=render(text, names),
        attachments=[spoken for _, spoken in pairs if spoken is not None],
        left_out=tuple(item["material_id"] for item, spoken in pairs if spoken is None),
    )


def _as_wecom(item: JSON, media_ids: Mapping[int, str]) -> JSON | None:
    if item["msgtype"] == "image":
        media_id = media_ids.get(item["material_id"])
        return {"msgtype": "image", "image": {"media_id": media_id}} if media_id else None
    link = {name: item[name] for name in MAX_LINK if item.get(name)}
    return {"msgtype": "link", "link": link}


def bubbles(message: Message, pictures: Mapping[str, str]) -> list[JSON]:
    """What the customer's phone shows of `message`; `pictures` maps a media_id to its address."""
    text = [{"from": "staff", "msgtype": "text", "text": message.text}] if message.text else []
    return text + [_bubble(item, pictures) for item in message.attachments]


def _bubble(item: JSON, pictures: Mapping[str, str]) -> JSON:
    if item["msgtype"] == "image":
        image = pictures.get(item["image"]["media_id"], "")
        return {"from": "staff", "msgtype": "image", "image": image}
    link = item["link"]
    return {
        "from": "staff",
        "msgtype": "link",
        "title": link.get("title", ""),
        "text": link.get("desc", ""),
        "url": link.get("url", ""),
    }
