"""Fetches WeCom's QR image once, so that pages can show it from our own address."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from app.config import settings
from app.db import nobody_waits
from app.outreach.pictures import picture_type

log = logging.getLogger(__name__)

MOST = 1024 * 1024  # bytes
TIMEOUT = (3.0, 5.0)  # seconds, connect and read
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
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False, stream=True)
        content = answer.raw.read(MOST + 1, decode_content=True)
    except requests.RequestException as error:
        log.warning("QR image not fetched: %s", type(error).__name__)
        return None
    content_type = picture_type(content) or drawing_type(content)
    if answer.status_code != 200 or content_type is None or len(content) > MOST:
        log.warning("QR image not fetched: HTTP %s is no image", answer.status_code)
        return None
    return Picture(content_type, content)


def drawing_type(content: bytes) -> str | None:
    """The type of an SVG. It may carry scripts, so whoever serves it must sandbox it."""
    is_svg = content.lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in content[:1000]
    return "image/svg+xml" if is_svg else None


def is_wecoms(address: str) -> bool:
    """Only Tencent's image hosts, or the very WeCom that we speak to: never our own network."""
    there, api = urlsplit(address), urlsplit(settings().wecom_api_base)
    if (there.scheme, there.netloc) == (api.scheme, api.netloc):
        return True
    return there.scheme == "https" and (there.hostname or "").endswith(WECOMS_OWN)
