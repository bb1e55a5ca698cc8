"""The menu: one row per page. A page whose endpoint is not there yet is left out."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class NavItem:
    """A row of the menu."""

    label: LazyString
    endpoint: str
    icon: str
    also: tuple[str, ...] = ()  # pages of other slices that belong here


@dataclass(frozen=True)
class NavLink:
    """A row as the layout draws it."""

    label: LazyString
    url: str
    icon: str
    is_active: bool


NAV: tuple[NavItem, ...] = (
    NavItem(_l("演示"), "demo.split", "player-play"),
    NavItem(_l("概览"), "insight.overview", "home"),
    NavItem(
        _l("渠道活码"),
        "acquisition.codes",
        "qrcode",
        also=(
            "code_batches.listing",
            "code_batches.sheet",
            "code_batches.show",
            "code_life.copy",
            "code_prints.poster",
            "strays.listing",
        ),
    ),
    NavItem(_l("获客链接"), "links.links", "link"),
    NavItem(_l("群活码"), "group_codes.group_codes", "messages"),
    NavItem(_l("手机号加好友"), "phones.lists", "phone"),
    NavItem(_l("落地页"), "landing.landing_pages", "file-text", also=("regions.stores",)),
    NavItem(_l("渠道统计"), "attribution.channels", "chart-funnel"),
    NavItem(
        _l("欢迎语"),
        "outreach.welcomes",
        "message-2",
        also=(
            "library.listing",
            "library.about",
            "group_welcomes.listing",
            "group_welcomes.new",
            "group_welcomes.edit",
        ),
    ),
    NavItem(_l("客户"), "contacts.customers", "users", also=("insight.customer",)),
    NavItem(_l("标签规则"), "tagging.rules", "tags"),
    NavItem(_l("SOP"), "sop.sops", "calendar-event"),
    NavItem(_l("今日任务"), "sidebar.today", "list-check"),
    NavItem(_l("商机"), "leads.leads", "target"),
    NavItem(_l("商机看板"), "leads.board", "layout-kanban"),
    NavItem(_l("会话存档"), "archive.messages", "messages"),
    NavItem(
        _l("后台任务"),
        "insight.work",
        "inbox",
        also=(
            "audit.last",
            "errcodes.listing",
            "operations.health",
            "operations.preview",
            "operations.settling",
        ),
    ),
    NavItem(_l("接口"), "openapi.page", "key", also=("api_tokens.listing",)),
)


def present() -> list[NavItem]:
    """The rows whose pages are registered."""
    return [item for item in NAV if item.endpoint in current_app.view_functions]


def nav_items() -> list[NavLink]:
    """The menu of this request."""
    items = present()
    active = active_among(items)
    return [
        NavLink(item.label, url_for(item.endpoint), item.icon, item is active) for item in items
    ]


def active_among(items: list[NavItem]) -> NavItem | None:
    """The row of this page, else the first row of its slice."""
    same_page = [item for item in items if request.endpoint in (item.endpoint, *item.also)]
    slice_name = f"{request.blueprint}."
    same_slice = [item for item in items if item.endpoint.startswith(slice_name)]
    return next(iter(same_page + same_slice), None)


def first_page() -> str | None:
    """Where a person who asks for nothing in particular goes."""
    items = present()
    return url_for(items[0].endpoint) if items else None
