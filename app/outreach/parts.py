"""One message while a person is writing it: words and up to nine attachments, with their limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.outreach.welcome import MAX_ATTACHMENTS, MAX_LINK, MAX_MINI, MAX_TEXT, MEDIA

LINK_PARTS = ("title", "url", "desc", "picurl")
MINI_PARTS = ("title", "appid", "page", "cover")
ROWS = range(MAX_ATTACHMENTS + 1)

Row = dict[str, str]


@dataclass
class Part:
    """Its fields' names begin with `prefix`; `media` are material ids, `kinds` what they are."""

    prefix: str = ""
    text: str = ""
    media: list[int] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    minis: list[Row] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """As a Welcome keeps them: files, links, mini-programs; rows left empty are none."""
        files = [{"msgtype": self.kinds[one], "material_id": one} for one in self.media]
        links = [{"msgtype": "link", **link} for link in self.links if any(link.values())]
        return files + links + [_kept_mini(mini) for mini in self.minis if any(mini.values())]

    @property
    def covers(self) -> list[int]:
        """The pictures on its mini-programs."""
        return [int(mini["cover"]) for mini in self.minis if mini["cover"].isdecimal()]


def _kept_mini(mini: Row) -> dict[str, Any]:
    cover = int(mini["cover"]) if mini["cover"].isdecimal() else 0
    words = {name: mini[name] for name in MAX_MINI}
    return {"msgtype": "miniprogram", **words, "material_id": cover}


def part_of(prefix: str, text: str, attachments: list[dict[str, Any]]) -> Part:
    """A message that stands already."""
    files = [item for item in attachments if item["msgtype"] in MEDIA]
    links = [item for item in attachments if item["msgtype"] == "link"]
    minis = [item for item in attachments if item["msgtype"] == "miniprogram"]
    return Part(
        prefix,
        text,
        media=[item["material_id"] for item in files],
        links=[{name: link.get(name, "") for name in LINK_PARTS} for link in links],
        minis=[
            {name: mini[name] for name in MAX_MINI} | {"cover": str(mini["material_id"])}
            for mini in minis
        ],
        kinds={item["material_id"]: item["msgtype"] for item in files},
    )


def read_part(form: Mapping[str, str], prefix: str = "") -> Part:
    """As it was sent. Browsers send CR LF; WeCom counts every byte."""
    files = [form.get(f"{prefix}image-{row}", "") for row in ROWS]
    files.append(form.get(f"{prefix}pick", ""))
    return Part(
        prefix,
        text=form.get(f"{prefix}welcome_text", "").replace("\r\n", "\n").strip(),
        media=[int(one) for one in files if one.isdecimal()],
        links=list(_rows(form, f"{prefix}link", LINK_PARTS)),
        minis=list(_rows(form, f"{prefix}mini", MINI_PARTS)),
    )


def _rows(form: Mapping[str, str], name: str, parts: tuple[str, ...]) -> Iterator[Row]:
    for row in ROWS:
        if f"{name}-{row}-title" in form:
            yield {part: form.get(f"{name}-{row}-{part}", "").strip() for part in parts}


def change_rows(part: Part, order: str) -> None:
    """Carry out a button that adds or takes away a row: add-link, remove-link-0, remove-image-0."""
    verb, _dash, row = order.rpartition("-")
    lists: dict[str, list[Any]] = {
        "link": part.links,
        "mini": part.minis,
        "image": part.media,
    }
    if order == "add-link":
        part.links.append(dict.fromkeys(LINK_PARTS, ""))
    elif order == "add-mini":
        part.minis.append(dict.fromkeys(MINI_PARTS, ""))
    elif verb.startswith("remove-") and row.isdecimal():
        rows = lists.get(verb.removeprefix("remove-"), [])
        del rows[int(row) : int(row) + 1]


def wrong_fields(
    part: Part, most_text: int = MAX_TEXT, most: int = MAX_ATTACHMENTS
) -> dict[str, str]:
    """Field → complaint: every limit of WeCom that is broken, named."""
    wrong: dict[str, str] = {}
    used = len(part.text.encode())
    if used > most_text:
        wrong["welcome_text"] = _(
            "欢迎语最多 %(most)s 字节（企业微信的限制），现在是 %(used)s 字节",
            most=most_text,
            used=used,
        )
    if len(part.attachments) > most:
        wrong["attachments"] = _("最多 %(most)s 个附件（企业微信的限制），请移除一些", most=most)
    for row, link in enumerate(part.links):
        if any(link.values()):
            wrong |= {f"link-{row}-{name}": words for name, words in wrong_link(link)}
    for row, mini in enumerate(part.minis):
        if any(mini.values()):
            wrong |= {f"mini-{row}-{name}": words for name, words in wrong_mini(mini, part.kinds)}
    return {part.prefix + name: words for name, words in wrong.items()}


def wrong_link(link: Row) -> Iterator[tuple[str, str]]:
    """(field, complaint) of one link."""
    yield from too_many_bytes(link, {name: MAX_LINK[name] for name in LINK_PARTS})
    if not link["title"]:
        yield "title", _("请填写链接标题")
    if not link["url"].startswith(("http://", "https://")):
        yield "url", _("网址要以 http:// 或 https:// 开头")
    if link["picurl"] and not link["picurl"].startswith(("http://", "https://")):
        yield "picurl", _("网址要以 http:// 或 https:// 开头")


def wrong_mini(mini: Row, kinds: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """(field, complaint) of one mini-program: WeCom wants all of it."""
    yield from too_many_bytes(mini, MAX_MINI)
    if not mini["title"]:
        yield "title", _("请填写小程序标题")
    if not (mini["appid"].startswith("wx") and mini["appid"].isalnum()):
        yield "appid", _("请填写小程序的 AppID，以 wx 开头")
    if not mini["page"]:
        yield "page", _("请填写小程序的页面路径")
    if not (mini["cover"].isdecimal() and kinds.get(int(mini["cover"])) == "image"):
        yield "cover", _("请选择一张封面图片")


def too_many_bytes(row: Row, most: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """(field, complaint) of what is too long."""
    for name, limit in most.items():
        if len(row[name].encode()) > limit:
            yield name, _("最多 %(most)s 字节（企业微信的限制）", most=limit)
