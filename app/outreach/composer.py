"""A welcome while a person is writing it: read from the form, checked, and shown on a phone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.outreach.materials import MAX_IMAGE, keep_image
from app.outreach.models import Material, Welcome
from app.outreach.welcome import (
    MAX_ATTACHMENTS,
    MAX_LINK,
    MAX_TEXT,
    Names,
    bubbles,
    compose,
    material_ids,
)

LINK_PARTS = ("title", "url", "desc")


@dataclass
class Draft:
    """What stands in the form. `images` are material ids, `errors` go beside the fields."""

    text: str = ""
    images: list[int] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    image_names: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """As a Welcome keeps them: images first, then links; rows left empty are no links."""
        images = [{"msgtype": "image", "material_id": image} for image in self.images]
        return images + [{"msgtype": "link", **link} for link in self.links if any(link.values())]


def draft_of(welcome: Welcome | None) -> Draft:
    """The form of a welcome that stands already, empty where it is switched off."""
    if welcome is None or not welcome.is_active:
        return Draft()
    links = [item for item in welcome.attachments if item["msgtype"] == "link"]
    return Draft(
        text=welcome.text,
        images=material_ids(welcome.attachments),
        links=[{part: link.get(part, "") for part in LINK_PARTS} for link in links],
    )


def read_draft(form: Mapping[str, str]) -> Draft:
    """The form as it was sent. Browsers send CR LF; WeCom counts every byte."""
    rows = range(MAX_ATTACHMENTS + 1)
    images = (form.get(f"image-{row}", "") for row in rows)
    return Draft(
        text=form.get("welcome_text", "").replace("\r\n", "\n").strip(),
        images=[int(image) for image in images if image.isdecimal()],
        links=[
            {part: form.get(f"link-{row}-{part}", "").strip() for part in LINK_PARTS}
            for row in rows
            if f"link-{row}-title" in form
        ],
    )


def change_rows(draft: Draft, order: str) -> None:
    """Carry out a button that adds or takes away a row: add-link, remove-link-0, remove-image-0."""
    verb, _dash, row = order.rpartition("-")
    if order == "add-link":
        draft.links.append(dict.fromkeys(LINK_PARTS, ""))
    elif verb == "remove-link" and row.isdecimal():
        del draft.links[int(row) : int(row) + 1]
    elif verb == "remove-image" and row.isdecimal():
        del draft.images[int(row) : int(row) + 1]


def keep_uploads(
    session: Session, corp_id: str, draft: Draft, uploads: Iterable[FileStorage]
) -> None:
    """Keep the pictures that came with the form, even when the rest of it is still wrong."""
    for upload in uploads:
        if not upload.filename:
            continue
        content = upload.stream.read(MAX_IMAGE + 1)
        try:
            draft.images.append(keep_image(session, corp_id, upload.filename, content).id)
        except OverflowError:
            draft.errors["new_image"] = _("图片最大 2 MB（企业微信的限制）")
        except ValueError:
            draft.errors["new_image"] = _("只能上传 JPG 或 PNG 图片")


def name_images(session: Session, corp_id: str, draft: Draft) -> None:
    """Learn the names of the draft's pictures; what is not this corp's falls out."""
    rows = session.execute(
        select(Material.id, Material.filename).where(
            Material.corp_id == corp_id, Material.id.in_(draft.images)
        )
    )
    draft.image_names = dict(rows.all())
    draft.images = [image for image in dict.fromkeys(draft.images) if image in draft.image_names]


def check_draft(draft: Draft) -> None:
    """Name every limit of WeCom that the draft breaks, beside the field that breaks it."""
    used = len(draft.text.encode())
    if used > MAX_TEXT:
        draft.errors["welcome_text"] = _(
            "欢迎语最多 %(most)s 字节（企业微信的限制），现在是 %(used)s 字节",
            most=MAX_TEXT,
            used=used,
        )
    if len(draft.attachments) > MAX_ATTACHMENTS:
        draft.errors["attachments"] = _(
            "最多 %(most)s 个附件（企业微信的限制），请移除一些", most=MAX_ATTACHMENTS
        )
    for row, link in enumerate(draft.links):
        if any(link.values()):
            draft.errors |= {f"link-{row}-{part}": words for part, words in wrong_parts(link)}


def wrong_parts(link: Mapping[str, str]) -> list[tuple[str, str]]:
    """(part, complaint) of one link."""
    wrong = [
        (part, _("最多 %(most)s 字节（企业微信的限制）", most=MAX_LINK[part]))
        for part in LINK_PARTS
        if len(link[part].encode()) > MAX_LINK[part]
    ]
    if not link["title"]:
        wrong.append(("title", _("请填写链接标题")))
    if not link["url"].startswith(("http://", "https://")):
        wrong.append(("url", _("网址要以 http:// 或 https:// 开头")))
    return wrong


def preview(draft: Draft, names: Names) -> list[dict[str, Any]]:
    """The phone's bubbles, made from the very message that WeCom would be sent."""
    lent = {image: f"material:{image}" for image in draft.images}
    message = compose(draft.text, draft.attachments, names, lent)
    pictures = {
        media_id: url_for("outreach.material", material_id=image)
        for image, media_id in lent.items()
    }
    return bubbles(message, pictures)
