"""The form of a landing page: read, checked, and kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from app.acquisition.codes.form import too_long
from app.acquisition.landing.models import LandingPage
from app.acquisition.landing.targets import parted
from app.outreach.pictures import picture_type

MAX_NAME, MAX_TITLE, MAX_TEXT, MAX_PRIVACY = 30, 60, 2000, 1000  # characters
MAX_SOURCE, MOST_SOURCES = 30, 30
MOST_BYTES = 5 * 1024 * 1024  # of a picture
ASKS = ("name", "phone", "note")


@dataclass
class PageForm:
    """What stands in the form; `errors` go beside the fields. `target` is kind:id or stores."""

    slug: str
    name: str = ""
    title: str = ""
    text: str = ""
    asks: list[str] = field(default_factory=lambda: ["name", "phone"])
    sources: list[str] = field(default_factory=list)
    privacy: str = ""
    target: str = ""
    is_open: bool = True
    has_image: bool = False
    new_image: bytes = b""
    errors: dict[str, str] = field(default_factory=dict)


def new_form() -> PageForm:
    """An empty form. It carries its address from the start, so that sent twice it is one page."""
    return PageForm(secrets.token_urlsafe(12))


def form_of(page: LandingPage) -> PageForm:
    """The form of a page that stands already."""
    target = f"{page.target}:{page.target_id}" if page.target_id is not None else page.target
    return PageForm(
        page.slug,
        name=page.name,
        title=page.title,
        text=page.text,
        asks=page.asks,
        sources=page.sources,
        privacy=page.privacy,
        target=target,
        is_open=page.is_open,
        has_image=page.image_type is not None,
    )


def read_form(sent: MultiDict[str, str], picture: FileStorage | None) -> PageForm:
    """The form as it was sent."""
    lines = (line.strip() for line in sent.get("sources", "").splitlines())
    return PageForm(
        sent.get("slug", ""),
        name=sent.get("name", "").strip(),
        title=sent.get("title", "").strip(),
        text=sent.get("text", "").strip().replace("\r\n", "\n"),
        asks=[one for one in ASKS if one in sent.getlist("asks")],
        sources=list(dict.fromkeys(filter(None, lines))),
        privacy=sent.get("privacy", "").strip().replace("\r\n", "\n"),
        target=sent.get("target", ""),
        is_open="is_open" in sent,
        has_image="keep_image" in sent,
        new_image=picture.read(MOST_BYTES + 1) if picture else b"",
    )


def check_form(form: PageForm, targets: Collection[str]) -> bool:
    """Whether the form can be kept. `targets` are the doors that stand."""
    found = {
        "name": too_long(form.name, MAX_NAME) if form.name else _("请填写落地页名称"),
        "title": too_long(form.title, MAX_TITLE) if form.title else _("请填写标题"),
        "text": too_long(form.text, MAX_TEXT),
        "privacy": too_long(form.privacy, MAX_PRIVACY),
        "sources": wrong_sources(form.sources),
        "target": "" if form.target in targets else _("请选择访客最后去哪里"),
        "image": wrong_picture(form.new_image),
        "slug": "" if 8 <= len(form.slug) <= 40 else _("表单已失效，请重新打开这个页面"),
    }
    form.errors = {name: words for name, words in found.items() if words}
    return not form.errors


def wrong_sources(sources: list[str]) -> str:
    """The complaint about the sources, if any."""
    if len(sources) > MOST_SOURCES:
        return _("最多 %(most)s 个来源", most=MOST_SOURCES)
    return next(filter(None, (too_long(source, MAX_SOURCE) for source in sources)), "")


def wrong_picture(content: bytes) -> str:
    """The complaint about the picture, if any."""
    if len(content) > MOST_BYTES:
        return _("图片最大 5 MB")
    return _("请选择 JPG 或 PNG 图片") if content and picture_type(content) is None else ""


def apply(form: PageForm, page: LandingPage) -> None:
    """Let the page be as the form says; its address stays."""
    page.name, page.title, page.text = form.name, form.title, form.text
    page.asks, page.sources, page.privacy = form.asks, form.sources, form.privacy
    page.target, page.target_id = parted(form.target)
    page.is_open = form.is_open
    if form.new_image:
        page.image, page.image_type = form.new_image, picture_type(form.new_image)
    elif not form.has_image:
        page.image = page.image_type = None
