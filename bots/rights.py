"""TABLE: the beginning of a path → the right that an app needs for it, as WeCom's console calls it."""

from typing import Literal

Right = Literal["客户联系", "获客助手", "微信客服", "会话内容存档", "通讯录"]

# The first that fits: 获客助手 is a right of its own inside 客户联系.
RIGHTS: tuple[tuple[str, Right], ...] = (
    ("externalcontact/customer_acquisition", "获客助手"),
    ("externalcontact/", "客户联系"),
    ("idconvert/", "客户联系"),
    ("kf/", "微信客服"),
    ("msgaudit/", "会话内容存档"),
    ("user/", "通讯录"),
    ("department/", "通讯录"),
    ("tag/", "通讯录"),
)


def right_of(path: str) -> Right | None:
    """The right that a path wants; None when every app has it."""
    return next((right for beginning, right in RIGHTS if path.startswith(beginning)), None)
