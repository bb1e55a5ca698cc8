"""What every command and every question has: a path, a page, limits, and fields that are sent."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

from bots.limits import Limit, check, require

JSON = dict[str, Any]


@dataclass(frozen=True)
class Speech:
    """Fields are spelt as the API spells them; `page` is the number of the official page."""

    path: ClassVar[str]
    page: ClassVar[int]
    limits: ClassVar[tuple[Limit, ...]] = ()

    def __post_init__(self) -> None:
        check(self.written(), self.limits, self.page)
        self.verify()

    def verify(self) -> None:
        """Refuse combinations of fields that WeCom would refuse."""

    def written(self) -> JSON:
        """Every field but those that are None: an empty string clears, None leaves alone."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in named if value is not None}


@dataclass(frozen=True)
class Command(Speech):
    """A write. `repeatable`: saying it twice has the effect of saying it once."""

    repeatable: ClassVar[bool] = True

    def body(self) -> JSON:
        """The JSON as WeCom wants it."""
        return self.written()


@dataclass(frozen=True)
class Question(Speech):
    """A read: asking twice changes nothing."""

    method: ClassVar[Literal["GET", "POST"]] = "POST"
    bare: ClassVar[bool] = False  # a good answer may come without an errcode

    def params(self) -> JSON:
        """Query arguments of a GET, JSON body of a POST."""
        return self.written()


ATTACHMENTS = (
    Limit("attachments", 9, "items"),
    Limit("attachments.*.link.title", 128, "bytes"),
    Limit("attachments.*.link.picurl", 2048, "bytes"),
    Limit("attachments.*.link.desc", 512, "bytes"),
    Limit("attachments.*.link.url", 2048, "bytes"),
    Limit("attachments.*.miniprogram.title", 64, "bytes"),
)
CONTACT_WAY = (
    Limit("remark", 30, "characters"),
    Limit("state", 30, "characters"),
    Limit("user", 100, "items"),
    Limit("expires_in", 14 * 86400, "seconds"),
    Limit("chat_expires_in", 14 * 86400, "seconds"),
    Limit("conclusions.text.content", 4000, "bytes"),
)


def require_attachments(attachments: list[JSON] | None) -> None:
    """Each attachment is of a known kind and carries the part that it names."""
    for attachment in attachments or ():
        kind = attachment.get("msgtype")
        known = kind in ("image", "link", "miniprogram", "video", "file")
        require(known, f"attachments: msgtype {kind} is not one of WeCom's five")
        require(kind in attachment, f"attachments: the {kind} part is missing")
