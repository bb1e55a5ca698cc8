"""What every command and every question has: a path, a page, limits, and fields that are sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal

from bots.limits import Limit, check, require
from bots.rights import Right, right_of

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

    @classmethod
    def right(cls) -> Right | None:
        """What the app must have been given in WeCom's console before this may be said."""
        return right_of(cls.path)


@dataclass(frozen=True)
class Question(Speech):
    """A read: asking twice changes nothing."""

    method: ClassVar[Literal["GET", "POST"]] = "POST"
    bare: ClassVar[bool] = False  # a good answer may come without an errcode

    def params(self) -> JSON:
        """Query arguments of a GET, JSON body of a POST."""
        return self.written()


@dataclass(frozen=True)
class Trace:
    """Where the effect of a command shows once it has happened.

    `ask`: the question's fields, by the command's that fill them. `rows`: the list in its answer,
    "" for the answer itself. `same`: what a row holds at the first path, the command has at the
    second. `told_as`: the field in which the command's own answer would hold the row.
    """

    question: type[Question]
    rows: str
    same: Mapping[str, str]
    ask: Mapping[str, str] = field(default_factory=dict)
    told_as: str = ""


@dataclass(frozen=True)
class Command(Speech):
    """A write. `repeatable`: saying it twice has the effect of saying it once.

    What is not repeatable is looked up before it is said again: by a trace, or not at all, and
    then `looked_up_by` is the reason, for the person who must look.
    """

    repeatable: ClassVar[bool] = True
    looked_up_by: ClassVar[Trace | str | None] = None

    def body(self) -> JSON:
        """The JSON as WeCom wants it."""
        return self.written()

    def may_repeat(self) -> bool:
        """Whether this very command may be said twice."""
        return self.repeatable


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
