"""A welcome while a person is writing it: read from the form, checked, and shown on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from app.outreach import parts
from app.outreach.library import MOST, Misnamed, TooLarge, keep, looked_at, of_corp
from app.outreach.models import Material, Welcome
from app.outreach.parts import Part, part_of, read_part, wrong_fields
from app.outreach.welcome import Names, bubbles, compose
from app.outreach.window_form import WindowDraft, read_windows, window_draft, wrong_windows

LONG = 15  # times: a nickname of some thirty characters, about the longest of WeChat


@dataclass
class Draft:
    """What stands in the form: what is said at all times, and the windows that say otherwise.

    `errors` go beside the fields; `shown` is the prefix of the part that the phone shows.
    """

    always: Part = field(default_factory=Part)
    windows: list[WindowDraft] = field(default_factory=list)
    materials: dict[int, Material] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    who: str = ""

    @property
    def parts(self) -> list[Part]:
        """Every message in it."""
        return [self.always, *(window.part for window in self.windows)]

    @property
    def text(self) -> str:
        """The words for all times that no window covers."""
        return self.always.text

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """What goes with them."""
        return self.always.attachments

    @property
    def kept_windows(self) -> list[dict[str, Any]]:
        """As a Welcome keeps them."""
        return [window.kept() for window in self.windows]

    @property
    def used(self) -> list[int]:
        """Every material in it."""
        found = [one for part in self.parts for one in (*part.media, *part.covers)]
        return list(dict.fromkeys(found))

    @property
    def on_phone(self) -> Part:
        """The part that the phone shows."""
        return next((part for part in self.parts if part.prefix == self.shown), self.always)


def draft_of(welcome: Welcome | None) -> Draft:
    """The form of a welcome that stands already, empty where it is switched off."""
    if welcome is None or not welcome.is_active:
        return Draft()
    windows = [window_draft(place, kept) for place, kept in enumerate(welcome.windows)]
    return Draft(part_of("", welcome.text, welcome.attachments), windows)


def read_draft(form: Mapping[str, str]) -> Draft:
    """The form as it was sent."""
    return Draft(
        read_part(form),
        read_windows(form),
        shown=form.get("shown", ""),
        who=form.get("who", ""),
    )


def change_rows(draft: Draft, order: str) -> None:
    """Carry out a button that adds or takes away a row or, with w0- before it, one of a window."""
    if order == "add-window":
        draft.windows.append(WindowDraft(Part()))
    elif order.startswith("remove-window-") and order.rpartition("-")[2].isdecimal():
        place = int(order.rpartition("-")[2])
        del draft.windows[place : place + 1]
    else:
        prefix = order[: order.index("-") + 1] if order.startswith("w") and "-" in order else ""
        for part in draft.parts:
            if part.prefix == prefix:
                parts.change_rows(part, order.removeprefix(prefix))
    for place, window in enumerate(draft.windows):
        window.part.prefix = f"w{place}-"


def keep_uploads(
    session: Session, corp_id: str, draft: Draft, files: MultiDict[str, FileStorage]
) -> None:
    """Keep the files that came with the form, even when the rest of it is still wrong."""
    for part in draft.parts:
        for upload in files.getlist(f"{part.prefix}new_image"):
            material = kept(session, corp_id, draft, f"{part.prefix}new_image", upload)
            part.media += [material.id] if material else []
        for row, mini in enumerate(part.minis):
            name = f"{part.prefix}mini-{row}-new"
            for upload in files.getlist(name):
                material = kept(session, corp_id, draft, name, upload, only="image")
                mini["cover"] = str(material.id) if material else mini["cover"]


def kept(
    session: Session, corp_id: str, draft: Draft, name: str, upload: FileStorage, only: str = ""
) -> Material | None:
    """The material of an upload; a complaint beside its field where there is none."""
    if not upload.filename:
        return None
    content = upload.stream.read(MOST + 1)
    try:
        return keep(session, corp_id, looked_at(upload.filename, content, only))
    except (TooLarge, ValueError) as error:
        draft.errors[name] = refusal(error)
    return None


def refusal(error: TooLarge | ValueError) -> str:
    """Why a file is not taken; WeCom's limit of its kind, named."""
    if isinstance(error, Misnamed):
        return _("只能上传 JPG 或 PNG 图片、MP4 视频和其他文件；这个文件的内容和名称不符")
    if not isinstance(error, TooLarge):
        return _("这个文件是空的")
    words = {"image": _("图片"), "video": _("视频"), "file": _("文件")}
    return _("%(kind)s最大 %(most)s MB（企业微信的限制）", kind=words[error.kind], most=error.most)


def name_images(session: Session, corp_id: str, draft: Draft) -> None:
    """Learn what the draft's files are; what is not this corp's falls out."""
    draft.materials = of_corp(session, corp_id, draft.used)
    kinds = {one: material.kind for one, material in draft.materials.items()}
    for part in draft.parts:
        part.kinds = kinds
        part.media = [one for one in dict.fromkeys(part.media) if one in kinds]


def check_draft(draft: Draft) -> None:
    """Name every limit of WeCom that the draft breaks, beside the field that breaks it."""
    draft.errors |= wrong_fields(draft.always) | wrong_windows(draft.windows)


def preview(draft: Draft, names: Names) -> list[dict[str, Any]]:
    """The phone's bubbles, made from the very message that WeCom would be sent."""
    return part_preview(draft.on_phone, who_looks(draft.who, names), draft.materials)


def who_looks(who: str, names: Names) -> Names:
    """The customer whose phone is looked at: named, unknown, or with a name as long as can be."""
    chosen = {"nobody": Names(), "long": replace(names, customer=names.customer * LONG)}
    return chosen.get(who, names)


def part_preview(
    part: Part, names: Names, materials: Mapping[int, Material]
) -> list[dict[str, Any]]:
    """The bubbles of one message."""
    shown: Sequence[int] = [*part.media, *part.covers]
    lent = {one: f"material:{one}" for one in shown}
    seen = {lent[one]: facts(one, materials.get(one)) for one in shown}
    return bubbles(compose(part.text, part.attachments, names, lent), seen)


def facts(material_id: int, material: Material | None) -> dict[str, str]:
    """What a phone shows of a file."""
    return {
        "address": address(material_id, material),
        "filename": material.filename if material else "",
    }


def address(material_id: int, material: Material | None) -> str:
    """Where a page finds the file; other content has another address."""
    digest = material.sha256[:12] if material else None
    return url_for("outreach.material", material_id=material_id, v=digest)
