"""Parts of a page that are asked for again and again, and sent only when they have changed."""

from hashlib import sha256

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

SEEN = Markup('<input type="hidden" id="{}-seen" name="seen" value="{}">')


def told(name: str, html: str) -> str:
    """The part, with a mark of what was seen: the browser sends it along when it asks again."""
    return SEEN.format(name, mark(html)) + Markup(html)  # noqa: S704  rendered by our templates


def if_new(name: str, html: str) -> ResponseReturnValue:
    """The part; 204, which leaves the page alone, when the browser has seen the same."""
    return ("", 204) if request.args.get("seen") == mark(html) else told(name, html)


def mark(html: str) -> str:
    """The same for the same words."""
    return sha256(html.encode()).hexdigest()[:16]
