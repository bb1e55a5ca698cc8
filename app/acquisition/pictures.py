"""Fetches WeCom's QR image once, so that pages can show it from our own address."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.config import settings
from app.db import nobody_waits
from app.outreach.pictures import picture_type
from bots.egress import Bounds, EgressRefused, fetch

log = logging.getLogger(__name__)

MOST = 1024 * 1024  # bytes
SECONDS = 8.0  # for everything together
WECOMS_OWN = (".qpic.cn", ".qq.com")  # where Tencent keeps these images


@dataclass(frozen=True)
class Picture:
    """An image as it came."""

    content_type: str
    content: bytes


def fetch_picture(address: str) -> Picture | None:
    """The image at `address`; None when it cannot be had now or is not an image."""
    nobody_waits()
    if not is_wecoms(address):
        log.warning("QR image not fetched: not an address of WeCom")
        return None
    # the simulated WeCom lives on this very machine
    bounds = Bounds(most_bytes=MOST, seconds=SECONDS, loopback=is_our_wecom(address))
    try:
        found = fetch(address, bounds)
    except EgressRefused as refusal:
        log.warning("QR image not fetched: %s", refusal.why)
        return None
    content_type = picture_type(found.content) or drawing_type(found.content)
    if content_type is None:
        log.warning("QR image not fetched: what came is no image")
        return None
    return Picture(content_type, found.content)


def drawing_type(content: bytes) -> str | None:
    """The type of an SVG. It may carry scripts, so whoever serves it must sandbox it."""
    is_svg = content.lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in content[:1000]
    return "image/svg+xml" if is_svg else None


def is_wecoms(address: str) -> bool:
    """Only Tencent's image hosts, or the very WeCom that we speak to: never our own network."""
    there = urlsplit(address)
    if is_our_wecom(address):
        return True
    return there.scheme == "https" and (there.hostname or "").endswith(WECOMS_OWN)


def is_our_wecom(address: str) -> bool:
    """Whether `address` is on the host that WECOM_API_BASE names."""
    there, api = urlsplit(address), urlsplit(settings().wecom_api_base)
    return (there.scheme, there.netloc) == (api.scheme, api.netloc)
