"""The library of materials (素材库): files that are kept once, named, found, replaced, let go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, defer

from app.clock import now
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.errors import Unprocessable
from app.outreach.materials import LIVES_FOR
from app.outreach.models import GroupWelcome, Material, Welcome
from app.outreach.pictures import file_type
from app.outreach.welcome import material_ids
from app.sentences import Sentence

MEGABYTE = 1024 * 1024
LARGEST: Mapping[str, int] = {"image": 10, "video": 10, "file": 20}  # megabytes, WeCom's
MAX_IMAGE = LARGEST["image"] * MEGABYTE
SMALLEST = 6  # bytes: WeCom refuses five
MOST = LARGEST["file"] * MEGABYTE
LONGEST_NAME = 60  # characters


class TooLarge(OverflowError):
    """More than WeCom takes of this kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.most = LARGEST[kind]  # megabytes


class Misnamed(ValueError):
    """Its name promises a picture or a video, its bytes are none."""


CLAIMS: Mapping[str, str] = {".png": "image", ".jpg": "image", ".jpeg": "image", ".mp4": "video"}


@dataclass(frozen=True)
class Uploaded:
    """A file as it came in, known for what it is and small enough for WeCom."""

    filename: str
    content: bytes
    kind: str
    content_type: str

    @property
    def digest(self) -> str:
        """What tells it from other content."""
        return sha256(self.content).hexdigest()


def looked_at(filename: str, content: bytes, only: str = "") -> Uploaded:
    """The file. Raises TooLarge, Misnamed (also where it is not of the kind `only`), and
    ValueError for one that is empty.
    """
    kind, content_type = file_type(content)
    if (only or CLAIMS.get(Path(filename).suffix.lower(), kind)) != kind:
        raise Misnamed(filename)
    if len(content) < SMALLEST:
        raise ValueError(filename)
    if len(content) > LARGEST[kind] * MEGABYTE:
        raise TooLarge(kind)
    return Uploaded(filename, content, kind, content_type)


def keep(session: Session, corp_id: str, file: Uploaded) -> Material:
    """The material with this content, kept once a corp."""
    known = same_content(session, corp_id, file)
    if known is not None:
        return known
    material = Material(corp_id=corp_id, name=file.filename[:LONGEST_NAME])
    put(material, file)
    session.add(material)
    session.flush()
    return material


def keep_image(session: Session, corp_id: str, filename: str, content: bytes) -> Material:
    """The picture with this content, kept once a corp."""
    return keep(session, corp_id, looked_at(filename, content, only="image"))


def put(material: Material, file: Uploaded) -> None:
    """Let the material be this file."""
    material.kind, material.content_type = file.kind, file.content_type
    material.filename, material.content = file.filename, file.content
    material.sha256, material.size = file.digest, len(file.content)


def same_content(session: Session, corp_id: str, file: Uploaded) -> Material | None:
    """What is kept already with these bytes."""
    return session.scalars(materials(corp_id).where(Material.sha256 == file.digest)).one_or_none()


def replace_file(corp_id: str, material_id: int, file: Uploaded) -> None:
    """Put another file in the place of one: WeCom is lent it first, so that no welcome is ever
    without it. Raises WeComError when WeCom does not take it; then all stays as it was.
    """
    with reading() as session:
        row = of_corp(session, corp_id, [material_id])[material_id]
        twin = same_content(session, corp_id, file)
    if file.kind != row.kind:
        raise Unprocessable(Sentence("只能换成同一种类的文件，否则用到它的欢迎语会变样"))
    if twin is not None and twin.id == material_id:
        return
    if twin is not None:
        raise Unprocessable(Sentence("素材库里已经有同样内容的素材：%(name)s", {"name": twin.name}))
    moment = now()
    media_id = wecom(corp_id).upload(file.kind, file.filename, file.content)
    with transaction() as session:
        material = session.get(Material, material_id, with_for_update=True)
        if material is None:
            raise Unprocessable(Sentence("素材已删除"))
        put(material, file)
        material.media_id, material.uploaded_at = media_id, moment
        material.errcode = material.error = material.lending_until = None


def materials(corp_id: str, words: str = "", kind: str = "") -> Select[Material]:
    """The library without the bytes, newest first."""
    found = select(Material).where(Material.corp_id == corp_id).options(defer(Material.content))
    if words:
        found = found.where(Material.name.icontains(words, autoescape=True))
    if kind:
        found = found.where(Material.kind == kind)
    return found.order_by(Material.id.desc())


def of_corp(
    session: Session, corp_id: str, ids: Iterable[int], *, lock: bool = False
) -> dict[int, Material]:
    """Those of the materials that are this corp's, without their bytes."""
    wanted = list(ids)
    if not wanted:
        return {}
    mine = materials(corp_id).where(Material.id.in_(wanted))
    mine = mine.with_for_update() if lock else mine
    return {material.id: material for material in session.scalars(mine)}


def let_go(session: Session, material: Material) -> None:
    """Forget a material; that somebody else is just doing so is as good.

    Raises Unprocessable where something still shows it.
    """
    if used := uses(session, material.corp_id).get(material.id, []):
        names = _("、").join(use.name for use in used)
        raise Unprocessable(_("还在使用，不能删除：%(names)s", names=names))
    session.execute(delete(Material).where(Material.id == material.id))


def is_ready(material: Material) -> bool:
    """Whether WeCom would show it now."""
    is_lent = material.media_id is not None and material.uploaded_at is not None
    return is_lent and now() - (material.uploaded_at or now()) < LIVES_FOR


def shown_in(attachments: list[dict[str, Any]], windows: list[dict[str, Any]]) -> set[int]:
    """The materials in a welcome, its windows among it."""
    parts = [attachments, *(window["attachments"] for window in windows)]
    return {one for part in parts for one in material_ids(part)}


@dataclass(frozen=True)
class Use:
    """Where a material stands: `of` is welcome or group_welcome."""

    of: str
    name: str
    row_id: int
    userid: str | None = None
    state: str | None = None


def uses(session: Session, corp_id: str) -> dict[int, list[Use]]:
    """Material → where it is shown. Welcomes are few: they are read whole."""
    found: dict[int, list[Use]] = {}
    for welcome in session.scalars(
        select(Welcome).where(Welcome.corp_id == corp_id, Welcome.is_active)
    ):
        use = Use("welcome", welcome.name, welcome.id, welcome.userid, welcome.state)
        for material_id in shown_in(welcome.attachments, welcome.windows):
            found.setdefault(material_id, []).append(use)
    standing = select(GroupWelcome).where(
        GroupWelcome.corp_id == corp_id, GroupWelcome.stopped_at.is_(None)
    )
    for group in session.scalars(standing):
        for material_id in shown_in(group.attachments, []):
            use = Use("group_welcome", group.name, group.id)
            found.setdefault(material_id, []).append(use)
    return found
